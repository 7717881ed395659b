use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::ids::{InteractionId, PersonId};
use entity::{RecordType, interaction, interaction_participant as participant, person};
use interaction::Column;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::kit::batch::{Child, group, top_of_each};
use crate::kit::filter::{IdTest, NumberTest, Predicate, TimeTest, WordTest};
use crate::kit::page::{self, Page, PageRequest, Position, Sorting};
use crate::kit::{Fault, Reader, record};
use crate::search;

/// What a list of interactions can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InteractionLeaf {
    /// By which means.
    Channel(WordTest),
    /// Who began it.
    Initiator(WordTest),
    /// How it felt.
    Sentiment(WordTest),
    /// When it happened.
    HappenedAt(TimeTest),
    /// When it was logged.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
    /// How long it took.
    Duration(NumberTest),
    /// One of the participants is.
    Participant(IdTest),
    /// The collaboration it belongs to.
    Collaboration(IdTest),
}

/// Which interactions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct InteractionFilter {
    /// Conditions.
    pub predicate: Option<Predicate<InteractionLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of interactions is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InteractionOrder {
    /// When it happened.
    HappenedAt,
    /// When it was logged.
    CreatedAt,
}

impl InteractionOrder {
    const fn column(self) -> Column {
        match self {
            Self::HappenedAt => Column::HappenedAt,
            Self::CreatedAt => Column::CreatedAt,
        }
    }
}

/// The place of an interaction in a list.
#[must_use]
pub fn position(order: InteractionOrder, model: &interaction::Model) -> Position {
    let time = match order {
        InteractionOrder::HappenedAt => model.happened_at,
        InteractionOrder::CreatedAt => model.created_at,
    };
    Position {
        key: time.into(),
        id: model.id.0,
    }
}

/// A page of the interactions.
///
/// # Errors
/// The filter is too large, or the database fails.
pub async fn page(
    reader: &Reader<'_>,
    filter: &InteractionFilter,
    (order, descending): (InteractionOrder, bool),
    request: &PageRequest,
    now: DateTime<Utc>,
) -> Result<Page<interaction::Model>, Fault> {
    let mut select = reader.select::<interaction::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(reader, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let backend = reader.conn().get_database_backend();
        let found = search::found(backend, reader.workspace(), RecordType::Interaction, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sorting = Sorting {
        key: order.column(),
        id: Column::Id,
        descending,
    };
    page::read(reader, select, sorting, request).await
}

fn condition(reader: &Reader<'_>, leaf: &InteractionLeaf, now: DateTime<Utc>) -> Condition {
    let col = |column: Column| column.into_expr();
    let expression: SimpleExpr = match leaf {
        InteractionLeaf::Channel(test) => test.on(col(Column::Channel)),
        InteractionLeaf::Initiator(test) => test.on(col(Column::Initiator)),
        InteractionLeaf::Sentiment(test) => test.on(col(Column::Sentiment)),
        InteractionLeaf::HappenedAt(test) => test.on(col(Column::HappenedAt), now),
        InteractionLeaf::CreatedAt(test) => test.on(col(Column::CreatedAt), now),
        InteractionLeaf::UpdatedAt(test) => test.on(col(Column::UpdatedAt), now),
        InteractionLeaf::Duration(test) => test.on(col(Column::DurationMinutes)),
        InteractionLeaf::Collaboration(test) => test.on(col(Column::CollaborationId)),
        InteractionLeaf::Participant(test) => {
            let rows = reader.select::<participant::Entity>();
            let rows = rows.filter(test.on(participant::Column::PersonId.into_expr()));
            Column::Id.in_subquery(
                rows.select_only()
                    .column(participant::Column::InteractionId)
                    .into_query(),
            )
        }
    };
    Condition::all().add(expression)
}

/// Interactions by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn by_ids(
    reader: &Reader<'_>,
    ids: &[InteractionId],
) -> Result<HashMap<InteractionId, interaction::Model>, Fault> {
    let found = record::by_ids::<interaction::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}

/// The people of many interactions, by name, in one statement.
///
/// # Errors
/// The database fails.
pub async fn participants_of(
    reader: &Reader<'_>,
    ids: &[InteractionId],
) -> Result<HashMap<InteractionId, Vec<person::Model>>, Fault> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        let mut statement = reader
            .select::<person::Entity>()
            .filter(participant::Column::WorkspaceId.eq(reader.workspace()))
            .filter(participant::Column::InteractionId.is_in(ids.iter().copied()))
            .into_query();
        let joined = Condition::all()
            .add(same(
                participant::Column::WorkspaceId,
                person::Column::WorkspaceId,
            ))
            .add(same(participant::Column::PersonId, person::Column::Id));
        statement.join(JoinType::InnerJoin, participant::Entity, joined);
        statement.expr_as(
            participant::Column::InteractionId.into_expr(),
            Alias::new("parent"),
        );
        statement.order_by(person::Column::SortName.as_column_ref(), sea_orm::Order::Asc);
        statement.order_by(person::Column::Id.as_column_ref(), sea_orm::Order::Asc);
        for row in reader.conn().query_all(&statement).await? {
            let child = <Child<person::Model> as sea_orm::FromQueryResult>::from_query_result(&row, "")?;
            found.push((InteractionId(child.parent), child.model));
        }
    }
    Ok(group(found))
}

fn same(left: impl ColumnTrait, right: impl ColumnTrait) -> SimpleExpr {
    left.into_expr().eq(Expr::col(right.as_column_ref()))
}

/// Which part of a person's feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Feed {
    /// Conditions.
    pub predicate: Option<Predicate<InteractionLeaf>>,
    /// By what it is sorted.
    pub order: InteractionOrder,
    /// Highest first.
    pub descending: bool,
    /// Which part.
    pub request: PageRequest,
}

/// The live interactions of one person, as a select of the interaction's columns.
fn feed(reader: &Reader<'_>, feed: &Feed, person: SimpleExpr, now: DateTime<Utc>) -> SelectStatement {
    let mut select = reader.select::<interaction::Entity>();
    if let Some(predicate) = &feed.predicate {
        select = select.filter(predicate.condition(&|leaf| condition(reader, leaf, now)));
    }
    let mut statement = select.into_query();
    let joined = Condition::all()
        .add(same(participant::Column::WorkspaceId, Column::WorkspaceId))
        .add(same(participant::Column::InteractionId, Column::Id));
    statement.join(JoinType::InnerJoin, participant::Entity, joined);
    statement
        .and_where(participant::Column::WorkspaceId.eq(reader.workspace()))
        .and_where(participant::Column::PersonId.into_expr().eq(person))
        .and_where(participant::Column::Archived.eq(false));
    statement
}

/// The same part of the feeds of many people, with one entry more than the page holds, in one statement.
///
/// # Errors
/// The filter is too large, or the database fails.
pub async fn feeds(
    reader: &Reader<'_>,
    people: &[PersonId],
    which: &Feed,
    now: DateTime<Utc>,
) -> Result<HashMap<PersonId, Vec<interaction::Model>>, Fault> {
    if let Some(predicate) = &which.predicate {
        predicate.check()?;
    }
    let parents: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    let list = |person: SimpleExpr| {
        let mut statement = feed(reader, which, person, now);
        match which.order {
            // The participant's row repeats the time: its index holds the feed in order.
            InteractionOrder::HappenedAt => {
                let (key, id) = (
                    participant::Column::HappenedAt,
                    participant::Column::InteractionId,
                );
                Sorting {
                    key,
                    id,
                    descending: which.descending,
                }
                .limit(&which.request, &mut statement);
            }
            InteractionOrder::CreatedAt => {
                let (key, id) = (Column::CreatedAt, Column::Id);
                Sorting {
                    key,
                    id,
                    descending: which.descending,
                }
                .limit(&which.request, &mut statement);
            }
        }
        statement
    };
    let found: Vec<Child<interaction::Model>> = top_of_each(reader, &parents, list).await?;
    Ok(group(
        found
            .into_iter()
            .map(|child| (PersonId(child.parent), child.model)),
    ))
}

/// How long the feeds of many people are, in one statement.
///
/// # Errors
/// The database fails.
pub async fn counts_of(
    reader: &Reader<'_>,
    people: &[PersonId],
    which: &Feed,
    now: DateTime<Utc>,
) -> Result<HashMap<PersonId, i64>, Fault> {
    let mut counts = HashMap::new();
    for people in people.chunks(500) {
        let anyone = participant::Column::PersonId.into_expr();
        let mut statement = feed(reader, which, anyone, now);
        statement.clear_selects();
        statement
            .expr_as(participant::Column::PersonId.into_expr(), Alias::new("parent"))
            .expr_as(Expr::cust("COUNT(*)"), Alias::new("entries"))
            .and_where(participant::Column::PersonId.is_in(people.iter().copied()))
            .add_group_by([participant::Column::PersonId.into_expr()]);
        for row in reader.conn().query_all(&statement).await? {
            counts.insert(PersonId(row.try_get("", "parent")?), row.try_get("", "entries")?);
        }
    }
    Ok(counts)
}
