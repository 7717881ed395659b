//! Mutations of needs and offers.

use entity::{need, offer};

use super::input::{changed, made};
use crate::graphql::declare::payload;
use crate::graphql::kinds::{Need, Offer};
use crate::graphql::plan::Field;
use crate::kit::Right;
use crate::needs::{self, Step};
use crate::records::{self, gql};

payload! {
    /// What mutations of a need answer.
    NeedPayload {
        /// The need as it is now.
        "need": Need
    }
}

payload! {
    /// What mutations of an offer answer.
    OfferPayload {
        /// The offer as it is now.
        "offer": Offer
    }
}

const WRITE: Right = Right::NeedsWrite;

/// Mutations of needs.
#[must_use]
pub fn of_needs() -> Vec<Field> {
    let verb = Field::verb::<NeedPayload>;
    let step = gql::step::<need::Model, NeedPayload>;
    vec![
        verb(
            "createNeed",
            "Makes a need, of the user or of somebody else. It begins `OPEN`.",
            WRITE,
        )
        .takes_each(
            "The need that is, or could be, met.",
            made::<need::Model>,
            needs::create_all::<need::Model>,
        ),
        verb("updateNeed", "Changes a need, but for its state.", WRITE).changes_each(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            changed::<need::Model>,
            needs::update_all::<need::Model>,
        ),
        step(
            "fulfillNeed",
            "Says that a need was met: it becomes `FULFILLED`. In another state than `OPEN` this \
             is a `STATE` error that lists the states it can go to.",
            WRITE,
            Step::Fulfill,
        ),
        step(
            "withdrawNeed",
            "Takes a need back: it becomes `WITHDRAWN`. In another state than `OPEN` this is a \
             `STATE` error.",
            WRITE,
            Step::Withdraw,
        ),
        step(
            "reopenNeed",
            "Takes up again a need that is `FULFILLED` or `WITHDRAWN`: it becomes `OPEN`. While \
             it is `OPEN` this is a `STATE` error.",
            WRITE,
            Step::Reopen,
        ),
        verb(
            "archiveNeed",
            "Hides a need, which is in no match any more; it can be restored. Doing so twice \
             changes nothing.",
            WRITE,
        )
        .targets(
            "The id of the record that is meant.",
            records::archive::<need::Model>,
        ),
        verb("restoreNeed", "Shows an archived need again.", WRITE).targets(
            "The id of the record that is meant.",
            records::restore::<need::Model>,
        ),
    ]
}

/// Mutations of offers.
#[must_use]
pub fn of_offers() -> Vec<Field> {
    let verb = Field::verb::<OfferPayload>;
    let step = gql::step::<offer::Model, OfferPayload>;
    vec![
        verb(
            "createOffer",
            "Makes an offer, of the user or of somebody else. It begins `OPEN`.",
            WRITE,
        )
        .takes_each(
            "The offer that could meet the need.",
            made::<offer::Model>,
            needs::create_all::<offer::Model>,
        ),
        verb("updateOffer", "Changes an offer, but for its state.", WRITE).changes_each(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            changed::<offer::Model>,
            needs::update_all::<offer::Model>,
        ),
        step(
            "fulfillOffer",
            "Says that an offer was taken up, and stands no more: it becomes `FULFILLED`. In \
             another state than `OPEN` this is a `STATE` error that lists the states it can go \
             to.",
            WRITE,
            Step::Fulfill,
        ),
        step(
            "withdrawOffer",
            "Takes an offer back: it becomes `WITHDRAWN`. In another state than `OPEN` this is a \
             `STATE` error.",
            WRITE,
            Step::Withdraw,
        ),
        step(
            "reopenOffer",
            "Takes up again an offer that is `FULFILLED` or `WITHDRAWN`: it becomes `OPEN`. While \
             it is `OPEN` this is a `STATE` error.",
            WRITE,
            Step::Reopen,
        ),
        verb(
            "archiveOffer",
            "Hides an offer, which is in no match any more; it can be restored. Doing so twice \
             changes nothing.",
            WRITE,
        )
        .targets(
            "The id of the record that is meant.",
            records::archive::<offer::Model>,
        ),
        verb("restoreOffer", "Shows an archived offer again.", WRITE).targets(
            "The id of the record that is meant.",
            records::restore::<offer::Model>,
        ),
    ]
}
