//! Queries on communities.

use entity::ids::CommunityId;

use super::filter::{CommunityFilterInput, CommunityOrder, chosen};
use crate::communities::{self, CommunityFilter};
use crate::graphql::kinds::{Community, CommunityMember};
use crate::graphql::plan::{Ask, Field};
use crate::kit::list::List;
use crate::kit::{Fault, Right};

/// Queries on communities.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Community, CommunityId>(
            "community",
            "A community by id; null when there is none.",
            "The community's id.",
        ),
        Field::list::<Community>(
            "communities",
            "The communities of the workspace, by name unless ordered otherwise.",
            list,
        )
        .argument::<Option<CommunityFilterInput>>("filter", "Which communities.")
        .argument::<Option<String>>(
            "search",
            "Words of the name, place or description, in any order; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<CommunityOrder>>("orderBy", "The order; by name if left out.")
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = CommunityFilter {
        predicate: ask.filter(CommunityFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    communities::list(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
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
