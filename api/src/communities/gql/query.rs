//! Queries on communities.

use entity::community;
use entity::ids::CommunityId;

use super::filter::CommunityMembersFilter;
use crate::communities;
use crate::graphql::kinds::{Community, CommunityMember};
use crate::graphql::plan::{Ask, Field};
use crate::kit::list::List;
use crate::kit::{Fault, Right};
use crate::records;

/// Queries on communities.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Community, CommunityId>(
            "community",
            "A community by id; null when there is none.",
            "The id of the community.",
        ),
        records::gql::listed::<community::Model, CommunityMembersFilter>(
            Field::list::<Community>(
                "communities",
                "The communities of the workspace, by name unless ordered otherwise.",
                list,
            ),
            (
                "Words of the name, place or description, in any order; their beginnings are enough.",
                "The order; by name if left out.",
            ),
        ),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    records::gql::list_by::<community::Model, CommunityMembersFilter>(ask, |place, leaf| {
        communities::condition(&place.scope, leaf)
    })
}

/// Whether only what lasts is asked for.
pub(super) fn current(ask: &Ask<'_>) -> Result<bool, Fault> {
    ask.flag("current")
}

/// The field `communities` of a person.
#[must_use]
pub fn of_person() -> Field {
    let description = "The communities that they are or were in, by name.";
    Field::list::<Community>("communities", description, |ask| {
        Ok(communities::of_people(&ask.scope, current(ask)?))
    })
    .argument::<Option<bool>>("current", "Only those that they still are in; all if left out.")
    .paged()
}

/// The field `communityMemberships` of a person.
#[must_use]
pub fn memberships_of_person() -> Field {
    let description = "Their parts in communities, last entered first.";
    Field::list::<CommunityMember>("communityMemberships", description, |ask| {
        Ok(communities::memberships_of(&ask.scope, current(ask)?))
    })
    .argument::<Option<bool>>("current", "Only those that last; all if left out.")
    .paged()
    .needs(Right::EventsRead)
}
