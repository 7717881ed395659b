//! The tags and circles of many people.

use std::collections::HashMap;

use entity::ids::PersonId;
use entity::{circle, circle_member, person_tag, tag};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::Label;
use crate::kit::batch::{Child, group};
use crate::kit::{Fault, Reader, record};

/// The live tags of people, by name: at most [`crate::circles::LABELS`] of each.
///
/// # Errors
/// The database fails.
pub async fn tags_of(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<tag::Model>>, Fault> {
    use person_tag::Column as Link;
    let joined = Condition::all()
        .add(
            Link::WorkspaceId
                .into_expr()
                .equals((tag::Entity, tag::Column::WorkspaceId)),
        )
        .add(Link::TagId.into_expr().equals((tag::Entity, tag::Column::Id)));
    labels_of(reader, people, person_tag::Entity, joined, Link::PersonId).await
}

/// The live circles of people, by name: at most [`crate::circles::LABELS`] of each.
///
/// # Errors
/// The database fails.
pub async fn circles_of(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<circle::Model>>, Fault> {
    use circle_member::Column as Link;
    let joined = Condition::all()
        .add(
            Link::WorkspaceId
                .into_expr()
                .equals((circle::Entity, circle::Column::WorkspaceId)),
        )
        .add(
            Link::CircleId
                .into_expr()
                .equals((circle::Entity, circle::Column::Id)),
        );
    labels_of(reader, people, circle_member::Entity, joined, Link::PersonId).await
}

async fn labels_of<L: Label, E: EntityTrait>(
    reader: &Reader<'_>,
    people: &[PersonId],
    links: E,
    joined: Condition,
    person: E::Column,
) -> Result<HashMap<PersonId, Vec<L>>, Fault> {
    let mut rows: Vec<Child<L>> = Vec::new();
    for people in people.chunks(500) {
        let mut select = reader
            .select::<L::Table>()
            .filter(L::archived_at_column().is_null())
            .filter(person.is_in(people.iter().copied()))
            .column_as(person, "parent");
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, links, joined.clone());
        let select = select
            .order_by_asc(L::name_key_column())
            .order_by_asc(record::id_column::<L>());
        rows.extend(select.into_model().all(reader.conn()).await?);
    }
    Ok(group(
        rows.into_iter()
            .map(|child| (PersonId(child.parent), child.model)),
    ))
}
