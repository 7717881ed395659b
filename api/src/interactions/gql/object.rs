//! An interaction.

use entity::interaction;

use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::kinds::{Collaboration, Interaction, Person};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::contract;
use crate::graphql::record::object;
use crate::kit::Right;
use crate::{exchanges, interactions};

pub(super) fn interaction() -> Object {
    object::<interaction::Model>(Right::InteractionsRead, contract!(interaction))
        .many::<Person>(
            "participants",
            "Who was there, by name, at most 100; the user is not listed unless they were added.",
            interactions::participants,
        )
        .one::<Collaboration>(
            "collaboration",
            "The collaboration it belongs to.",
            interaction::Column::CollaborationId,
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
        /// The user whose account it is.
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
