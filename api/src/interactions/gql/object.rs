//! An interaction.

use entity::interaction;

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Collaboration, Interaction, Person, Update};
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Object, Outcome};
use crate::graphql::record::object;
use crate::kit::Right;
use crate::{exchanges, interactions, news};

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
        .many::<Update>(
            "toldUpdates",
            "News of the user that was told in it, what was noted first before others, at most 50. What was said besides stands in `updatesShared`.",
            news::told_of_interactions,
        )
        .with(exchanges::gql::in_interaction())
}

shape! {
    /// What mutations of an interaction answer.
    InteractionPayload: payload
}

fn payload() -> Object {
    let payload =
        Object::computed::<Outcome>("InteractionPayload", "What mutations of an interaction answer.");
    payload
        .written::<Interaction>("interaction", "The interaction as it is now.")
        .perhaps_set()
        .settled()
        .moved()
        .done()
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
