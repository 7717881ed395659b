//! Which interactions, in which order.

use async_graphql::{Enum, InputObject};
use entity::ids::{CollaborationId, EventId, PersonId};
use entity::interaction;

use super::object::{Initiator, Sentiment};
use crate::cadences::gql::Channel;
use crate::graphql::comparators::{DateTimeComparator, IDComparator, IntComparator, word_comparator};
use crate::graphql::connection::OrderDirection;
use crate::interactions::{self, InteractionLeaf};
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;

word_comparator! {
    /// Conditions on the channel. All that are given must hold; give at least one, and no null.
    ChannelComparator(Channel as interaction::Channel)
}
word_comparator! {
    /// Conditions on who began it. All that are given must hold; where it is not known, none does.
    InitiatorComparator(Initiator as interaction::Initiator)
}
word_comparator! {
    /// Conditions on how it felt. All that are given must hold; where it is not known, none does.
    SentimentComparator(Sentiment as interaction::Sentiment)
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
    /// One of the participants; with `notIn`, none of them; `isNull: true` for interactions without participants.
    participant_id: Option<IDComparator>,
    /// The collaboration it belongs to.
    collaboration_id: Option<IDComparator>,
    /// The event it is linked to; with `notIn`, none of them.
    event_id: Option<IDComparator>,
}

impl InteractionFilterInput {
    /// The conditions.
    pub(super) fn read(self, checks: &mut Checks, path: &Path) -> Predicate<InteractionLeaf> {
        let mut all: Vec<Predicate<InteractionLeaf>> = Vec::new();
        let mut add = |leaves: Vec<InteractionLeaf>| all.extend(leaves.into_iter().map(Predicate::Leaf));
        if let Some(it) = self.channel {
            add(it
                .read(checks, &path.at("channel"))
                .into_iter()
                .map(InteractionLeaf::Channel)
                .collect());
        }
        if let Some(it) = self.initiator {
            add(it
                .read(checks, &path.at("initiator"))
                .into_iter()
                .map(InteractionLeaf::Initiator)
                .collect());
        }
        if let Some(it) = self.sentiment {
            add(it
                .read(checks, &path.at("sentiment"))
                .into_iter()
                .map(InteractionLeaf::Sentiment)
                .collect());
        }
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        add(times(self.happened_at).map(InteractionLeaf::HappenedAt).collect());
        add(times(self.created_at).map(InteractionLeaf::CreatedAt).collect());
        add(times(self.updated_at).map(InteractionLeaf::UpdatedAt).collect());
        let minutes = self.duration_minutes.into_iter().flat_map(IntComparator::read);
        add(minutes.map(InteractionLeaf::Duration).collect());
        if let Some(it) = self.participant_id {
            let tests = it.read::<PersonId>(checks, &path.at("participantId"));
            add(tests.into_iter().map(InteractionLeaf::Participant).collect());
        }
        if let Some(it) = self.collaboration_id {
            let tests = it.read::<CollaborationId>(checks, &path.at("collaborationId"));
            add(tests.into_iter().map(InteractionLeaf::Collaboration).collect());
        }
        if let Some(it) = self.event_id {
            let tests = it.read::<EventId>(checks, &path.at("eventId"));
            add(tests.into_iter().map(InteractionLeaf::Event).collect());
        }
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
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

/// By what and in which direction: latest first, unless the client says otherwise.
pub(super) fn chosen(order: Option<InteractionOrder>) -> (interactions::InteractionOrder, bool) {
    order.map_or((interactions::InteractionOrder::HappenedAt, true), |order| {
        (order.field.into(), order.direction == OrderDirection::Desc)
    })
}
