//! Mutations of interactions.

use super::input::{changed, logged};
use super::object::InteractionPayload;
use crate::graphql::plan::Field;
use crate::interactions;
use crate::kit::Right;

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<InteractionPayload>(
            "logInteraction",
            "Logs something that happened. It counts for the last interaction of everybody who \
             was there.",
            Right::InteractionsWrite,
        )
        .takes_each("What happened.", logged, interactions::log_all),
        Field::verb::<InteractionPayload>(
            "updateInteraction",
            "Changes an interaction.",
            Right::InteractionsWrite,
        )
        .changes("Which one.", "What to change.", changed, interactions::update),
        Field::verb::<InteractionPayload>(
            "archiveInteraction",
            "Hides an interaction: it counts as if it had not happened, until it is restored. \
             Doing so twice changes nothing.",
            Right::InteractionsWrite,
        )
        .targets("Which one.", interactions::archive),
        Field::verb::<InteractionPayload>(
            "restoreInteraction",
            "Shows an archived interaction again.",
            Right::InteractionsWrite,
        )
        .targets("Which one.", interactions::restore),
    ]
}
