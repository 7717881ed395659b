//! Needs, offers and matches in GraphQL.

mod decide;
mod filter;
mod input;
mod matching;
mod need;
mod object;
mod offer;
mod query;

pub use decide::MatchDecisionPayload;
pub use filter::{
    MatchDecisionFilterInput, MatchStateComparator, NeedFilterInput, NeedKindComparator, NeedOrder,
    NeedOrderField, NeedStateComparator, OfferFilterInput,
};
pub use input::{CreateNeedInput, CreateOfferInput, UpdateNeedInput, UpdateOfferInput};
pub use matching::{
    Match, MatchDecision, MatchOutcome, MatchPart, MatchPartKind, MatchState, with_need, with_offer,
    with_person,
};
pub use need::NeedPayload;
pub use object::{Need, NeedKind, NeedState, Offer};
pub use offer::OfferPayload;
pub use query::{for_goal, needs_of_person, offers_of_person, queries};

use crate::graphql::plan::Field;

/// Mutations of needs, offers and matches.
#[must_use]
pub fn mutations() -> Vec<Field> {
    [need::mutations(), offer::mutations(), decide::mutations()]
        .into_iter()
        .flatten()
        .collect()
}
