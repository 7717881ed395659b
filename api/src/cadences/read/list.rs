//! Lists of cadences and check-ins.

use chrono::{DateTime, Utc};
use entity::{RecordType, cadence, check_in};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use crate::kit::day::DayTest;
use crate::kit::filter::{IdTest, Predicate, TimeTest, WordTest};
use crate::kit::list::{Children, List, Place, Sort, bare};
use crate::kit::page;
use crate::kit::{Fault, Scope};
use crate::search;

/// The cadences of a workspace, oldest first.
#[must_use]
pub fn list(place: &Place, archived: bool) -> List {
    use cadence::Column;
    let mut select = place.scope.select::<cadence::Entity>();
    if !archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    let sort = Sort::by(Column::CreatedAt, Column::Id, false);
    List::of(select, sort)
}

/// The live cadences of circles: at most one of each.
#[must_use]
pub fn of_circles(scope: &Scope) -> Children {
    use cadence::Column;
    Children::of::<cadence::Entity>(scope, Column::CircleId, Column::Id).filter(Column::ArchivedAt.is_null())
}

/// What a list of check-ins can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CheckInLeaf {
    /// With whom.
    Person(IdTest),
    /// How far it is.
    State(WordTest),
    /// Its day.
    Day(DayTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which check-ins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CheckInFilter {
    /// Conditions.
    pub predicate: Option<Predicate<CheckInLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// The check-ins that meet a filter, latest first.
///
/// # Errors
/// The filter is too large.
pub fn check_ins(place: &Place, filter: &CheckInFilter, now: DateTime<Utc>) -> Result<List, Fault> {
    use check_in::Column;
    let mut select = place.scope.select::<check_in::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select
            .filter(predicate.condition(&|leaf| Condition::all().add(condition(&place.scope, leaf, now))));
    }
    if let Some(text) = &filter.search {
        let workspace = place.scope.workspace();
        let found = search::found(place.backend, workspace, RecordType::CheckIn, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sort = Sort::by(Column::CreatedAt, Column::Id, true);
    Ok(List::of(select, sort))
}

fn condition(scope: &Scope, leaf: &CheckInLeaf, now: DateTime<Utc>) -> SimpleExpr {
    use check_in::Column;
    match leaf {
        CheckInLeaf::Person(test) => test.on(Column::PersonId.into_expr()),
        CheckInLeaf::State(test) => test.on(Column::State.into_expr()),
        CheckInLeaf::Day(test) => test.on(Column::Day.into_expr(), scope.day_of(now)),
        CheckInLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        CheckInLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    }
}

/// The live check-ins of people, latest first.
#[must_use]
pub fn of_people(scope: &Scope) -> List {
    use check_in::Column;
    let live = scope
        .select::<check_in::Entity>()
        .filter(Column::ArchivedAt.is_null());
    List::under(
        bare(live),
        Column::PersonId.into_expr(),
        Sort::by(Column::CreatedAt, Column::Id, true),
    )
}
