//! Reading what is open: a few statements, each of which packs its rows into one.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::ids::{NeedId, OfferId, PersonId};
use entity::match_decision::{self, MatchState};
use entity::need::{NeedKind, NeedState};
use entity::{Tenant, need, need_topic, offer, offer_topic};
use sea_orm::sea_query::{SelectStatement, SimpleExpr};
use sea_orm::{ActiveEnum, ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::open::{Given, Giver, Open, Wanted, Which};
use super::who::Who;
use crate::introductions;
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::needs::rules::IN_TOUCH_DAYS;

/// A need or an offer, what it is about, and whose it is.
type Wish = (Uuid, NeedKind, Option<Uuid>);

/// Where and when it is read.
pub(super) struct View<'a, 'c> {
    pub reader: &'a Reader<'c>,
    pub which: &'a Which,
    pub own: Option<PersonId>,
    pub now: DateTime<Utc>,
}

impl View<'_, '_> {
    /// What is open, without those who are good at something: of what skills imply nothing is known yet.
    ///
    /// # Errors
    /// The database fails.
    pub async fn stated(&self) -> Result<Open, Fault> {
        let mut open = Open {
            own: self.own,
            ..Open::default()
        };
        let wanted = {
            use need::Column;
            self.wishes(self.needed(), [Column::Id, Column::PersonId, Column::Kind])
                .await?
        };
        if wanted.is_empty() {
            return Ok(open);
        }
        let given = {
            use offer::Column;
            self.wishes(self.offered(), [Column::Id, Column::PersonId, Column::Kind])
                .await?
        };
        let people = wanted.iter().chain(&given).filter_map(|(.., person)| *person);
        let who = Who::of(self.reader, &people.collect(), self.lately()).await?;
        self.needs(&mut open, wanted, &who).await?;
        if open.needs.is_empty() {
            return Ok(open);
        }
        self.offers(&mut open, given, &who).await?;
        open.who = Some(who);
        open.decided = self.decided().await?;
        let needers = self.needed().filter(need::Column::PersonId.is_not_null());
        let needers = needers.select_only().column(need::Column::PersonId).into_query();
        for (one, other) in introductions::introduced(self.reader, needers, self.now).await? {
            open.introduced.entry(one).or_default().insert(other);
        }
        Ok(open)
    }

    /// All that is open.
    ///
    /// # Errors
    /// The database fails.
    pub async fn all(&self) -> Result<Open, Fault> {
        let mut open = self.stated().await?;
        self.skilled(&mut open).await?;
        Ok(open)
    }

    fn today(&self) -> NaiveDate {
        self.reader.day_of(self.now)
    }

    /// The needs that are open, as far as they are asked for.
    fn needed(&self) -> Select<need::Entity> {
        use need::Column;
        let all = self.reader.select::<need::Entity>().filter(is_open(
            Column::State,
            Column::ArchivedAt,
            Column::SortUntil,
            self.today(),
        ));
        match self.which {
            Which::All | Which::People(_) => all,
            Which::Needs(ids) => all.filter(Column::Id.is_in(ids.iter().copied())),
            Which::Offers(ids) => {
                use offer_topic::Column as Topic;
                let of = Topic::OfferId.is_in(ids.iter().copied());
                let topics = column_of::<offer_topic::Entity>(self.reader, of, Topic::Topic);
                let of = need_topic::Column::Topic.in_subquery(topics);
                let needs = column_of::<need_topic::Entity>(self.reader, of, need_topic::Column::NeedId);
                all.filter(Column::Id.in_subquery(needs))
            }
        }
    }

    /// The offers that are open, as far as they are asked for.
    fn offered(&self) -> Select<offer::Entity> {
        use offer::Column;
        let all = self.reader.select::<offer::Entity>().filter(is_open(
            Column::State,
            Column::ArchivedAt,
            Column::SortUntil,
            self.today(),
        ));
        match self.which {
            Which::All | Which::People(_) => all,
            Which::Offers(ids) => all.filter(Column::Id.is_in(ids.iter().copied())),
            Which::Needs(ids) => {
                use need_topic::Column as Topic;
                let of = Topic::NeedId.is_in(ids.iter().copied());
                let topics = column_of::<need_topic::Entity>(self.reader, of, Topic::Topic);
                let of = offer_topic::Column::Topic.in_subquery(topics);
                let offers = column_of::<offer_topic::Entity>(self.reader, of, offer_topic::Column::OfferId);
                all.filter(Column::Id.in_subquery(offers))
            }
        }
    }

    async fn needs(&self, open: &mut Open, wanted: Vec<Wish>, who: &Who) -> Result<(), Fault> {
        let ids = self.needed().select_only().column(need::Column::Id).into_query();
        let topics = need_topic::Column::NeedId.in_subquery(ids);
        let topics =
            self.topics::<need_topic::Entity>(topics, need_topic::Column::NeedId, need_topic::Column::Topic);
        let mut topics = open.by_owner(topics.await?, false);
        for (id, kind, person) in wanted {
            // Without a topic it is in no match.
            if let Some(topics) = topics.remove(&id) {
                let (id, party) = (NeedId(id), open.party(who.person(person)));
                open.needs.push(Wanted {
                    id,
                    party,
                    kind,
                    topics,
                });
            }
        }
        open.needs.sort_unstable_by_key(|it| it.id);
        Ok(())
    }

    async fn offers(&self, open: &mut Open, given: Vec<Wish>, who: &Who) -> Result<(), Fault> {
        let ids = self
            .offered()
            .select_only()
            .column(offer::Column::Id)
            .into_query();
        let topics = offer_topic::Column::OfferId.in_subquery(ids);
        let topics = self.topics::<offer_topic::Entity>(
            topics,
            offer_topic::Column::OfferId,
            offer_topic::Column::Topic,
        );
        let mut topics = open.by_owner(topics.await?, true);
        let mut found = Vec::new();
        for (id, kind, person) in given {
            if let Some(topics) = topics.remove(&id).filter(|topics| !topics.is_empty()) {
                found.push(Given {
                    giver: Giver::Offer(OfferId(id)),
                    party: open.party(who.person(person)),
                    kind: Some(kind),
                    topics,
                });
            }
        }
        found.sort_unstable_by_key(|it| it.giver);
        open.givers.append(&mut found);
        Ok(())
    }

    async fn topics<E: Tenant>(
        &self,
        of: SimpleExpr,
        id: E::Column,
        topic: E::Column,
    ) -> Result<Vec<(Uuid, String)>, Fault> {
        let select = bare(self.reader.select::<E>().filter(of));
        let columns = [(Kind::Uuid, id.into_expr()), (Kind::Text, topic.into_expr())];
        packed(self.reader, select, columns).await
    }

    async fn wishes<E: Tenant>(
        &self,
        select: Select<E>,
        [id, person, kind]: [E::Column; 3],
    ) -> Result<Vec<Wish>, Fault> {
        let columns = [
            (Kind::Uuid, id.into_expr()),
            (Kind::Text, kind.into_expr()),
            (Kind::Uuid, person.into_expr()),
        ];
        let rows: Vec<(Uuid, String, Option<Uuid>)> = packed(self.reader, bare(select), columns).await?;
        rows.into_iter()
            .map(|(id, kind, person)| Ok((id, NeedKind::try_from_value(&kind)?, person)))
            .collect()
    }

    async fn decided(&self) -> Result<HashMap<NeedId, HashSet<Giver>>, Fault> {
        use match_decision::Column;
        let needs = self.needed().select_only().column(need::Column::Id).into_query();
        let select = self
            .reader
            .select::<match_decision::Entity>()
            .filter(Column::NeedId.in_subquery(needs))
            .filter(Column::State.ne(MatchState::Open));
        let columns = [Column::NeedId, Column::OfferId, Column::PersonId];
        let columns = columns.map(|column| (Kind::Uuid, column.into_expr()));
        let rows: Vec<(Uuid, Option<Uuid>, Option<Uuid>)> =
            packed(self.reader, bare(select), columns).await?;
        let giver = |offer: Option<Uuid>, person: Option<Uuid>| {
            let offer = offer.map(|id| Giver::Offer(OfferId(id)));
            offer.or(person.map(|id| Giver::Person(PersonId(id))))
        };
        let mut decided: HashMap<NeedId, HashSet<Giver>> = HashMap::new();
        for (need, offer, person) in rows {
            decided
                .entry(NeedId(need))
                .or_default()
                .extend(giver(offer, person));
        }
        Ok(decided)
    }

    pub(super) fn lately(&self) -> DateTime<Utc> {
        self.now - TimeDelta::days(IN_TOUCH_DAYS)
    }
}

fn is_open(
    state: impl ColumnTrait,
    archived_at: impl ColumnTrait,
    sort_until: impl ColumnTrait,
    today: NaiveDate,
) -> Condition {
    Condition::all()
        .add(state.eq(NeedState::Open))
        .add(archived_at.is_null())
        .add(sort_until.gte(today.to_string()))
}

/// A column of the rows that meet a condition.
fn column_of<E: Tenant>(reader: &Reader<'_>, such: SimpleExpr, column: E::Column) -> SelectStatement {
    let rows = reader.select::<E>().filter(such);
    rows.select_only().column(column).into_query()
}
