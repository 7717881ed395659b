//! Which events, in which order.

use async_graphql::{Enum, InputObject};
use entity::ids::{CommunityId, OrganizationId, PersonId};
use entity::{attendance, event};

use super::{AttendanceState, EventKind, EventStatus};
use crate::events::{self, EventLeaf, Status};
use crate::graphql::comparators::{DateTimeComparator, IDComparator, StringComparator, word_comparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::plan::is_down;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;

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

/// Which events. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in
/// all. What the user is going to: `{ status: { eq: UPCOMING }, myState: { eq: GOING } }`.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "EventFilter")]
pub struct EventFilterInput {
    /// All of these hold.
    and: Option<Vec<EventFilterInput>>,
    /// One of these holds.
    or: Option<Vec<EventFilterInput>>,
    /// This does not hold.
    not: Option<Box<EventFilterInput>>,
    /// What it is called.
    title: Option<StringComparator>,
    /// What it is.
    kind: Option<EventKindComparator>,
    /// How it stands now.
    status: Option<EventStatusComparator>,
    /// When it begins.
    begins_at: Option<DateTimeComparator>,
    /// From when it is over.
    over_at: Option<DateTimeComparator>,
    /// The organisation that hosts it.
    organization_id: Option<IDComparator>,
    /// The community that hosts it.
    community_id: Option<IDComparator>,
    /// One of the people on its list; with `notIn`, none of them; `isNull: true` for events without any, the user aside.
    attendee_id: Option<IDComparator>,
    /// How the user stands to it; where they are not on its list, in none of the states.
    my_state: Option<AttendanceStateComparator>,
    /// When it was entered.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl EventFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<EventLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.title {
            let tests = it.read(checks, &path.at("title"));
            leaves.extend(tests.into_iter().map(EventLeaf::Title));
        }
        if let Some(it) = self.kind {
            let tests = it.read(checks, &path.at("kind"));
            leaves.extend(tests.into_iter().map(EventLeaf::Kind));
        }
        if let Some(it) = self.status {
            let tests = it.read(checks, &path.at("status"));
            leaves.extend(tests.into_iter().map(EventLeaf::Status));
        }
        if let Some(it) = self.organization_id {
            let tests = it.read::<OrganizationId>(checks, &path.at("organizationId"));
            leaves.extend(tests.into_iter().map(EventLeaf::Organization));
        }
        if let Some(it) = self.community_id {
            let tests = it.read::<CommunityId>(checks, &path.at("communityId"));
            leaves.extend(tests.into_iter().map(EventLeaf::Community));
        }
        if let Some(it) = self.attendee_id {
            let tests = it.read::<PersonId>(checks, &path.at("attendeeId"));
            leaves.extend(tests.into_iter().map(EventLeaf::Attendee));
        }
        if let Some(it) = self.my_state {
            let tests = it.read(checks, &path.at("myState"));
            leaves.extend(tests.into_iter().map(EventLeaf::Mine));
        }
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.begins_at).map(EventLeaf::BeginsAt));
        leaves.extend(times(self.over_at).map(EventLeaf::OverAt));
        leaves.extend(times(self.created_at).map(EventLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(EventLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of events can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "events::EventOrder")]
pub enum EventOrderField {
    /// When it begins.
    BeginsAt,
    /// What it is called.
    Title,
    /// When it was entered.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of events; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct EventOrder {
    /// By what.
    pub field: EventOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// By what and in which direction: latest first, unless the client says otherwise.
pub(super) fn chosen(order: Option<EventOrder>) -> (events::EventOrder, bool) {
    order.map_or((events::EventOrder::default(), true), |order| {
        (order.field.into(), is_down(order.direction))
    })
}
