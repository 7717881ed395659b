//! Gratitude in GraphQL.

mod direction;
mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use direction::{Direction, DirectionComparator};
pub use input::{DraftGratitudeInput, GratitudeInput, SendGratitudeInput};
pub use mutation::mutations;
pub use object::{GratitudeMeans, GratitudeState};
pub use query::{for_collaboration, for_exchange, for_introduction, queries, with_person};

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Gratitude, Person};
use crate::gratitude;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Gratitude>(object::declare)
        .serves(gratitude::afresh())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(|| vec![with_person()])
}
