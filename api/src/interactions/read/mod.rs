//! Reading interactions: by id, as lists of the workspace, as feeds of people, and who took part.

mod feed;
mod list;

use std::collections::HashMap;

use entity::ids::InteractionId;
use entity::{interaction, interaction_participant as participant, person};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, FromQueryResult, QueryFilter, QueryTrait};

pub use feed::{Feed, counts_of, feeds};
pub use list::{InteractionFilter, InteractionLeaf, InteractionOrder, page, position};

use crate::kit::batch::{Child, group};
use crate::kit::{Fault, Reader, record};

/// Interactions by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn by_ids(
    reader: &Reader<'_>,
    ids: &[InteractionId],
) -> Result<HashMap<InteractionId, interaction::Model>, Fault> {
    let found = record::by_ids::<interaction::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}

/// The people of many interactions, by name, in one statement.
///
/// # Errors
/// The database fails.
pub async fn participants_of(
    reader: &Reader<'_>,
    ids: &[InteractionId],
) -> Result<HashMap<InteractionId, Vec<person::Model>>, Fault> {
    let mut found = Vec::new();
    // Within what one statement may carry on either database.
    for ids in ids.chunks(500) {
        let mut statement = reader
            .select::<person::Entity>()
            .filter(participant::Column::WorkspaceId.eq(reader.workspace()))
            .filter(participant::Column::InteractionId.is_in(ids.iter().copied()))
            .into_query();
        let joined = Condition::all()
            .add(same(
                participant::Column::WorkspaceId,
                person::Column::WorkspaceId,
            ))
            .add(same(participant::Column::PersonId, person::Column::Id));
        statement.join(JoinType::InnerJoin, participant::Entity, joined);
        statement.expr_as(
            participant::Column::InteractionId.into_expr(),
            Alias::new("parent"),
        );
        statement.order_by(person::Column::SortName.as_column_ref(), sea_orm::Order::Asc);
        statement.order_by(person::Column::Id.as_column_ref(), sea_orm::Order::Asc);
        for row in reader.conn().query_all(&statement).await? {
            let child = Child::<person::Model>::from_query_result(&row, "")?;
            found.push((InteractionId(child.parent), child.model));
        }
    }
    Ok(group(found))
}

fn same(left: impl ColumnTrait, right: impl ColumnTrait) -> SimpleExpr {
    left.into_expr().eq(Expr::col(right.as_column_ref()))
}
