//! Interactions as clients write them.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{CollaborationId, EventId, InteractionId, PersonId};

use super::object::{Initiator, Sentiment};
use crate::cadences::gql::Channel;
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{DateTime, Id};
use crate::interactions::{Fields, NewInteraction, UpdateInteraction};
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Patch};

/// Something that happened.
#[derive(InputObject)]
pub struct LogInteractionInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<InteractionId>>,
    /// When it began; not in the future, give or take a day.
    happened_at: DateTime,
    /// By which means.
    channel: Channel,
    /// With whom: 1 to 100 people. The user need not be named; who is named twice is there once.
    participant_ids: Vec<Id<PersonId>>,
    /// Who began it.
    initiator: Option<Initiator>,
    /// How long it took, in minutes: 0 to 10,080.
    duration_minutes: Option<i32>,
    /// One line, at most 200 characters.
    title: Option<String>,
    /// What it was about, at most 2,000 characters.
    summary: Option<String>,
    /// The user's own notes, at most 20,000 characters.
    notes: Option<String>,
    /// How it felt.
    sentiment: Option<Sentiment>,
    /// Where, at most 200 characters.
    place: Option<String>,
    /// What the user told of themselves, at most 5,000 characters.
    updates_shared: Option<String>,
    /// What the others told of themselves, at most 5,000 characters.
    updates_heard: Option<String>,
    /// The event at which it happened, in words, at most 200 characters.
    event_name: Option<String>,
    /// The event at which it happened, or which it was about. It says nothing about who attended: `recordAttendance` does.
    event_id: Option<Id<EventId>>,
    /// The collaboration it belongs to.
    collaboration_id: Option<Id<CollaborationId>>,
}

impl LogInteractionInput {
    /// What happened.
    pub(super) fn read(self, checks: &mut Checks) -> NewInteraction {
        let collaboration =
            checks.optional_id(Path::input("collaborationId"), self.collaboration_id.as_ref());
        let event = checks.optional_id(Path::input("eventId"), self.event_id.as_ref());
        let fields = Fields {
            happened_at: Some(self.happened_at.0),
            channel: Some(self.channel.into()),
            initiator: set(self.initiator),
            duration_minutes: set(self.duration_minutes),
            title: set(self.title),
            summary: set(self.summary),
            notes: set(self.notes),
            sentiment: set(self.sentiment),
            place: set(self.place),
            updates_shared: set(self.updates_shared),
            updates_heard: set(self.updates_heard),
            event_name: set(self.event_name),
            event: event.map_or(Patch::Keep, Patch::Set),
            collaboration: collaboration.map_or(Patch::Keep, Patch::Set),
        };
        NewInteraction {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            participants: checks.ids(&Path::input("participantIds"), &self.participant_ids),
            fields,
        }
    }
}

/// A change to an interaction: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateInteractionInput {
    /// When it began; not in the future, give or take a day; cannot be cleared.
    happened_at: MaybeUndefined<DateTime>,
    /// By which means; cannot be cleared.
    channel: MaybeUndefined<Channel>,
    /// Who was there too, at most 100 with those who are there already.
    #[graphql(default)]
    add_participant_ids: Vec<Id<PersonId>>,
    /// Who was not, at most 100; one participant at least must remain. People are removed first, then added.
    #[graphql(default)]
    remove_participant_ids: Vec<Id<PersonId>>,
    /// Who began it.
    initiator: MaybeUndefined<Initiator>,
    /// How long it took, in minutes: 0 to 10,080.
    duration_minutes: MaybeUndefined<i32>,
    /// One line, at most 200 characters.
    title: MaybeUndefined<String>,
    /// What it was about, at most 2,000 characters.
    summary: MaybeUndefined<String>,
    /// The user's own notes, at most 20,000 characters.
    notes: MaybeUndefined<String>,
    /// How it felt.
    sentiment: MaybeUndefined<Sentiment>,
    /// Where, at most 200 characters.
    place: MaybeUndefined<String>,
    /// What the user told of themselves, at most 5,000 characters.
    updates_shared: MaybeUndefined<String>,
    /// What the others told of themselves, at most 5,000 characters.
    updates_heard: MaybeUndefined<String>,
    /// The event at which it happened, in words, at most 200 characters.
    event_name: MaybeUndefined<String>,
    /// The event at which it happened, or which it was about. It says nothing about who attended: `recordAttendance` does.
    event_id: MaybeUndefined<Id<EventId>>,
    /// The collaboration it belongs to.
    collaboration_id: MaybeUndefined<Id<CollaborationId>>,
}

impl UpdateInteractionInput {
    /// The change.
    pub(super) fn read(
        self,
        checks: &mut Checks,
        id: InteractionId,
        expected_revision: Option<i32>,
    ) -> UpdateInteraction {
        let collaboration = match &self.collaboration_id {
            MaybeUndefined::Undefined => Patch::Keep,
            MaybeUndefined::Null => Patch::Clear,
            MaybeUndefined::Value(id) => Patch::Set(checks.id(Path::input("collaborationId"), id)),
        };
        let fields = Fields {
            happened_at: kept(checks, "happenedAt", self.happened_at).map(|at| at.0),
            channel: kept(checks, "channel", self.channel).map(Into::into),
            initiator: patch(self.initiator),
            duration_minutes: patch(self.duration_minutes),
            title: patch(self.title),
            summary: patch(self.summary),
            notes: patch(self.notes),
            sentiment: patch(self.sentiment),
            place: patch(self.place),
            updates_shared: patch(self.updates_shared),
            updates_heard: patch(self.updates_heard),
            event_name: patch(self.event_name),
            event: patch(
                self.event_id
                    .map_value(|id| checks.id(Path::input("eventId"), &id)),
            ),
            collaboration,
        };
        UpdateInteraction {
            id,
            expected_revision,
            fields,
            add: checks.ids(&Path::input("addParticipantIds"), &self.add_participant_ids),
            remove: checks.ids(&Path::input("removeParticipantIds"), &self.remove_participant_ids),
        }
    }
}

/// A field that is never empty, if it is given; clearing it is a problem.
fn kept<T>(checks: &mut Checks, name: &str, field: MaybeUndefined<T>) -> Option<T> {
    if field.is_null() {
        checks.note(Code::Required, Path::input(name), "a value is required");
    }
    field.take()
}
