//! Which entries, in which order.

use async_graphql::{Enum, InputObject};
use entity::ids::{CircleId, CollaborationId, CommunityId, EventId, GoalId, InteractionId, PersonId};
use entity::{TypedId, time_entry};

use super::TimeKind;
use crate::graphql::comparators::{
    DateComparator, DateTimeComparator, IDComparator, IntComparator, word_comparator,
};
use crate::graphql::connection::OrderDirection;
use crate::graphql::plan::is_down;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::{IdTest, Predicate};
use crate::time::{self, EntryLeaf};

word_comparator! {
    /// Conditions on what time was taken for. All that are given must hold; give at least one, and no null.
    TimeKindComparator(TimeKind as time_entry::TimeKind)
}

/// Which entries. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "TimeEntryFilter")]
pub struct TimeEntryFilterInput {
    /// All of these hold.
    and: Option<Vec<TimeEntryFilterInput>>,
    /// One of these holds.
    or: Option<Vec<TimeEntryFilterInput>>,
    /// This does not hold.
    not: Option<Box<TimeEntryFilterInput>>,
    /// On which day.
    on: Option<DateComparator>,
    /// How long, in minutes.
    minutes: Option<IntComparator>,
    /// For what.
    kind: Option<TimeKindComparator>,
    /// One of the people of the entry; with `notIn`, none of them; `isNull: true` for entries without any.
    person_id: Option<IDComparator>,
    /// The interaction whose duration it replaces.
    interaction_id: Option<IDComparator>,
    /// The event it was taken for.
    event_id: Option<IDComparator>,
    /// The community it was taken for.
    community_id: Option<IDComparator>,
    /// The goal it was taken for.
    goal_id: Option<IDComparator>,
    /// The circle it was taken for.
    circle_id: Option<IDComparator>,
    /// The collaboration it was taken for.
    collaboration_id: Option<IDComparator>,
    /// When it was written down.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl TimeEntryFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<EntryLeaf> {
        let mut leaves = Vec::new();
        let days = self.on.into_iter().flat_map(DateComparator::read);
        leaves.extend(days.map(EntryLeaf::On));
        let minutes = self.minutes.into_iter().flat_map(IntComparator::read);
        leaves.extend(minutes.map(EntryLeaf::Minutes));
        if let Some(it) = self.kind {
            let tests = it.read(checks, &path.at("kind"));
            leaves.extend(tests.into_iter().map(EntryLeaf::Kind));
        }
        let mut id = |tests: Vec<IdTest>, leaf: fn(IdTest) -> EntryLeaf| {
            leaves.extend(tests.into_iter().map(leaf));
        };
        id(
            ids::<PersonId>(self.person_id, checks, path, "personId"),
            EntryLeaf::Person,
        );
        id(
            ids::<InteractionId>(self.interaction_id, checks, path, "interactionId"),
            EntryLeaf::Interaction,
        );
        id(
            ids::<EventId>(self.event_id, checks, path, "eventId"),
            EntryLeaf::Event,
        );
        id(
            ids::<CommunityId>(self.community_id, checks, path, "communityId"),
            EntryLeaf::Community,
        );
        id(
            ids::<GoalId>(self.goal_id, checks, path, "goalId"),
            EntryLeaf::Goal,
        );
        id(
            ids::<CircleId>(self.circle_id, checks, path, "circleId"),
            EntryLeaf::Circle,
        );
        id(
            ids::<CollaborationId>(self.collaboration_id, checks, path, "collaborationId"),
            EntryLeaf::Collaboration,
        );
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(EntryLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(EntryLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

fn ids<I: TypedId>(it: Option<IDComparator>, checks: &mut Checks, path: &Path, field: &str) -> Vec<IdTest> {
    it.map_or_else(Vec::new, |it| it.read::<I>(checks, &path.at(field)))
}

/// What a list of entries can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "time::EntryOrder")]
pub enum TimeEntryOrderField {
    /// The day.
    Day,
    /// When it was written down.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of entries; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct TimeEntryOrder {
    /// By what.
    pub field: TimeEntryOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// By what and in which direction: latest day first, unless the client says otherwise.
pub(super) fn chosen(order: Option<TimeEntryOrder>) -> (time::EntryOrder, bool) {
    order.map_or((time::EntryOrder::default(), true), |order| {
        (order.field.into(), is_down(order.direction))
    })
}
