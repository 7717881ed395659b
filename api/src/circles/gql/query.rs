//! Queries on circles and tags.

use entity::ids::{CircleId, TagId};
use entity::{circle, tag};

use crate::circles::{self, Label, LabelFilter};
use crate::graphql::kinds::{Circle, Tag};
use crate::graphql::plan::{Ask, Field};
use crate::kit::Fault;
use crate::kit::list::List;

/// Queries on circles and tags.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Circle, CircleId>(
            "circle",
            "A circle by id; null when there is none.",
            "The id of the circle.",
        ),
        Field::list::<Circle>(
            "circles",
            "The circles of the workspace, by name.",
            list::<circle::Model>,
        )
        .argument::<Option<String>>(
            "search",
            "Words of the name or description; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
        .paged(),
        Field::by_id::<Tag, TagId>(
            "tag",
            "A tag by id; null when there is none.",
            "The id of the tag.",
        ),
        Field::list::<Tag>("tags", "The tags of the workspace, by name.", list::<tag::Model>)
            .argument::<Option<String>>("search", "Words that the name contains, whole or in part.")
            .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
            .paged(),
    ]
}

fn list<L: Label>(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = LabelFilter {
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    Ok(circles::list::<L>(&ask.place(), &filter))
}
