//! Lists of needs and of offers, which are alike but for their tables, and their topics.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::need::NeedState;
use entity::{Record, Tenant, need, need_topic, offer, offer_topic};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::kit::day::DayTest;
use crate::kit::filter::{IdTest, Predicate, TimeTest, WordTest};
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::packed::packed;
use crate::kit::page;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, Scope, record};
use crate::search;

/// The columns of a table of needs or of offers.
#[derive(Clone, Copy, Debug)]
pub struct Columns<C> {
    person: C,
    kind: C,
    pub(super) title: C,
    state: C,
    until: C,
    sort_until: C,
    created_at: C,
    updated_at: C,
    archived_at: C,
    interaction: C,
    goal: Option<C>,
}

/// The columns of a table of topics.
#[derive(Clone, Copy, Debug)]
pub struct TopicColumns<C> {
    /// Of what it is a topic.
    pub of: C,
    /// The topic, as topics are compared.
    pub topic: C,
    /// As it was written.
    pub label: C,
    /// Order.
    pub position: C,
}

/// A need, or an offer.
pub trait Wished: Record + FromQueryResult {
    /// The table of their topics.
    type Topics: Tenant;
    /// Its columns.
    fn columns() -> Columns<<Self::Table as EntityTrait>::Column>;
    /// The columns of their topics.
    fn topic_columns() -> TopicColumns<<Self::Topics as EntityTrait>::Column>;
}

macro_rules! wished {
    ($table:ident, $topics:ident, $of:ident, $goal:expr) => {
        impl Wished for $table::Model {
            type Topics = $topics::Entity;

            fn columns() -> Columns<$table::Column> {
                use $table::Column;
                Columns {
                    person: Column::PersonId,
                    kind: Column::Kind,
                    title: Column::Title,
                    state: Column::State,
                    until: Column::Until,
                    sort_until: Column::SortUntil,
                    created_at: Column::CreatedAt,
                    updated_at: Column::UpdatedAt,
                    archived_at: Column::ArchivedAt,
                    interaction: Column::InteractionId,
                    goal: $goal,
                }
            }

            fn topic_columns() -> TopicColumns<$topics::Column> {
                use $topics::Column;
                TopicColumns {
                    of: Column::$of,
                    topic: Column::Topic,
                    label: Column::Label,
                    position: Column::Position,
                }
            }
        }
    };
}

wished!(need, need_topic, NeedId, Some(Column::GoalId));
wished!(offer, offer_topic, OfferId, None);

/// What a list of needs or offers can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WishLeaf {
    /// Whose it is; empty for the user's own.
    Person(IdTest),
    /// What is sought, or offered.
    Kind(WordTest),
    /// How it stands.
    State(WordTest),
    /// Has this topic, in the form in which topics are compared; none has what is no topic.
    Topic(Option<String>),
    /// The last day on which it is good.
    Until(DayTest),
    /// The goal that it serves; an offer serves none.
    Goal(IdTest),
    /// The interaction in which it came up.
    Interaction(IdTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which needs, or offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct WishFilter {
    /// Conditions.
    pub predicate: Option<Predicate<WishLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of needs or offers is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WishOrder {
    /// The last day on which it is good; what has none after all others.
    Until,
    /// When it was made.
    #[default]
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl WishOrder {
    const fn column<C: Copy>(self, columns: &Columns<C>) -> C {
        match self {
            Self::Until => columns.sort_until,
            Self::CreatedAt => columns.created_at,
            Self::UpdatedAt => columns.updated_at,
        }
    }
}

/// The needs, or offers, that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list<W: Wished>(
    place: &Place,
    filter: &WishFilter,
    (order, descending): (WishOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let (columns, id) = (W::columns(), record::id_column::<W>());
    let mut select = place.scope.select::<W::Table>();
    if !filter.archived {
        select = select.filter(columns.archived_at.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition::<W>(&place.scope, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let found = search::found(place.backend, place.scope.workspace(), W::TYPE, text);
        select = select.filter(page::is_in(id, found));
    }
    let sort = Sort::by(order.column(&columns), id, descending);
    Ok(List::of(select, sort))
}

/// The live needs, or offers, of each of many people that meet the conditions, in an order.
///
/// # Errors
/// There are too many conditions.
pub fn of_people<W: Wished>(
    scope: &Scope,
    predicate: Option<&Predicate<WishLeaf>>,
    order: (WishOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    under::<W>(scope, W::columns().person, predicate, order, now)
}

/// The live needs that serve each of many goals, newest first.
///
/// # Errors
/// Never: there are no conditions.
pub fn needs_of_goals(scope: &Scope, now: DateTime<Utc>) -> Result<List, Fault> {
    under::<need::Model>(
        scope,
        need::Column::GoalId,
        None,
        (WishOrder::CreatedAt, true),
        now,
    )
}

fn under<W: Wished>(
    scope: &Scope,
    whose: <W::Table as EntityTrait>::Column,
    predicate: Option<&Predicate<WishLeaf>>,
    (order, descending): (WishOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let columns = W::columns();
    let mut select = scope.select::<W::Table>().filter(columns.archived_at.is_null());
    if let Some(predicate) = predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition::<W>(scope, leaf, now)));
    }
    let sort = Sort::by(order.column(&columns), record::id_column::<W>(), descending);
    Ok(List::under(bare(select), whose.into_expr(), sort))
}

fn condition<W: Wished>(scope: &Scope, leaf: &WishLeaf, now: DateTime<Utc>) -> Condition {
    let columns = W::columns();
    let expression = match leaf {
        WishLeaf::Person(test) => test.on(columns.person.into_expr()),
        WishLeaf::Kind(test) => test.on(columns.kind.into_expr()),
        WishLeaf::State(test) => test.on(columns.state.into_expr()),
        WishLeaf::Topic(topic) => {
            record::id_column::<W>().in_subquery(with_topic::<W>(scope, topic.as_deref().unwrap_or_default()))
        }
        WishLeaf::Until(test) => test.on(columns.until.into_expr(), scope.day_of(now)),
        WishLeaf::Goal(test) => match columns.goal {
            Some(goal) => test.on(goal.into_expr()),
            None => return Condition::all(),
        },
        WishLeaf::Interaction(test) => test.on(columns.interaction.into_expr()),
        WishLeaf::CreatedAt(test) => test.on(columns.created_at.into_expr(), now),
        WishLeaf::UpdatedAt(test) => test.on(columns.updated_at.into_expr(), now),
    };
    Condition::all().add(expression)
}

/// What has a topic.
fn with_topic<W: Wished>(scope: &Scope, topic: &str) -> SelectStatement {
    let columns = W::topic_columns();
    let select = scope.select::<W::Topics>().filter(columns.topic.eq(topic));
    select.select_only().column(columns.of).into_query()
}

/// The topics of needs, or of offers, as they are compared and as they were written, in the user's order.
///
/// # Errors
/// The database fails.
pub async fn labels<W: Wished>(
    reader: &Reader<'_>,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<(String, String)>>, Fault> {
    let columns = W::topic_columns();
    let mut found: HashMap<Uuid, Vec<(String, String)>> = HashMap::new();
    for ids in ids.chunks(500) {
        let these = reader.listed(columns.of, ids.iter().copied());
        let select = bare(reader.select::<W::Topics>().filter(these));
        let columns = [
            (Kind::Uuid, columns.of.into_expr()),
            (Kind::Int, columns.position.into_expr()),
            (Kind::Text, columns.topic.into_expr()),
            (Kind::Text, columns.label.into_expr()),
        ];
        let mut rows: Vec<(Uuid, i32, String, String)> = packed(reader, select, columns).await?;
        rows.sort_unstable_by_key(|(_, position, ..)| *position);
        for (id, _, topic, label) in rows {
            found.entry(id).or_default().push((topic, label));
        }
    }
    Ok(found)
}

/// Needs, the user's own among them, that are open and will be expired after at most so many days, the first to expire before
/// others.
///
/// # Errors
/// The database fails.
pub async fn expiring_needs(
    reader: &Reader<'_>,
    days: u64,
    limit: u64,
    now: DateTime<Utc>,
) -> Result<Vec<need::Model>, Fault> {
    use need::Column;
    let today = reader.day_of(now);
    let last = today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    let select = reader
        .select::<need::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::State.eq(NeedState::Open))
        .filter(Column::SortUntil.gte(today.to_string()))
        .filter(Column::SortUntil.lte(last.to_string()))
        .filter(Column::Until.is_not_null());
    let soon = select
        .order_by_asc(Column::SortUntil)
        .order_by_asc(Column::Id)
        .limit(limit);
    models(reader, soon).await
}
