//! Mutations of interactions.

use super::input::changed;
use super::object::InteractionPayload;
use crate::graphql::plan::Field;
use crate::interactions;
use crate::kit::Right;

/// Mutations, but for that which logs them: it takes along what came of a talk, and stands with that.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<InteractionPayload>(
            "updateInteraction",
            "Changes an interaction.",
            Right::InteractionsWrite,
        )
        .changes(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            changed,
            interactions::update,
        ),
        Field::verb::<InteractionPayload>(
            "archiveInteraction",
            "Hides an interaction: it counts as if it had not happened, until it is restored. \
             Doing so twice changes nothing.",
            Right::InteractionsWrite,
        )
        .targets("The id of the record that is meant.", interactions::archive),
        Field::verb::<InteractionPayload>(
            "restoreInteraction",
            "Shows an archived interaction again.",
            Right::InteractionsWrite,
        )
        .targets("The id of the record that is meant.", interactions::restore),
    ]
}
