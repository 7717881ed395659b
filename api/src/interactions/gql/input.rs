//! Interactions as clients write and choose them.

use async_graphql::{Enum, InputObject, MaybeUndefined};
use entity::ids::{CollaborationId, InteractionId, PersonId};

use super::object::{Channel, Initiator, Sentiment};
use crate::graphql::comparators::{DateTimeComparator, IDComparator, IntComparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{DateTime, Id};
use crate::interactions::{Fields, InteractionLeaf, NewInteraction, UpdateInteraction};
use crate::kit::Patch;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::{Predicate, VALUES, WordTest};

/// Something that happened.
#[derive(InputObject)]
pub struct LogInteractionInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<InteractionId>>,
    /// When it began; not in the future.
    happened_at: DateTime,
    /// By which means.
    channel: Channel,
    /// With whom: 1 to 100 people. The user need not be named.
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
    /// The event at which it happened, at most 200 characters.
    event: Option<String>,
    /// The collaboration it belongs to.
    collaboration_id: Option<Id<CollaborationId>>,
}

impl LogInteractionInput {
    /// What happened.
    pub fn read(self, checks: &mut Checks) -> NewInteraction {
        let collaboration =
            checks.optional_id(Path::input("collaborationId"), self.collaboration_id.as_ref());
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
            event: set(self.event),
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
    /// When it began; cannot be cleared.
    happened_at: Option<DateTime>,
    /// By which means; cannot be cleared.
    channel: Option<Channel>,
    /// Who was there too.
    #[graphql(default)]
    add_participant_ids: Vec<Id<PersonId>>,
    /// Who was not; one participant at least must remain.
    #[graphql(default)]
    remove_participant_ids: Vec<Id<PersonId>>,
    /// Who began it.
    initiator: MaybeUndefined<Initiator>,
    /// How long it took, in minutes: 0 to 10,080.
    duration_minutes: MaybeUndefined<i32>,
    /// One line.
    title: MaybeUndefined<String>,
    /// What it was about.
    summary: MaybeUndefined<String>,
    /// The user's own notes.
    notes: MaybeUndefined<String>,
    /// How it felt.
    sentiment: MaybeUndefined<Sentiment>,
    /// Where.
    place: MaybeUndefined<String>,
    /// What the user told of themselves.
    updates_shared: MaybeUndefined<String>,
    /// What the others told of themselves.
    updates_heard: MaybeUndefined<String>,
    /// The event at which it happened.
    event: MaybeUndefined<String>,
    /// The collaboration it belongs to.
    collaboration_id: MaybeUndefined<Id<CollaborationId>>,
}

impl UpdateInteractionInput {
    /// The change.
    pub fn read(
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
            happened_at: self.happened_at.map(|at| at.0),
            channel: self.channel.map(Into::into),
            initiator: patch(self.initiator),
            duration_minutes: patch(self.duration_minutes),
            title: patch(self.title),
            summary: patch(self.summary),
            notes: patch(self.notes),
            sentiment: patch(self.sentiment),
            place: patch(self.place),
            updates_shared: patch(self.updates_shared),
            updates_heard: patch(self.updates_heard),
            event: patch(self.event),
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

/// Conditions on the channel. Both must hold if both are given.
#[derive(InputObject, Clone, Default)]
pub struct ChannelComparator {
    /// Is one of these.
    #[graphql(name = "in")]
    one_of: Option<Vec<Channel>>,
    /// Is none of these.
    not_in: Option<Vec<Channel>>,
}

/// Conditions on who began it.
#[derive(InputObject, Clone, Default)]
pub struct InitiatorComparator {
    /// Is one of these.
    #[graphql(name = "in")]
    one_of: Option<Vec<Initiator>>,
}

/// Conditions on how it felt.
#[derive(InputObject, Clone, Default)]
pub struct SentimentComparator {
    /// Is one of these.
    #[graphql(name = "in")]
    one_of: Option<Vec<Sentiment>>,
}

/// Which interactions. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20
/// conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "InteractionFilter")]
pub struct InteractionFilterInput {
    /// All of these hold.
    and: Option<Vec<InteractionFilterInput>>,
    /// One of these holds.
    or: Option<Vec<InteractionFilterInput>>,
    /// This does not hold.
    not: Option<Box<InteractionFilterInput>>,
    /// By which means.
    channel: Option<ChannelComparator>,
    /// Who began it.
    initiator: Option<InitiatorComparator>,
    /// How it felt.
    sentiment: Option<SentimentComparator>,
    /// When it happened.
    happened_at: Option<DateTimeComparator>,
    /// When it was logged.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
    /// How long it took, in minutes.
    duration_minutes: Option<IntComparator>,
    /// One of the participants.
    participant_id: Option<IDComparator>,
    /// The collaboration it belongs to.
    collaboration_id: Option<IDComparator>,
}

impl InteractionFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<InteractionLeaf> {
        let mut all: Vec<Predicate<InteractionLeaf>> = Vec::new();
        let mut add = |leaves: Vec<InteractionLeaf>| all.extend(leaves.into_iter().map(Predicate::Leaf));
        if let Some(ChannelComparator { one_of, not_in }) = self.channel {
            let words = |channels: Vec<Channel>| {
                channels
                    .into_iter()
                    .map(|it| entity::interaction::Channel::from(it).as_str())
            };
            add(one_of
                .map(|it| InteractionLeaf::Channel(WordTest::In(words(it).collect())))
                .into_iter()
                .collect());
            add(not_in
                .map(|it| InteractionLeaf::Channel(WordTest::NotIn(words(it).collect())))
                .into_iter()
                .collect());
        }
        if let Some(list) = self.initiator.and_then(|it| it.one_of) {
            checks.count(path.at("initiator").at("in"), list.len(), VALUES);
            let words = list
                .into_iter()
                .map(|it| entity::interaction::Initiator::from(it).as_str())
                .collect();
            add(vec![InteractionLeaf::Initiator(WordTest::In(words))]);
        }
        if let Some(list) = self.sentiment.and_then(|it| it.one_of) {
            checks.count(path.at("sentiment").at("in"), list.len(), VALUES);
            let words = list
                .into_iter()
                .map(|it| entity::interaction::Sentiment::from(it).as_str())
                .collect();
            add(vec![InteractionLeaf::Sentiment(WordTest::In(words))]);
        }
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        add(times(self.happened_at).map(InteractionLeaf::HappenedAt).collect());
        add(times(self.created_at).map(InteractionLeaf::CreatedAt).collect());
        add(times(self.updated_at).map(InteractionLeaf::UpdatedAt).collect());
        add(self
            .duration_minutes
            .into_iter()
            .flat_map(IntComparator::read)
            .map(InteractionLeaf::Duration)
            .collect());
        if let Some(it) = self.participant_id {
            let tests = it.read::<PersonId>(checks, &path.at("participantId"));
            add(tests.into_iter().map(InteractionLeaf::Participant).collect());
        }
        if let Some(it) = self.collaboration_id {
            let tests = it.read::<CollaborationId>(checks, &path.at("collaborationId"));
            add(tests.into_iter().map(InteractionLeaf::Collaboration).collect());
        }
        let mut nested = |parts: Vec<Self>, at: &str| {
            let path = path.at(at);
            let parts = parts.into_iter().enumerate();
            parts
                .map(|(position, part)| part.read(checks, &path.at(position)))
                .collect::<Vec<_>>()
        };
        all.extend(self.and.map(|parts| Predicate::All(nested(parts, "and"))));
        all.extend(self.or.map(|parts| Predicate::Any(nested(parts, "or"))));
        all.extend(
            self.not
                .map(|part| Predicate::Not(Box::new(Predicate::All(nested(vec![*part], "not"))))),
        );
        Predicate::All(all)
    }
}

/// What a list of interactions can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::interactions::InteractionOrder")]
pub enum InteractionOrderField {
    /// When it happened.
    HappenedAt,
    /// When it was logged.
    CreatedAt,
}

/// The order of a list of interactions; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct InteractionOrder {
    /// By what.
    pub field: InteractionOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}
