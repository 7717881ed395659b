//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{
    CircleId, CollaborationId, CommunityId, EventId, GoalId, InteractionId, PersonId, TimeEntryId,
    TimeIntentionId,
};

use super::TimeKind;
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Date, Id};
use crate::kit::check::{Checks, Path};
use crate::time::{EntryFields, IntentionFields, NewEntry, NewIntention, UpdateEntry, UpdateIntention};

/// Time that was taken.
#[derive(InputObject)]
pub struct LogTimeInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<TimeEntryId>>,
    /// On which day, not to come; if left out, the interaction's, or today.
    on: Option<Date>,
    /// How long, in minutes: 1 to 1,440.
    minutes: i32,
    /// For what; if left out, the interaction's, or `OTHER`.
    kind: Option<TimeKind>,
    /// Free notes, at most 2,000 characters.
    note: Option<String>,
    /// For whom: at most 100 people. Those of the interaction need not be named.
    #[graphql(default)]
    person_ids: Vec<Id<PersonId>>,
    /// The interaction whose duration it replaces. There can be several entries for one; then they do together.
    interaction_id: Option<Id<InteractionId>>,
    /// The event it was taken for.
    event_id: Option<Id<EventId>>,
    /// The community it was taken for.
    community_id: Option<Id<CommunityId>>,
    /// The goal it was taken for.
    goal_id: Option<Id<GoalId>>,
    /// The circle it was taken for.
    circle_id: Option<Id<CircleId>>,
    /// The collaboration it was taken for.
    collaboration_id: Option<Id<CollaborationId>>,
}

/// A change to an entry: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateTimeEntryInput {
    /// On which day, not to come; cannot be cleared.
    on: MaybeUndefined<Date>,
    /// How long, in minutes: 1 to 1,440; cannot be cleared.
    minutes: MaybeUndefined<i32>,
    /// For what; cannot be cleared.
    kind: MaybeUndefined<TimeKind>,
    /// Free notes, at most 2,000 characters.
    note: MaybeUndefined<String>,
    /// For whom, too: at most 100 with those who are named already.
    #[graphql(default)]
    add_person_ids: Vec<Id<PersonId>>,
    /// For whom not, at most 100. People are removed first, then added.
    #[graphql(default)]
    remove_person_ids: Vec<Id<PersonId>>,
    /// The interaction whose duration it replaces.
    interaction_id: MaybeUndefined<Id<InteractionId>>,
    /// The event it was taken for.
    event_id: MaybeUndefined<Id<EventId>>,
    /// The community it was taken for.
    community_id: MaybeUndefined<Id<CommunityId>>,
    /// The goal it was taken for.
    goal_id: MaybeUndefined<Id<GoalId>>,
    /// The circle it was taken for.
    circle_id: MaybeUndefined<Id<CircleId>>,
    /// The collaboration it was taken for.
    collaboration_id: MaybeUndefined<Id<CollaborationId>>,
}

/// How much time a week the user means to take for something: one of `circleId`, `goalId`, `communityId` and `kind`. No two live
/// intentions for the same may be in force on one day.
#[derive(InputObject)]
pub struct CreateTimeIntentionInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<TimeIntentionId>>,
    /// The circle that it is for.
    circle_id: Option<Id<CircleId>>,
    /// The goal that it is for.
    goal_id: Option<Id<GoalId>>,
    /// The community that it is for.
    community_id: Option<Id<CommunityId>>,
    /// The kind of activity that it is for.
    kind: Option<TimeKind>,
    /// How much, in minutes a week: 1 to 10,080.
    minutes_per_week: i32,
    /// From which day; today if left out.
    starts_on: Option<Date>,
    /// The last day, if there is one.
    ends_on: Option<Date>,
}

/// A change to an intention: a field that is left out stays as it is, null clears it. For what it is stays; end it and make another.
#[derive(InputObject)]
pub struct UpdateTimeIntentionInput {
    /// How much, in minutes a week: 1 to 10,080; cannot be cleared. It holds for the past days of the intention, too.
    minutes_per_week: MaybeUndefined<i32>,
    /// From which day; cannot be cleared.
    starts_on: MaybeUndefined<Date>,
    /// The last day.
    ends_on: MaybeUndefined<Date>,
}

impl LogTimeInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewEntry {
        let path = Path::input;
        let fields = EntryFields {
            on: set(self.on.map(|date| date.0)),
            minutes: set(Some(self.minutes)),
            kind: set(self.kind),
            note: set(self.note),
            interaction: set(checks.optional_id(path("interactionId"), self.interaction_id.as_ref())),
            event: set(checks.optional_id(path("eventId"), self.event_id.as_ref())),
            community: set(checks.optional_id(path("communityId"), self.community_id.as_ref())),
            goal: set(checks.optional_id(path("goalId"), self.goal_id.as_ref())),
            circle: set(checks.optional_id(path("circleId"), self.circle_id.as_ref())),
            collaboration: set(checks.optional_id(path("collaborationId"), self.collaboration_id.as_ref())),
        };
        NewEntry {
            id: checks.optional_id(path("id"), self.id.as_ref()),
            people: checks.ids(&path("personIds"), &self.person_ids),
            fields,
        }
    }
}

impl UpdateTimeEntryInput {
    pub(super) fn read(
        self,
        checks: &mut Checks,
        id: TimeEntryId,
        expected_revision: Option<i32>,
    ) -> UpdateEntry {
        let path = Path::input;
        let fields = EntryFields {
            on: patch(self.on.map_value(|date| date.0)),
            minutes: patch(self.minutes),
            kind: patch(self.kind),
            note: patch(self.note),
            interaction: patch(
                self.interaction_id
                    .map_value(|id| checks.id(path("interactionId"), &id)),
            ),
            event: patch(self.event_id.map_value(|id| checks.id(path("eventId"), &id))),
            community: patch(
                self.community_id
                    .map_value(|id| checks.id(path("communityId"), &id)),
            ),
            goal: patch(self.goal_id.map_value(|id| checks.id(path("goalId"), &id))),
            circle: patch(self.circle_id.map_value(|id| checks.id(path("circleId"), &id))),
            collaboration: patch(
                self.collaboration_id
                    .map_value(|id| checks.id(path("collaborationId"), &id)),
            ),
        };
        UpdateEntry {
            id,
            expected_revision,
            fields,
            add: checks.ids(&path("addPersonIds"), &self.add_person_ids),
            remove: checks.ids(&path("removePersonIds"), &self.remove_person_ids),
        }
    }
}

impl CreateTimeIntentionInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewIntention {
        let path = Path::input;
        let fields = IntentionFields {
            minutes_per_week: set(Some(self.minutes_per_week)),
            starts_on: set(self.starts_on.map(|date| date.0)),
            ends_on: set(self.ends_on.map(|date| date.0)),
        };
        NewIntention {
            id: checks.optional_id(path("id"), self.id.as_ref()),
            circle: checks.optional_id(path("circleId"), self.circle_id.as_ref()),
            goal: checks.optional_id(path("goalId"), self.goal_id.as_ref()),
            community: checks.optional_id(path("communityId"), self.community_id.as_ref()),
            kind: self.kind.map(Into::into),
            fields,
        }
    }
}

impl UpdateTimeIntentionInput {
    pub(super) fn read(
        self,
        _checks: &mut Checks,
        id: TimeIntentionId,
        expected_revision: Option<i32>,
    ) -> UpdateIntention {
        let fields = IntentionFields {
            minutes_per_week: patch(self.minutes_per_week),
            starts_on: patch(self.starts_on.map_value(|date| date.0)),
            ends_on: patch(self.ends_on.map_value(|date| date.0)),
        };
        UpdateIntention {
            id,
            expected_revision,
            fields,
        }
    }
}
