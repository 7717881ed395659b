//! Lists of entries and intentions.

use chrono::{DateTime, NaiveDate, Utc};
use entity::time_entry::{self, Column};
use entity::{RecordType, person, time_entry_person, time_intention};
use sea_orm::sea_query::{SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};

use crate::kit::day::DayTest;
use crate::kit::filter::{IdTest, NumberTest, Predicate, TimeTest, WordTest, has};
use crate::kit::list::{Children, List, Place, Sort};
use crate::kit::page;
use crate::kit::{Fault, Scope};
use crate::search;

/// What a list of entries can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EntryLeaf {
    /// The day.
    On(DayTest),
    /// How long.
    Minutes(NumberTest),
    /// For what.
    Kind(WordTest),
    /// For whom: one of these, or none of them.
    Person(IdTest),
    /// The interaction whose duration it replaces.
    Interaction(IdTest),
    /// The event it was taken for.
    Event(IdTest),
    /// The community it was taken for.
    Community(IdTest),
    /// The goal it was taken for.
    Goal(IdTest),
    /// The circle it was taken for.
    Circle(IdTest),
    /// The collaboration it was taken for.
    Collaboration(IdTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EntryFilter {
    /// Conditions.
    pub predicate: Option<Predicate<EntryLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of entries is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EntryOrder {
    /// The day.
    #[default]
    Day,
    /// When it was made.
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl EntryOrder {
    const fn column(self) -> Column {
        match self {
            Self::Day => Column::SortDay,
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// Which intentions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct IntentionFilter {
    /// Those that are in force on this day.
    pub on: Option<NaiveDate>,
    /// Archived ones too.
    pub archived: bool,
}

/// The entries that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn entries(
    place: &Place,
    filter: &EntryFilter,
    (order, descending): (EntryOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<time_entry::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(&place.scope, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let found = search::found(
            place.backend,
            place.scope.workspace(),
            RecordType::TimeEntry,
            text,
        );
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::of(select, sort))
}

/// The intentions that meet a filter, last begun first.
#[must_use]
pub fn intentions(place: &Place, filter: IntentionFilter) -> List {
    use time_intention::Column;
    let mut select = place.scope.select::<time_intention::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(on) = filter.on {
        let lasts = Condition::any()
            .add(Column::EndsOn.is_null())
            .add(Column::EndsOn.gte(on));
        select = select.filter(Column::StartsOn.lte(on)).filter(lasts);
    }
    let sort = Sort::by(Column::SortStarts, Column::Id, true);
    List::of(select, sort)
}

/// The people of entries, by name.
#[must_use]
pub fn people_of(scope: &Scope) -> Children {
    use time_entry_person::Column as Link;
    Children::linked::<person::Entity, time_entry_person::Entity>(
        scope,
        person::Column::Id,
        Link::PersonId,
        Link::TimeEntryId,
    )
    .order_by([person::Column::SortName, person::Column::Id])
}

fn condition(scope: &Scope, leaf: &EntryLeaf, now: DateTime<Utc>) -> Condition {
    let expression = match leaf {
        EntryLeaf::On(test) => test.on(Column::Day.into_expr(), scope.day_of(now)),
        EntryLeaf::Minutes(test) => test.on(Column::Minutes.into_expr()),
        EntryLeaf::Kind(test) => test.on(Column::Kind.into_expr()),
        EntryLeaf::Person(test) => {
            let (some, is) = test.some();
            let such = some.on(time_entry_person::Column::PersonId.into_expr());
            has(Column::Id, with(scope, such), is)
        }
        EntryLeaf::Interaction(test) => test.on(Column::InteractionId.into_expr()),
        EntryLeaf::Event(test) => test.on(Column::EventId.into_expr()),
        EntryLeaf::Community(test) => test.on(Column::CommunityId.into_expr()),
        EntryLeaf::Goal(test) => test.on(Column::GoalId.into_expr()),
        EntryLeaf::Circle(test) => test.on(Column::CircleId.into_expr()),
        EntryLeaf::Collaboration(test) => test.on(Column::CollaborationId.into_expr()),
        EntryLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        EntryLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
}

/// The entries with such a person.
fn with(scope: &Scope, such: SimpleExpr) -> SelectStatement {
    let rows = scope.select::<time_entry_person::Entity>().filter(such);
    rows.select_only()
        .column(time_entry_person::Column::TimeEntryId)
        .into_query()
}
