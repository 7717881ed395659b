//! The members of many circles.

use std::collections::HashMap;

use entity::ids::CircleId;
use entity::{circle_member, person};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, JoinType, QueryFilter, QuerySelect};

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

/// How many live members circles have; circles without any are left out.
///
/// # Errors
/// The database fails.
pub async fn member_counts(
    reader: &Reader<'_>,
    circles: &[CircleId],
) -> Result<HashMap<CircleId, i64>, Fault> {
    use circle_member::Column;
    let joined = Condition::all()
        .add(
            Column::WorkspaceId
                .into_expr()
                .equals((person::Entity, person::Column::WorkspaceId)),
        )
        .add(
            Column::PersonId
                .into_expr()
                .equals((person::Entity, person::Column::Id)),
        );
    let mut counts = HashMap::new();
    for circles in circles.chunks(500) {
        let mut select = reader
            .select::<circle_member::Entity>()
            .filter(Column::CircleId.is_in(circles.iter().copied()))
            .filter(person::Column::ArchivedAt.is_null())
            .select_only()
            .column(Column::CircleId)
            .column_as(Column::PersonId.count(), "members")
            .group_by(Column::CircleId);
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, person::Entity, joined.clone());
        counts.extend(select.into_tuple::<(CircleId, i64)>().all(reader.conn()).await?);
    }
    Ok(counts)
}
