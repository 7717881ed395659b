//! Mutations of offers.

use entity::ids::OfferId;
use entity::offer;

use super::{CreateOfferInput, UpdateOfferInput};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Offer;
use crate::graphql::plan::Field;
use crate::kit::Right;
use crate::needs::{self, Step, TakeStep};

payload! {
    /// What mutations of an offer answer.
    OfferPayload {
        /// The offer as it is now.
        "offer": Offer
    }
}

const WRITE: Right = Right::NeedsWrite;

const fn step(id: OfferId, expected_revision: Option<i32>, step: Step) -> TakeStep<OfferId> {
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
        Field::verb::<OfferPayload>(
            "createOffer",
            "Makes an offer, of the user or of somebody else.",
            WRITE,
        )
        .takes(
            "The offer.",
            CreateOfferInput::read,
            needs::create::<offer::Model>,
        ),
        Field::verb::<OfferPayload>("updateOffer", "Changes an offer, but for its state.", WRITE).changes(
            "Which one.",
            "What to change.",
            UpdateOfferInput::read,
            needs::update::<offer::Model>,
        ),
        Field::verb::<OfferPayload>(
            "fulfillOffer",
            "Says that an offer was taken up, and stands no more: it becomes `FULFILLED`. In \
             another state than `OPEN` this is a `STATE` error that lists the states it can go \
             to.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Fulfill),
            needs::take::<offer::Model>,
        ),
        Field::verb::<OfferPayload>(
            "withdrawOffer",
            "Takes an offer back: it becomes `WITHDRAWN`. In another state than `OPEN` this is a \
             `STATE` error.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Withdraw),
            needs::take::<offer::Model>,
        ),
        Field::verb::<OfferPayload>(
            "reopenOffer",
            "Takes up again an offer that is `FULFILLED` or `WITHDRAWN`: it becomes `OPEN`. While \
             it is `OPEN` this is a `STATE` error.",
            WRITE,
        )
        .steps(
            "Which one.",
            |id, revision| step(id, revision, Step::Reopen),
            needs::take::<offer::Model>,
        ),
        Field::verb::<OfferPayload>(
            "archiveOffer",
            "Hides an offer, which is in no match any more; it can be restored. Doing so twice \
             changes nothing.",
            WRITE,
        )
        .targets("Which one.", needs::archive::<offer::Model>),
        Field::verb::<OfferPayload>("restoreOffer", "Shows an archived offer again.", WRITE)
            .targets("Which one.", needs::restore::<offer::Model>),
    ]
}
