//! Lists of milestones, and of what was done about one.

use chrono::{DateTime, Utc};
use entity::milestone::{self, Column};
use entity::{RecordType, milestone_acknowledgement};
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use crate::kit::filter::{IdTest, Predicate, TimeTest, WordTest};
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::page;
use crate::kit::{Fault, Scope};
use crate::search;

/// What a list of milestones can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MilestoneLeaf {
    /// In whose life.
    Person(IdTest),
    /// What it is.
    Kind(WordTest),
    /// What it calls for.
    Tone(WordTest),
    /// Whether it comes again each year.
    Recurs(bool),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which milestones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MilestoneFilter {
    /// Conditions.
    pub predicate: Option<Predicate<MilestoneLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of milestones is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MilestoneOrder {
    /// When it was made.
    #[default]
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl MilestoneOrder {
    const fn column(self) -> Column {
        match self {
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// The milestones that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &MilestoneFilter,
    (order, descending): (MilestoneOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<milestone::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| Condition::all().add(condition(leaf, now))));
    }
    if let Some(text) = &filter.search {
        let workspace = place.scope.workspace();
        let found = search::found(place.backend, workspace, RecordType::Milestone, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    Ok(List::of(select, Sort::by(order.column(), Column::Id, descending)))
}

fn condition(leaf: &MilestoneLeaf, now: DateTime<Utc>) -> SimpleExpr {
    match leaf {
        MilestoneLeaf::Person(test) => test.on(Column::PersonId.into_expr()),
        MilestoneLeaf::Kind(test) => test.on(Column::Kind.into_expr()),
        MilestoneLeaf::Tone(test) => test.on(Column::Tone.into_expr()),
        MilestoneLeaf::Recurs(recurs) => Column::Recurs.into_expr().eq(*recurs),
        MilestoneLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        MilestoneLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    }
}

/// The live milestones of people, newest first.
#[must_use]
pub fn of_people(scope: &Scope) -> List {
    let live = scope
        .select::<milestone::Entity>()
        .filter(Column::ArchivedAt.is_null());
    List::under(
        bare(live),
        Column::PersonId.into_expr(),
        Sort::by(Column::CreatedAt, Column::Id, true),
    )
}

/// What was done about milestones in their years, newest first.
#[must_use]
pub fn acknowledgements_of(scope: &Scope) -> List {
    use milestone_acknowledgement::Column;
    let live = scope
        .select::<milestone_acknowledgement::Entity>()
        .filter(Column::ArchivedAt.is_null());
    List::under(
        bare(live),
        Column::MilestoneId.into_expr(),
        Sort::by(Column::CreatedAt, Column::Id, true),
    )
}
