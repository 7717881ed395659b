//! The members of many circles.

use std::collections::HashMap;

use entity::ids::CircleId;
use entity::{circle_member, person};
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, JoinType, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::kit::batch::{Child, group, top_of_each};
use crate::kit::page::{Page, PageRequest, Position, Sorting};
use crate::kit::{Fault, Reader};

/// A circle, and which part of its members.
pub type OfCircle = (CircleId, PageRequest);

/// The place of a person in a circle, which is by name.
#[must_use]
pub fn member_position(person: &person::Model) -> Position {
    Position {
        key: person.sort_name.as_str().into(),
        id: person.id.0,
    }
}

/// Pages of the live members of many circles, by name; one statement where the pages are alike, and one more where they
/// are counted.
///
/// # Errors
/// The database fails.
pub async fn members_of(
    reader: &Reader<'_>,
    keys: &[OfCircle],
) -> Result<HashMap<OfCircle, Page<person::Model>>, Fault> {
    use person::Column;
    let sorting = Sorting {
        key: Column::SortName,
        id: Column::Id,
        descending: false,
    };
    let mut pages = HashMap::new();
    for (request, circles) in group(keys.iter().map(|(circle, request)| (request.clone(), *circle))) {
        let list = |circle: SimpleExpr| {
            let members = reader
                .select::<circle_member::Entity>()
                .filter(circle_member::Column::CircleId.into_expr().eq(circle))
                .select_only()
                .column(circle_member::Column::PersonId);
            let live = reader
                .select::<person::Entity>()
                .filter(Column::ArchivedAt.is_null());
            let mut select = live
                .filter(Column::Id.in_subquery(members.into_query()))
                .into_query();
            sorting.limit(&request, &mut select);
            select
        };
        let parents: Vec<Uuid> = circles.iter().map(|circle| circle.0).collect();
        let found: Vec<Child<person::Model>> = top_of_each(reader, &parents, list).await?;
        let mut rows = group(found.into_iter().map(|child| (child.parent, child.model)));
        let totals = if request.count {
            member_counts(reader, &circles).await?
        } else {
            HashMap::new()
        };
        for circle in circles {
            let total = request
                .count
                .then(|| totals.get(&circle).copied().unwrap_or_default());
            let page = request.cut(rows.remove(&circle.0).unwrap_or_default(), total);
            pages.insert((circle, request.clone()), page);
        }
    }
    Ok(pages)
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
