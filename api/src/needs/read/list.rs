//! Lists of needs and of offers, which are alike but for their tables, and their topics.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::ids::PersonId;
use entity::need::NeedState;
use entity::{Record, Tenant, need, need_topic, offer, offer_topic};
use sea_orm::sea_query::{SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::kit::list::{List, Place, bare};
use crate::kit::models::models;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, Scope, record};
use crate::records;

/// What these people look for on a day and have not found.
///
/// # Errors
/// The database fails.
pub async fn sought_by(
    reader: &Reader<'_>,
    people: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<need::Model>, Fault> {
    use need::Column;
    let open = reader
        .select::<need::Entity>()
        .filter(reader.listed(Column::PersonId, people.iter().copied()))
        .filter(Column::State.eq(NeedState::Open))
        .filter(Column::SortUntil.gte(on.to_string()))
        .filter(Column::ArchivedAt.is_null());
    models(reader, open).await
}

/// The columns of a table of needs or of offers.
#[derive(Clone, Copy, Debug)]
pub struct Columns<C> {
    /// Whose it is.
    pub person: C,
    /// What is sought, or offered.
    pub kind: C,
    /// One line on it.
    pub title: C,
    /// More on it.
    pub description: C,
    /// How it stands.
    pub state: C,
    /// The last day on which it is good.
    pub until: C,
    /// That day, for sorting.
    pub sort_until: C,
    /// The interaction in which it came up.
    pub interaction: C,
    /// When it was made.
    pub created_at: C,
    /// When it was last changed.
    pub updated_at: C,
    /// Since when it is hidden.
    pub archived_at: C,
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
    ($table:ident, $topics:ident, $of:ident) => {
        impl Wished for $table::Model {
            type Topics = $topics::Entity;

            fn columns() -> Columns<$table::Column> {
                use $table::Column;
                Columns {
                    person: Column::PersonId,
                    kind: Column::Kind,
                    title: Column::Title,
                    description: Column::Details,
                    state: Column::State,
                    until: Column::Until,
                    sort_until: Column::SortUntil,
                    created_at: Column::CreatedAt,
                    updated_at: Column::UpdatedAt,
                    archived_at: Column::ArchivedAt,
                    interaction: Column::InteractionId,
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

wished!(need, need_topic, NeedId);
wished!(offer, offer_topic, OfferId);

/// What a list of needs or offers can be filtered by besides columns of theirs.
#[derive(Clone, Debug)]
pub enum WishLeaf {
    /// Has this topic, in the form in which topics are compared; none has what is no topic.
    Topic(Option<String>),
}

/// What a condition means.
#[must_use]
pub fn condition<W: Wished>(place: &Place, WishLeaf::Topic(topic): &WishLeaf) -> SimpleExpr {
    let topic = topic.as_deref().unwrap_or_default();
    record::id_column::<W>().in_subquery(with_topic::<W>(&place.scope, topic))
}

/// The needs, or offers, of each of many people that stand, newest first.
#[must_use]
pub fn open_of_people<W: Wished>(scope: &Scope) -> List {
    let columns = W::columns();
    let open = Condition::all().add(columns.state.eq(NeedState::Open));
    records::under::<W>(scope, columns.person, Some(open), (columns.created_at, true))
}

/// The live needs that serve each of many goals, newest first.
#[must_use]
pub fn needs_of_goals(scope: &Scope) -> List {
    use need::Column;
    records::under::<need::Model>(scope, Column::GoalId, None, (Column::CreatedAt, true))
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
