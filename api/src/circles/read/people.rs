//! The tags and circles of people.

use std::collections::HashMap;

use entity::ids::PersonId;
use entity::{circle, circle_member, person_tag, tag};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::kit::batch::{Child, group};
use crate::kit::list::Children;
use crate::kit::{Fault, Reader, Scope};

/// The live tags of people, by name: at most [`crate::circles::LABELS`] of each.
#[must_use]
pub fn tags_of_people(scope: &Scope) -> Children {
    use person_tag::Column as Link;
    use tag::Column;
    Children::linked::<tag::Entity, person_tag::Entity>(scope, Column::Id, Link::TagId, Link::PersonId)
        .filter(Column::ArchivedAt.is_null())
        .order_by([Column::NameKey, Column::Id])
}

/// The live circles of people, by name: at most [`crate::circles::LABELS`] of each.
#[must_use]
pub fn circles_of_people(scope: &Scope) -> Children {
    use circle::Column;
    use circle_member::Column as Link;
    Children::linked::<circle::Entity, circle_member::Entity>(
        scope,
        Column::Id,
        Link::CircleId,
        Link::PersonId,
    )
    .filter(Column::ArchivedAt.is_null())
    .order_by([Column::NameKey, Column::Id])
}

/// The live tags of people, by name.
///
/// # Errors
/// The database fails.
pub async fn tags_of(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<tag::Model>>, Fault> {
    use person_tag::Column as Link;
    let mut rows: Vec<Child<tag::Model>> = Vec::new();
    for people in people.chunks(500) {
        let mut select = reader
            .select::<tag::Entity>()
            .filter(tag::Column::ArchivedAt.is_null())
            .filter(Link::PersonId.is_in(people.iter().copied()))
            .column_as(Link::PersonId, "parent");
        let joined = Condition::all()
            .add(
                Link::WorkspaceId
                    .into_expr()
                    .equals((tag::Entity, tag::Column::WorkspaceId)),
            )
            .add(Link::TagId.into_expr().equals((tag::Entity, tag::Column::Id)));
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, person_tag::Entity, joined);
        rows.extend(
            select
                .order_by_asc(tag::Column::NameKey)
                .into_model()
                .all(reader.conn())
                .await?,
        );
    }
    Ok(group(
        rows.into_iter()
            .map(|child| (PersonId(child.parent), child.model)),
    ))
}
