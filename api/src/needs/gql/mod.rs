//! Needs, offers and matches in GraphQL.

mod decide;
mod filter;
mod input;
mod matching;
mod object;
mod query;
mod wish;

pub use matching::{Match, MatchState, with_need, with_offer, with_person};
pub use object::{NeedKind, NeedState};
pub use query::{for_goal, needs_of_person, offers_of_person, queries};
pub use wish::{of_needs, of_offers};

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Collaboration, Goal, MatchDecision, Need, Offer, Person};
use crate::needs;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Need>(object::need)
        .record::<Offer>(object::offer)
        .record::<MatchDecision>(matching::decision)
        .serves(needs::afresh::<entity::need::Model>())
        .serves(needs::afresh::<entity::offer::Model>())
        .queries(queries())
        .mutations(of_needs())
        .mutations(of_offers())
        .mutations(decide::mutations())
        .extend::<Collaboration>(|| vec![matching::of_collaboration()])
        .extend::<Goal>(|| vec![for_goal()])
        .extend::<Person>(|| vec![needs_of_person(), offers_of_person(), with_person()])
}
