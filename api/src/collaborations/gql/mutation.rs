//! Mutations of collaborations.

use entity::ids::CollaborationId;

use super::CollaborationState;
use super::input::{changed, made};
use crate::collaborations::{self, Move};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Collaboration;
use crate::graphql::plan::Field;
use crate::kit::Right;

payload! {
    /// What mutations of a collaboration answer.
    CollaborationPayload {
        /// The collaboration as it is now.
        "collaboration": Collaboration
    }
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<CollaborationPayload>(
            "createCollaboration",
            "Makes a collaboration, with its members and milestones.",
            Right::CollaborationsWrite,
        )
        .takes("The collaboration that is meant.", made, collaborations::create),
        Field::verb::<CollaborationPayload>(
            "updateCollaboration",
            "Changes a collaboration, its members and its milestones, in one revision. Parts are removed first, then changed, then added \
             at the end.",
            Right::CollaborationsWrite,
        )
        .changes("The id of the record that is meant.", "What to change: a field that is left out stays, null clears it.", changed, collaborations::update),
        Field::verb::<CollaborationPayload>(
            "moveCollaboration",
            "Moves a collaboration to another state. Where a date is missing, what becomes \
             `ACTIVE` began today and what becomes `DONE` or `DROPPED` ended today, by the \
             workspace's time zone; what is taken up again has not ended. A step that the state \
             does not allow is a `STATE` error that lists those it does. While it is `DONE`, \
             thanks are owed to each member whose contribution is noted.",
            Right::CollaborationsWrite,
        )
        .id::<CollaborationId>("The id of the record that is meant.")
        .says::<CollaborationState>("to", "The state that it is to go to.")
        .says::<Option<String>>(
            "result",
            "What came of it, at most 5,000 characters; stays as it is if left out.",
        )
        .says::<Option<String>>(
            "retrospective",
            "What is thought of it, looking back, at most 10,000 characters; stays as it is if left out. Only to `DONE` and `DROPPED`.",
        )
        .revision()
        .writes(
            |it| {
                Ok(Move {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    to: it.says::<CollaborationState>("to")?.into(),
                    outcome: it.says("result")?,
                    retrospective: it.says("retrospective")?,
                })
            },
            collaborations::move_to,
        ),
        Field::verb::<CollaborationPayload>(
            "archiveCollaboration",
            "Hides a collaboration; it can be restored, and what happened in it stays. Doing so \
             twice changes nothing.",
            Right::CollaborationsWrite,
        )
        .id::<CollaborationId>("The id of the record that is meant.")
        .revision()
        .writes(|it| it.target::<CollaborationId>(), collaborations::archive),
        Field::verb::<CollaborationPayload>(
            "restoreCollaboration",
            "Shows an archived collaboration again.",
            Right::CollaborationsWrite,
        )
        .id::<CollaborationId>("The id of the record that is meant.")
        .revision()
        .writes(|it| it.target::<CollaborationId>(), collaborations::restore),
    ]
}
