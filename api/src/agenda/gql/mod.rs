//! The agenda in GraphQL.

mod mutation;
mod object;
mod query;
mod telling;

pub use mutation::mutations;
pub use object::{Nudge, NudgeDecision, NudgeKind};
pub use query::queries;
