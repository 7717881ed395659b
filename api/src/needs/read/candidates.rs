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
        for such in chosen(&part, own, true) {
            let rows = stated(reader, today)
                .filter(such)
                .into_tuple::<(NeedId, OfferId, String)>();
            for (need, offer, topic) in rows.all(reader.conn()).await? {
                found
                    .entry((need, Giver::Offer(offer)))
                    .or_default()
                    .insert(topic);
            }
        }
        for such in chosen(&part, own, false) {
            let rows = implied(reader, today)
                .filter(such)
                .into_tuple::<(NeedId, PersonId, String)>();
            for (need, person, topic) in rows.all(reader.conn()).await? {
                found
                    .entry((need, Giver::Person(person)))
                    .or_default()
                    .insert(topic);
            }
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
        Which::People(ids) => ids.chunks(500).map(|ids| Which::People(ids.to_vec())).collect(),
    }
}

/// The conditions that together choose, each by an index of its own: either side may be the one that is asked for.
fn chosen(which: &Which, own: Option<PersonId>, is_stated: bool) -> Vec<Condition> {
    let all = Condition::all();
    match which {
        Which::All => vec![all],
        Which::Needs(ids) => vec![all.add(need_topic::Column::NeedId.is_in(ids.iter().copied()))],
        Which::Offers(ids) if is_stated => {
            vec![all.add(offer_topic::Column::OfferId.is_in(ids.iter().copied()))]
        }
        Which::Offers(_) => Vec::new(),
        Which::People(ids) => {
            // What is of nobody is the user's.
            let is_own = own.is_some_and(|own| ids.contains(&own));
            let needs = of_people(need::Column::PersonId, ids, is_own);
            let gives = if is_stated {
                of_people(offer::Column::PersonId, ids, is_own)
            } else {
                of_people(person_topic::Column::PersonId, ids, false)
            };
            vec![needs, gives]
        }
    }
}

fn of_people(column: impl ColumnTrait, ids: &[PersonId], or_of_nobody: bool) -> Condition {
    let any = Condition::any().add(column.is_in(ids.iter().copied()));
    if or_of_nobody {
        any.add(column.is_null())
    } else {
        any
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
