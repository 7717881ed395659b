//! Collaborations in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use filter::CollaborationMembersFilter;
pub use mutation::mutations;
pub use object::{CollaborationKind, CollaborationState};
pub use query::queries;

use crate::collaborations;
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Collaboration, CollaborationMember, CollaborationMilestone, Person};
use crate::graphql::plan::Field;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Collaboration>(object::collaboration)
        .part::<CollaborationMember>(object::collaboration_member)
        .part::<CollaborationMilestone>(object::collaboration_milestone)
        .serves(collaborations::afresh())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(added_to_people)
}

/// What this area adds to them.
fn added_to_people() -> Vec<Field> {
    vec![
        Field::list::<Collaboration>(
            "collaborations",
            "Collaborations that they are a member of, newest first.",
            |ask| Ok(collaborations::of_people(&ask.scope)),
        )
        .paged(),
    ]
}
