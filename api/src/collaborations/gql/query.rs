//! Queries on collaborations.

use entity::ids::CollaborationId;

use super::{CollaborationFilterInput, CollaborationOrder};
use crate::collaborations::{self, CollaborationFilter};
use crate::graphql::kinds::Collaboration;
use crate::graphql::plan::{Ask, Field, is_down};
use crate::kit::Fault;
use crate::kit::list::List;

/// Queries on collaborations.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Collaboration, CollaborationId>(
            "collaboration",
            "A collaboration by id; null when there is none.",
            "The collaboration's id.",
        ),
        Field::list::<Collaboration>(
            "collaborations",
            "The collaborations of the workspace, last changed first unless ordered otherwise.",
            list,
        )
        .argument::<Option<CollaborationFilterInput>>("filter", "Which collaborations.")
        .argument::<Option<String>>(
            "search",
            "Words of the title, summary, goal, outcome or members' roles, in any order; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<CollaborationOrder>>("orderBy", "The order; last changed first if left out.")
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let order = ask.get::<Option<CollaborationOrder>>("orderBy")?;
    let filter = CollaborationFilter {
        predicate: ask.filter(CollaborationFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    let field = order.map_or(collaborations::CollaborationOrder::UpdatedAt, |order| {
        order.field.into()
    });
    let down = order.is_none_or(|order| is_down(order.direction));
    collaborations::list(&ask.place(), &filter, (field, down), ask.now)
}
