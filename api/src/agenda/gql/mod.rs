//! The agenda in GraphQL.

mod mutation;
mod object;
mod query;
mod telling;

pub use mutation::AgendaMutation;
pub use object::{Nudge, NudgeDecision, NudgeKind};
pub use query::queries;
