//! An interaction.

use entity::interaction;

use crate::cadences::gql::Channel;
use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::kinds::{Collaboration, Interaction, Person};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::contract;
use crate::kit::Right;
use crate::{exchanges, interactions};

pub(super) fn interaction() -> Object {
    use interaction::Column;
    Object::record::<interaction::Model>(
        "Interaction",
        "Something that happened, at a time, with one or many people.",
        Right::InteractionsRead,
        contract!(interaction),
    )
    .column("happenedAt", "When it began.", Column::HappenedAt)
    .word::<Channel>("channel", "By which means.", Column::Channel)
    .word::<Initiator>(
        "initiator",
        "Who began it; null when it is not known.",
        Column::Initiator,
    )
    .column(
        "durationMinutes",
        "How long it took, in minutes.",
        Column::DurationMinutes,
    )
    .column("title", "One line on it.", Column::Title)
    .column("summary", "What it was about.", Column::Summary)
    .column("notes", "The user's own notes.", Column::Notes)
    .word::<Sentiment>("sentiment", "How it felt.", Column::Sentiment)
    .column("place", "Where it was.", Column::Place)
    .column(
        "updatesShared",
        "What the user told of themselves.",
        Column::UpdatesShared,
    )
    .column(
        "updatesHeard",
        "What the others told of themselves.",
        Column::UpdatesHeard,
    )
    .column(
        "eventName",
        "The event at which it happened, in words.",
        Column::Event,
    )
    .many::<Person>(
        "participants",
        "Who was there, by name, at most 100; the user is not listed unless they were added.",
        interactions::participants,
    )
    .one::<Collaboration>(
        "collaboration",
        "The collaboration it belongs to.",
        Column::CollaborationId,
    )
    .with(exchanges::gql::in_interaction())
}

payload! {
    /// What mutations of an interaction answer.
    InteractionPayload {
        /// The interaction as it is now.
        "interaction": Interaction
    }
}

stored_enum! {
    /// Who began an interaction.
    Initiator = interaction::Initiator {
        /// The user.
        Me,
        /// One of the others.
        Them,
        /// Both, or it was arranged.
        Mutual,
    }
}

stored_enum! {
    /// How an interaction felt.
    Sentiment = interaction::Sentiment {
        /// Good.
        Positive,
        /// Neither good nor bad.
        Neutral,
        /// Bad.
        Negative,
        /// Both.
        Mixed,
    }
}
