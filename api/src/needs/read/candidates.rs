//! Who could help whom: pairs with a topic in common, found by the index of topics.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::fact::FactKind;
use entity::ids::{NeedId, OfferId, PersonId};
use entity::need::{NeedKind, NeedState};
use entity::{Tenant, need, need_topic, offer, offer_topic, person, person_topic};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, Iterable, JoinType, QueryFilter, QuerySelect, Select};

use super::super::rules::can_be_implied;
use crate::kit::{Fault, Reader};

/// What could meet a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Giver {
    /// An offer.
    Offer(OfferId),
    /// The skills of a person.
    Person(PersonId),
}

impl std::fmt::Display for Giver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Offer(id) => write!(f, "{id}"),
            Self::Person(id) => write!(f, "{id}"),
        }
    }
}

/// Which matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Of these needs.
    Needs(Vec<NeedId>),
    /// Of these offers.
    Offers(Vec<OfferId>),
    /// With these people on either side.
    People(Vec<PersonId>),
}

/// Pairs, and the topics that they have in common.
pub type Candidates = BTreeMap<(NeedId, Giver), BTreeSet<String>>;

/// Pairs of which both are open, live and not past their last day. Parties, and what was decided, are not looked at.
///
/// # Errors
/// The database fails.
pub async fn candidates(
    reader: &Reader<'_>,
    which: &Which,
    own: Option<PersonId>,
    today: NaiveDate,
) -> Result<Candidates, Fault> {
    let mut found = Candidates::new();
    for part in parts(which) {
        let select = stated(reader, today).filter(chosen(&part, own, true));
        let rows = select.into_tuple::<(NeedId, OfferId, String)>();
        for (need, offer, topic) in rows.all(reader.conn()).await? {
            found
                .entry((need, Giver::Offer(offer)))
                .or_default()
                .insert(topic);
        }
        if matches!(part, Which::Offers(_)) {
            continue;
        }
        let select = implied(reader, today).filter(chosen(&part, own, false));
        let rows = select.into_tuple::<(NeedId, PersonId, String)>();
        for (need, person, topic) in rows.all(reader.conn()).await? {
            found
                .entry((need, Giver::Person(person)))
                .or_default()
                .insert(topic);
        }
    }
    Ok(found)
}

/// Within what one statement may carry on either database.
fn parts(which: &Which) -> Vec<Which> {
    match which {
        Which::All => vec![Which::All],
        Which::Needs(ids) => ids.chunks(500).map(|ids| Which::Needs(ids.to_vec())).collect(),
        Which::Offers(ids) => ids.chunks(500).map(|ids| Which::Offers(ids.to_vec())).collect(),
        Which::People(ids) => ids.chunks(250).map(|ids| Which::People(ids.to_vec())).collect(),
    }
}

fn chosen(which: &Which, own: Option<PersonId>, is_stated: bool) -> Condition {
    let all = Condition::all();
    match which {
        Which::All => all,
        Which::Needs(ids) => all.add(need_topic::Column::NeedId.is_in(ids.iter().copied())),
        Which::Offers(ids) => all.add(offer_topic::Column::OfferId.is_in(ids.iter().copied())),
        Which::People(ids) => {
            let mut any = Condition::any().add(need::Column::PersonId.is_in(ids.iter().copied()));
            any = if is_stated {
                any.add(offer::Column::PersonId.is_in(ids.iter().copied()))
            } else {
                any.add(person_topic::Column::PersonId.is_in(ids.iter().copied()))
            };
            // What is of nobody is the user's.
            if own.is_some_and(|own| ids.contains(&own)) {
                any = any.add(need::Column::PersonId.is_null());
                if is_stated {
                    any = any.add(offer::Column::PersonId.is_null());
                }
            }
            all.add(any)
        }
    }
}

/// The condition that a row of one table is of the same workspace as that of another, and has the same value.
fn same<E: Tenant, O: Tenant>(column: E::Column, other: O::Column) -> Condition {
    let workspace = Expr::col(E::workspace_column().as_column_ref());
    Condition::all()
        .add(workspace.equals(O::workspace_column().as_column_ref()))
        .add(column.into_expr().equals(other.as_column_ref()))
}

fn open(
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

fn wanted(reader: &Reader<'_>, today: NaiveDate) -> Select<need_topic::Entity> {
    use need::Column;
    let mut select = reader.select::<need_topic::Entity>().select_only();
    let needed = same::<need::Entity, need_topic::Entity>(Column::Id, need_topic::Column::NeedId);
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, need::Entity, needed);
    select.filter(open(Column::State, Column::ArchivedAt, Column::SortUntil, today))
}

fn stated(reader: &Reader<'_>, today: NaiveDate) -> Select<need_topic::Entity> {
    use offer::Column;
    let mut select = wanted(reader, today);
    let topic = same::<offer_topic::Entity, need_topic::Entity>(
        offer_topic::Column::Topic,
        need_topic::Column::Topic,
    );
    let offered = same::<offer::Entity, offer_topic::Entity>(Column::Id, offer_topic::Column::OfferId);
    QuerySelect::query(&mut select)
        .join(JoinType::InnerJoin, offer_topic::Entity, topic)
        .join(JoinType::InnerJoin, offer::Entity, offered);
    select
        .filter(open(Column::State, Column::ArchivedAt, Column::SortUntil, today))
        .column(need_topic::Column::NeedId)
        .column(offer_topic::Column::OfferId)
        .column(need_topic::Column::Topic)
}

fn implied(reader: &Reader<'_>, today: NaiveDate) -> Select<need_topic::Entity> {
    use person_topic::Column;
    let kinds: Vec<NeedKind> = NeedKind::iter().filter(|kind| can_be_implied(*kind)).collect();
    let mut select = wanted(reader, today).filter(need::Column::Kind.is_in(kinds));
    let topic = same::<person_topic::Entity, need_topic::Entity>(Column::Topic, need_topic::Column::Topic);
    let skilled = same::<person::Entity, person_topic::Entity>(person::Column::Id, Column::PersonId);
    QuerySelect::query(&mut select)
        .join(JoinType::InnerJoin, person_topic::Entity, topic)
        .join(JoinType::InnerJoin, person::Entity, skilled);
    select
        .filter(Column::Kind.eq(FactKind::Skill))
        .filter(person::Column::ArchivedAt.is_null())
        .column(need_topic::Column::NeedId)
        .column(Column::PersonId)
        .column(need_topic::Column::Topic)
}
