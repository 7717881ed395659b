use entity::ids::{UserId, WorkspaceId};
use entity::{user_workspace, workspace};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::kit::{Db, Fault, Reader};

/// The workspace of a reader.
///
/// # Errors
/// The database fails.
pub async fn by_id(reader: &Reader<'_>) -> Result<Option<workspace::Model>, Fault> {
    Ok(workspace::Entity::find_by_id(reader.workspace()).one(reader.conn()).await?)
}

/// The workspaces that a user belongs to, in the order in which they joined them.
///
/// # Errors
/// The database fails.
pub async fn of_user(db: &Db, user: UserId) -> Result<Vec<WorkspaceId>, Fault> {
    let joined = user_workspace::Entity::find()
        .filter(user_workspace::Column::UserId.eq(user))
        .order_by_asc(user_workspace::Column::JoinedAt)
        .all(db.global())
        .await?;
    Ok(joined.into_iter().map(|joined| joined.joined_workspace).collect())
}
