//! Goals in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use filter::{GoalFilterInput, GoalHorizonComparator, GoalOrder, GoalOrderField, GoalStateComparator};
pub use input::{CreateGoalInput, UpdateGoalInput};
pub use mutation::{GoalPayload, mutations};
pub use object::{Goal, GoalHorizon, GoalState, GoalSupporter};
pub use query::{in_collaboration, queries, supported_by_person, with_person};
