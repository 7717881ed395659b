//! Which interactions, in which order.

use async_graphql::InputObject;
use entity::ids::{EventId, PersonId};
use entity::interaction;

use super::object::{Initiator, Sentiment};
use crate::cadences::gql::Channel;
use crate::graphql::comparators::{IDComparator, word_comparator};
use crate::graphql::record::{Filter, MoreFilters, Order, Recorded, Words};
use crate::interactions::InteractionLeaf;
use crate::kit::check::{Checks, Path};

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

impl Recorded for interaction::Model {
    const MADE: &'static str = "Log";

    fn words() -> Vec<Words> {
        vec![
            Words::of::<Channel, ChannelComparator>("channel"),
            Words::of::<Initiator, InitiatorComparator>("initiator"),
            Words::of::<Sentiment, SentimentComparator>("sentiment"),
        ]
    }
}

/// Conditions on who was there, and at which event.
#[derive(InputObject)]
pub struct InteractionLinks {
    /// One of the participants; with `notIn`, none of them; `isNull: true` for interactions without participants.
    participant_id: Option<IDComparator>,
    /// The event it is linked to; with `notIn`, none of them.
    event_id: Option<IDComparator>,
}

impl MoreFilters for InteractionLinks {
    type Leaf = InteractionLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<InteractionLeaf> {
        let mut all = Vec::new();
        if let Some(it) = self.participant_id {
            let tests = it.read::<PersonId>(checks, &path.at("participantId"));
            all.extend(tests.into_iter().map(InteractionLeaf::Participant));
        }
        if let Some(it) = self.event_id {
            let tests = it.read::<EventId>(checks, &path.at("eventId"));
            all.extend(tests.into_iter().map(InteractionLeaf::Event));
        }
        all
    }
}

/// Only interactions of which this holds.
pub type InteractionFilter = Filter<interaction::Model, InteractionLinks>;

/// The order of a list of interactions.
pub type InteractionOrder = Order<interaction::Model>;
