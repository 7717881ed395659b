//! Reading interactions: by id, as lists of the workspace, as feeds of people, and who took part.

mod feed;
mod list;

use entity::{interaction_participant as participant, person};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};

pub use feed::{feed, heard, latest};
pub use list::{Conditions, InteractionFilter, InteractionLeaf, InteractionOrder, LATEST, list};

use crate::kit::Scope;
use crate::kit::list::Children;

/// The people of interactions, by name.
#[must_use]
pub fn participants(scope: &Scope) -> Children {
    use participant::Column as Link;
    Children::linked::<person::Entity, participant::Entity>(
        scope,
        person::Column::Id,
        Link::PersonId,
        Link::InteractionId,
    )
    .order_by([person::Column::SortName, person::Column::Id])
}

fn same(left: impl ColumnTrait, right: impl ColumnTrait) -> SimpleExpr {
    left.into_expr().eq(Expr::col(right.as_column_ref()))
}
