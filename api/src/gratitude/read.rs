use chrono::{DateTime, Utc};
use entity::RecordType;
use entity::gratitude::{self, Column};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::kit::day::DayTest;
use crate::kit::filter::{IdTest, Predicate, TimeTest, WordTest};
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::page;
use crate::kit::{Fault, Reader, Scope};
use crate::search;

/// What a list of thanks can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GratitudeLeaf {
    /// To whom, or from whom.
    Person(IdTest),
    /// Which way.
    Direction(WordTest),
    /// How far they are.
    State(WordTest),
    /// How they are given.
    Means(WordTest),
    /// Since when they are owed.
    OwedSince(DayTest),
    /// When they were given.
    ThankedOn(DayTest),
    /// The exchange they are for.
    Exchange(IdTest),
    /// The introduction they are for.
    Introduction(IdTest),
    /// The collaboration they are for.
    Collaboration(IdTest),
    /// When they were recorded.
    CreatedAt(TimeTest),
    /// When they were changed.
    UpdatedAt(TimeTest),
}

/// Which thanks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GratitudeFilter {
    /// Conditions.
    pub predicate: Option<Predicate<GratitudeLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of thanks is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GratitudeOrder {
    /// When they were recorded.
    #[default]
    CreatedAt,
    /// When they were changed.
    UpdatedAt,
}

impl GratitudeOrder {
    const fn column(self) -> Column {
        match self {
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// Whose thanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Those to and from a person.
    Person,
    /// Those for an exchange.
    Exchange,
    /// Those for an introduction.
    Introduction,
    /// Those for a collaboration.
    Collaboration,
}

impl Whose {
    const fn column(self) -> Column {
        match self {
            Self::Person => Column::PersonId,
            Self::Exchange => Column::ExchangeId,
            Self::Introduction => Column::IntroductionId,
            Self::Collaboration => Column::CollaborationId,
        }
    }
}

/// The thanks that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &GratitudeFilter,
    (order, descending): (GratitudeOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = that_meet(&place.scope, filter.predicate.as_ref(), now)?;
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(text) = &filter.search {
        let found = search::found(
            place.backend,
            place.scope.workspace(),
            RecordType::Gratitude,
            text,
        );
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::of(select, sort))
}

/// The thanks that the user still owes and that meet the conditions, the oldest debt first.
///
/// # Errors
/// There are too many conditions.
pub fn owed(
    scope: &Scope,
    predicate: Option<&Predicate<GratitudeLeaf>>,
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let select = that_meet(scope, predicate, now)?.filter(Column::IsOwed.eq(true));
    Ok(List::of(select, Sort::by(Column::SortOwed, Column::Id, false)))
}

/// The live thanks of each of many parents that meet the conditions, in an order.
///
/// # Errors
/// There are too many conditions.
pub fn under(
    scope: &Scope,
    whose: Whose,
    predicate: Option<&Predicate<GratitudeLeaf>>,
    (order, descending): (GratitudeOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let select = that_meet(scope, predicate, now)?.filter(Column::ArchivedAt.is_null());
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::under(bare(select), whose.column().into_expr(), sort))
}

fn that_meet(
    scope: &Scope,
    predicate: Option<&Predicate<GratitudeLeaf>>,
    now: DateTime<Utc>,
) -> Result<Select<gratitude::Entity>, Fault> {
    let select = scope.select::<gratitude::Entity>();
    let Some(predicate) = predicate else {
        return Ok(select);
    };
    predicate.check()?;
    Ok(select.filter(predicate.condition(&|leaf| condition(scope, leaf, now))))
}

fn condition(scope: &Scope, leaf: &GratitudeLeaf, now: DateTime<Utc>) -> Condition {
    let today = scope.day_of(now);
    let expression = match leaf {
        GratitudeLeaf::Person(test) => test.on(Column::PersonId.into_expr()),
        GratitudeLeaf::Direction(test) => test.on(Column::Direction.into_expr()),
        GratitudeLeaf::State(test) => test.on(Column::State.into_expr()),
        GratitudeLeaf::Means(test) => test.on(Column::Means.into_expr()),
        GratitudeLeaf::OwedSince(test) => test.on(Column::OwedSince.into_expr(), today),
        GratitudeLeaf::ThankedOn(test) => test.on(Column::ThankedOn.into_expr(), today),
        GratitudeLeaf::Exchange(test) => test.on(Column::ExchangeId.into_expr()),
        GratitudeLeaf::Introduction(test) => test.on(Column::IntroductionId.into_expr()),
        GratitudeLeaf::Collaboration(test) => test.on(Column::CollaborationId.into_expr()),
        GratitudeLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        GratitudeLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
}

/// The thanks that the user still owes, the oldest debts: at most so many.
///
/// # Errors
/// The database fails.
pub async fn outstanding(reader: &Reader<'_>, most: u64) -> Result<Vec<gratitude::Model>, Fault> {
    let oldest = reader
        .select::<gratitude::Entity>()
        .filter(Column::IsOwed.eq(true))
        .order_by_asc(Column::SortOwed)
        .order_by_asc(Column::Id)
        .limit(most);
    models(reader, oldest).await
}
