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
    Match, MatchOutcome, MatchPart, MatchPartKind, MatchState, with_need, with_offer, with_person,
};
pub use need::NeedPayload;
pub use object::{NeedKind, NeedState};
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

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Goal, MatchDecision, Need, Offer, Person};

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Need>(object::need)
        .record::<Offer>(object::offer)
        .record::<MatchDecision>(matching::decision)
        .queries(queries())
        .mutations(mutations())
        .extend::<Goal>(|| vec![for_goal()])
        .extend::<Person>(|| vec![needs_of_person(), offers_of_person(), with_person()])
}
