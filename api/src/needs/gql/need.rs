//! Mutations of needs.

use entity::ids::NeedId;
use entity::need;

use super::{CreateNeedInput, UpdateNeedInput};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Need;
use crate::graphql::plan::Field;
use crate::kit::Right;
use crate::needs::{self, Step, TakeStep};

payload! {
    /// What mutations of a need answer.
    NeedPayload {
        /// The need as it is now.
        "need": Need
    }
}

const WRITE: Right = Right::NeedsWrite;

const fn step(id: NeedId, expected_revision: Option<i32>, step: Step) -> TakeStep<NeedId> {
    TakeStep {
        id,
        expected_revision,
        step,
    }
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<NeedPayload>(
            "createNeed",
            "Makes a need, of the user or of somebody else.",
            WRITE,
        )
        .takes("The need.", CreateNeedInput::read, needs::create::<need::Model>),
        Field::verb::<NeedPayload>("updateNeed", "Changes a need, but for its state.", WRITE).changes(
            "Which one.",
            "What to change.",
            UpdateNeedInput::read,
            needs::update::<need::Model>,
        ),
        Field::verb::<NeedPayload>(
            "fulfillNeed",
            "Says that a need was met: it becomes `FULFILLED`. In another state than `OPEN` this \
             is a `STATE` error that lists the states it can go to.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Fulfill),
            needs::take::<need::Model>,
        ),
        Field::verb::<NeedPayload>(
            "withdrawNeed",
            "Takes a need back: it becomes `WITHDRAWN`. In another state than `OPEN` this is a \
             `STATE` error.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Withdraw),
            needs::take::<need::Model>,
        ),
        Field::verb::<NeedPayload>(
            "reopenNeed",
            "Takes up again a need that is `FULFILLED` or `WITHDRAWN`: it becomes `OPEN`. While \
             it is `OPEN` this is a `STATE` error.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Reopen),
            needs::take::<need::Model>,
        ),
        Field::verb::<NeedPayload>(
            "archiveNeed",
            "Hides a need, which is in no match any more; it can be restored. Doing so twice \
             changes nothing.",
            WRITE,
        )
        .targets("Which one.", needs::archive::<need::Model>),
        Field::verb::<NeedPayload>("restoreNeed", "Shows an archived need again.", WRITE)
            .targets("Which one.", needs::restore::<need::Model>),
    ]
}
