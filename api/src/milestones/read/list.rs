//! Lists of milestones of people, and of what was done about one.

use entity::milestone::{self, Column};
use entity::milestone_acknowledgement::{self, Column as Done};

use crate::kit::Scope;
use crate::kit::list::List;
use crate::records;

/// The live milestones of people, newest first.
#[must_use]
pub fn of_people(scope: &Scope) -> List {
    let newest = (Column::CreatedAt, true);
    records::under::<milestone::Model>(scope, Column::PersonId, None, newest)
}

/// What was done about milestones in their years, newest first.
#[must_use]
pub fn acknowledgements_of(scope: &Scope) -> List {
    let newest = (Done::CreatedAt, true);
    records::under::<milestone_acknowledgement::Model>(scope, Done::MilestoneId, None, newest)
}
