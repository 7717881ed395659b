//! By which words and people events are filtered.

use async_graphql::InputObject;
use entity::ids::PersonId;
use entity::{attendance, event};

use super::{AttendanceState, EventKind, EventStatus};
use crate::events::{EventLeaf, Status};
use crate::graphql::comparators::{IDComparator, word_comparator};
use crate::graphql::record::{MoreFilters, Recorded, Words};
use crate::kit::check::{Checks, Path};

word_comparator! {
    /// Conditions on what an event is. All that are given must hold; give at least one, and no null.
    EventKindComparator(EventKind as event::EventKind)
}
word_comparator! {
    /// Conditions on how an event stands now. All that are given must hold; give at least one, and no null.
    EventStatusComparator(EventStatus as Status)
}
word_comparator! {
    /// Conditions on how somebody stands to an event. All that are given must hold; give at least one, and no null.
    AttendanceStateComparator(AttendanceState as attendance::AttendanceState)
}

impl Recorded for event::Model {
    fn words() -> Vec<Words> {
        vec![Words::of::<EventKind, EventKindComparator>("kind")]
    }
}

/// Conditions on how an event stands, and on who is there.
#[derive(InputObject)]
pub struct AttendanceFilter {
    /// How it stands, by the time and what was said.
    status: Option<EventStatusComparator>,
    /// One of the people on its list; with `notIn`, none of them; `isNull: true` for events without any, the user aside.
    attendee_id: Option<IDComparator>,
    /// How the user stands to it; where they are not on its list, in none of the states.
    my_state: Option<AttendanceStateComparator>,
}

impl MoreFilters for AttendanceFilter {
    type Leaf = EventLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<EventLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.status {
            let tests = it.read(checks, &path.at("status"));
            leaves.extend(tests.into_iter().map(EventLeaf::Status));
        }
        if let Some(it) = self.attendee_id {
            let tests = it.read::<PersonId>(checks, &path.at("attendeeId"));
            leaves.extend(tests.into_iter().map(EventLeaf::Attendee));
        }
        if let Some(it) = self.my_state {
            let tests = it.read(checks, &path.at("myState"));
            leaves.extend(tests.into_iter().map(EventLeaf::Mine));
        }
        leaves
    }
}
