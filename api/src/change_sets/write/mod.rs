//! Writing: undoing, and forgetting what was before.
//!
//! - `undo`: the command. `erase`: records that the change set made.

mod erase;
mod undo;

use entity::{Tenant as _, change_set, change_set_row};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub use undo::{Conflict, Undo, Undone, undo};

use super::read::outdated;
use crate::kit::{Failure, Tx};

/// Change sets of one write.
const SOME: u64 = 20;

/// Forgets what was before change sets that are old; some at a time, and answers how many.
///
/// # Errors
/// The database fails.
pub async fn expire(tx: &mut Tx, (): &()) -> Result<usize, Failure> {
    use change_set::Column;
    let old = tx
        .read()
        .select::<change_set::Entity>()
        .filter(outdated(tx.now()));
    let old = old.order_by_asc(Column::At).limit(SOME).all(tx.conn()).await?;
    let ids: Vec<_> = old.iter().map(|set| set.id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    change_set_row::Entity::delete_many()
        .filter(change_set_row::Entity::workspace_column().eq(tx.workspace()))
        .filter(change_set_row::Column::ChangeSetId.is_in(ids.iter().copied()))
        .exec(tx.conn())
        .await?;
    change_set::Entity::update_many()
        .col_expr(Column::IsKept, false.into())
        .filter(change_set::Entity::workspace_column().eq(tx.workspace()))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(ids.len())
}
