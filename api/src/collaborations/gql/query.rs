//! Queries on collaborations.

use entity::collaboration;
use entity::ids::CollaborationId;

use super::CollaborationMembersFilter;
use crate::collaborations;
use crate::graphql::kinds::Collaboration;
use crate::graphql::plan::Field;
use crate::records::gql::{list_by, listed};

/// Queries on collaborations.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Collaboration, CollaborationId>(
            "collaboration",
            "A collaboration by id; null when there is none.",
            "The id of the collaboration.",
        ),
        listed::<collaboration::Model, CollaborationMembersFilter>(
            Field::list::<Collaboration>(
                "collaborations",
                "The collaborations of the workspace, last changed first unless ordered otherwise.",
                |ask| {
                    list_by::<collaboration::Model, CollaborationMembersFilter>(
                        ask,
                        collaborations::condition,
                    )
                },
            ),
            (
                "Words of the title, description, aim, result or members' roles, in any order; their beginnings are enough.",
                "The order; last changed first if left out.",
            ),
        ),
    ]
}
