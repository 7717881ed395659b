//! Workspaces, their members and their invitations in GraphQL.

mod input;
mod mutation;
mod object;
mod payload;
mod query;
mod user;

pub use mutation::mutations;
pub use query::queries;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Invitation, User, Workspace};

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .part::<User>(user::user)
        .part::<Workspace>(object::workspace)
        .part::<Invitation>(object::invitation)
        .queries(queries())
        .mutations(mutations())
}
