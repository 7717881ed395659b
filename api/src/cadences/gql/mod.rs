//! Cadences, who is due, and check-ins in GraphQL.

mod input;
mod mutation;
mod object;
mod query;
mod status;

pub use mutation::mutations;
pub use object::{Cadence, CheckIn, CheckInState};
pub use query::queries;
pub use status::{CheckInBand, CheckInStatus, of_people};
