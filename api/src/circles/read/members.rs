//! The members of many circles.

use std::collections::HashMap;

use entity::{Tenant, circle_member, person, person_tag};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, JoinType, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::kit::list::{List, Sort, bare};
use crate::kit::{Fault, Reader, Scope};

/// The live members of a circle, by name.
#[must_use]
pub fn members(scope: &Scope) -> List {
    use circle_member::Column as Link;
    use person::Column;
    let mut live = bare(
        scope
            .select::<person::Entity>()
            .filter(Column::ArchivedAt.is_null()),
    );
    let joined = Condition::all()
        .add(Link::WorkspaceId.eq(scope.workspace()))
        .add(Link::PersonId.into_expr().equals((person::Entity, Column::Id)));
    live.join(JoinType::InnerJoin, circle_member::Entity, joined);
    let sort = Sort::by(Column::SortName, Column::Id, false);
    List::under(live, Link::CircleId.into_expr(), sort)
}

/// How many live people are in circles; circles without any are left out.
///
/// # Errors
/// The database fails.
pub async fn members_of_circles(reader: &Reader<'_>, circles: &[Uuid]) -> Result<HashMap<Uuid, i64>, Fault> {
    use circle_member::Column;
    counted::<circle_member::Entity>(
        reader,
        (Column::WorkspaceId, Column::CircleId, Column::PersonId),
        circles,
    )
    .await
}

/// How many live people have tags; tags that nobody has are left out.
///
/// # Errors
/// The database fails.
pub async fn members_of_tags(reader: &Reader<'_>, tags: &[Uuid]) -> Result<HashMap<Uuid, i64>, Fault> {
    use person_tag::Column;
    counted::<person_tag::Entity>(
        reader,
        (Column::WorkspaceId, Column::TagId, Column::PersonId),
        tags,
    )
    .await
}

/// How many live people a table links to each of these labels, which are all in one workspace.
async fn counted<L: Tenant>(
    reader: &Reader<'_>,
    (workspace, label, person): (L::Column, L::Column, L::Column),
    labels: &[Uuid],
) -> Result<HashMap<Uuid, i64>, Fault> {
    let joined = Condition::all()
        .add(
            workspace
                .into_expr()
                .equals((person::Entity, person::Column::WorkspaceId)),
        )
        .add(person.into_expr().equals((person::Entity, person::Column::Id)));
    let mut counts = HashMap::new();
    for labels in labels.chunks(500) {
        let mut select = reader
            .select::<L>()
            .filter(label.is_in(labels.iter().copied()))
            .filter(person::Column::ArchivedAt.is_null())
            .select_only()
            .column(label)
            .column_as(person.count(), "members")
            .group_by(label);
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, person::Entity, joined.clone());
        counts.extend(select.into_tuple::<(Uuid, i64)>().all(reader.conn()).await?);
    }
    Ok(counts)
}
