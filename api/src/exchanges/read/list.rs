//! Lists of exchanges.

use chrono::{DateTime, NaiveDate, Utc};
use entity::RecordType;
use entity::exchange::{self, Column, ExchangeState};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use crate::kit::day::DayTest;
use crate::kit::filter::{IdTest, NumberTest, Predicate, TimeTest, WordTest};
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::page;
use crate::kit::{Fault, Reader, Scope};
use crate::search;

/// What a list of exchanges can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExchangeLeaf {
    /// With whom.
    Person(IdTest),
    /// Which way.
    Direction(WordTest),
    /// What was given.
    Kind(WordTest),
    /// How far it is.
    State(WordTest),
    /// How much it counts.
    Weight(NumberTest),
    /// By when it was promised.
    DueOn(DayTest),
    /// When it happened.
    DoneOn(DayTest),
    /// The interaction in which it came about.
    Interaction(IdTest),
    /// The introduction that it is or came of.
    Introduction(IdTest),
    /// The collaboration that it belongs to.
    Collaboration(IdTest),
    /// When it was recorded.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which exchanges.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ExchangeFilter {
    /// Conditions.
    pub predicate: Option<Predicate<ExchangeLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of exchanges is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ExchangeOrder {
    /// By when it was promised; what has no such day after all others.
    DueOn,
    /// When it happened; what has not before all others.
    DoneOn,
    /// When it was recorded.
    #[default]
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl ExchangeOrder {
    const fn column(self) -> Column {
        match self {
            Self::DueOn => Column::SortDue,
            Self::DoneOn => Column::SortDone,
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// Whose exchanges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Those with a person.
    Person,
    /// Those that came about in an interaction.
    Interaction,
    /// Those that are or came of an introduction.
    Introduction,
    /// Those that belong to a collaboration.
    Collaboration,
}

impl Whose {
    const fn column(self) -> Column {
        match self {
            Self::Person => Column::PersonId,
            Self::Interaction => Column::InteractionId,
            Self::Introduction => Column::IntroductionId,
            Self::Collaboration => Column::CollaborationId,
        }
    }
}

/// The exchanges that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &ExchangeFilter,
    (order, descending): (ExchangeOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<exchange::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(&place.scope, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let found = search::found(place.backend, place.scope.workspace(), RecordType::Exchange, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::of(select, sort))
}

/// The live exchanges of each of many parents that meet the conditions, in an order.
///
/// # Errors
/// There are too many conditions.
pub fn under(
    scope: &Scope,
    whose: Whose,
    predicate: Option<&Predicate<ExchangeLeaf>>,
    (order, descending): (ExchangeOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = scope
        .select::<exchange::Entity>()
        .filter(Column::ArchivedAt.is_null());
    if let Some(predicate) = predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(scope, leaf, now)));
    }
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::under(bare(select), whose.column().into_expr(), sort))
}

fn condition(scope: &Scope, leaf: &ExchangeLeaf, now: DateTime<Utc>) -> Condition {
    let today = scope.day_of(now);
    let expression = match leaf {
        ExchangeLeaf::Person(test) => test.on(Column::PersonId.into_expr()),
        ExchangeLeaf::Direction(test) => test.on(Column::Direction.into_expr()),
        ExchangeLeaf::Kind(test) => test.on(Column::Kind.into_expr()),
        ExchangeLeaf::State(test) => test.on(Column::State.into_expr()),
        ExchangeLeaf::Weight(test) => test.on(Column::Weight.into_expr()),
        ExchangeLeaf::DueOn(test) => test.on(Column::DueOn.into_expr(), today),
        ExchangeLeaf::DoneOn(test) => test.on(Column::DoneOn.into_expr(), today),
        ExchangeLeaf::Interaction(test) => test.on(Column::InteractionId.into_expr()),
        ExchangeLeaf::Introduction(test) => test.on(Column::IntroductionId.into_expr()),
        ExchangeLeaf::Collaboration(test) => test.on(Column::CollaborationId.into_expr()),
        ExchangeLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        ExchangeLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
}

/// What is promised either way and due until a day, or without a day, soonest due first: at most so many.
///
/// # Errors
/// The database fails.
pub async fn promised(
    reader: &Reader<'_>,
    until: NaiveDate,
    most: u64,
) -> Result<Vec<exchange::Model>, Fault> {
    let due = Condition::any()
        .add(Column::SortDue.lte(until.to_string()))
        .add(Column::SortDue.eq(exchange::NEVER_DUE));
    let soonest = reader
        .select::<exchange::Entity>()
        .filter(Column::State.eq(ExchangeState::Promised))
        .filter(Column::ArchivedAt.is_null())
        .filter(due)
        .order_by_asc(Column::SortDue)
        .order_by_asc(Column::Id)
        .limit(most);
    models(reader, soonest).await
}
