//! Reading what is open: a few statements, each of which packs its rows into one.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::ids::{NeedId, OfferId, PersonId};
use entity::match_decision::{self, MatchState};
use entity::need::{NeedKind, NeedState};
use entity::{Tenant, need, need_topic, offer, offer_topic};
use futures_util::join;
use sea_orm::sea_query::{Expr, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, ConnectionTrait as _, DbBackend, QueryFilter, QuerySelect,
    QueryTrait, Select,
};
use uuid::Uuid;

use super::open::{Giver, Open, Which};
use super::who::Who;
use crate::introductions;
use crate::kit::list::bare;
use crate::kit::packed::{lines, packed};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::needs::rules::IN_TOUCH_DAYS;

/// A need or an offer, what it is about, whose it is, and the last day on which it is good.
pub(super) type Wish = (Uuid, NeedKind, Option<Uuid>, Option<NaiveDate>);

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
            let columns = [Column::Id, Column::PersonId, Column::Kind, Column::Until];
            self.wishes(self.needed(), columns).await?
        };
        if wanted.is_empty() {
            return Ok(open);
        }
        let given = {
            use offer::Column;
            let columns = [Column::Id, Column::PersonId, Column::Kind, Column::Until];
            self.wishes(self.offered(), columns)
        };
        let needers = self.needed().filter(need::Column::PersonId.is_not_null());
        let needers = needers.select_only().column(need::Column::PersonId).into_query();
        let (given, sought, offered, decided, introduced) = join!(
            Box::pin(given),
            Box::pin(self.topics_of_needs()),
            Box::pin(self.topics_of_offers()),
            Box::pin(self.decided()),
            Box::pin(introductions::introduced(self.reader, needers, self.now))
        );
        let given = given?;
        let people = wanted
            .iter()
            .chain(&given)
            .filter_map(|(_, _, person, _)| *person);
        let who = Who::of(self.reader, &people.collect(), self.lately()).await?;
        open.add_needs(wanted, sought?, &who);
        if open.needs.is_empty() {
            return Ok(open);
        }
        open.add_offers(given, offered?, &who);
        open.who = Some(who);
        open.decided = decided?;
        for (one, other) in introduced? {
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
        self.skilled(&mut open, None).await?;
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

    async fn topics_of_needs(&self) -> Result<Vec<(Uuid, String)>, Fault> {
        use need_topic::Column;
        let ids = self.needed().select_only().column(need::Column::Id);
        let such = Column::NeedId.in_subquery(ids.into_query());
        let all = self.reader.select::<need_topic::Entity>().filter(such);
        self.topics(all, Column::NeedId, Column::Topic).await
    }

    async fn topics_of_offers(&self) -> Result<Vec<(Uuid, String)>, Fault> {
        use offer_topic::Column;
        let ids = self.offered().select_only().column(offer::Column::Id);
        let such = Column::OfferId.in_subquery(ids.into_query());
        let all = self.reader.select::<offer_topic::Entity>().filter(such);
        self.topics(all, Column::OfferId, Column::Topic).await
    }

    /// The topics of each: SQLite puts them together as lines of one text, which is cheaper than a row for each; PostgreSQL packs all
    /// rows.
    pub(super) async fn topics<E: Tenant>(
        &self,
        all: Select<E>,
        id: E::Column,
        topic: E::Column,
    ) -> Result<Vec<(Uuid, String)>, Fault> {
        let backend = self.reader.conn().get_database_backend();
        if backend == DbBackend::Postgres {
            let columns = [(Kind::Uuid, id.into_expr()), (Kind::Text, topic.into_expr())];
            return packed(self.reader, bare(all), columns).await;
        }
        let each = all.group_by(id).select_only().column_as(id, "id");
        let each = each.column_as(lines(backend, topic.into_expr()), "topics");
        let mut select = Query::select();
        select.from_subquery(each.into_query(), "each");
        let columns = [(Kind::Uuid, "id"), (Kind::Text, "topics")];
        let columns = columns.map(|(kind, column)| (kind, Expr::col(("each", column))));
        packed(self.reader, select, columns).await
    }

    async fn wishes<E: Tenant>(
        &self,
        select: Select<E>,
        [id, person, kind, until]: [E::Column; 4],
    ) -> Result<Vec<Wish>, Fault> {
        let columns = [
            (Kind::Uuid, id.into_expr()),
            (Kind::Text, kind.into_expr()),
            (Kind::Uuid, person.into_expr()),
            (Kind::Date, until.into_expr()),
        ];
        let rows: Vec<(Uuid, String, Option<Uuid>, Option<NaiveDate>)> =
            packed(self.reader, bare(select), columns).await?;
        let wish = |(id, kind, person, until): (_, String, _, _)| {
            Ok((id, NeedKind::try_from_value(&kind)?, person, until))
        };
        rows.into_iter().map(wish).collect()
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
