use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::ids::{UserId, WorkspaceId};
use entity::{Role, invitation, membership, user, user_workspace, workspace};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::rules::{SEATS, WORKSPACES};
use crate::kit::models::models;
use crate::kit::{Fault, Reader};

/// A user who belongs to the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The user.
    pub user: user::Model,
    /// The role, and since when.
    pub membership: membership::Model,
}

/// The workspace of a reader.
///
/// # Errors
/// The database fails.
pub async fn by_id(reader: &Reader<'_>) -> Result<Option<workspace::Model>, Fault> {
    let found = models(reader, workspace::Entity::find_by_id(reader.workspace())).await?;
    Ok(found.into_iter().next())
}

/// The workspace of a reader, which is there.
///
/// # Errors
/// The database fails.
pub async fn here(reader: &Reader<'_>) -> Result<workspace::Model, Fault> {
    let found = by_id(reader).await?;
    found.ok_or_else(|| Fault::Internal("the workspace is gone".to_owned()))
}

/// The workspaces that a user belongs to, in the order in which they joined them.
///
/// # Errors
/// The database fails.
pub async fn of_user(conn: &impl ConnectionTrait, user: UserId) -> Result<Vec<WorkspaceId>, Fault> {
    Ok(memberships(conn, user)
        .await?
        .into_iter()
        .map(|joined| joined.joined_workspace)
        .collect())
}

/// The same, with the workspaces themselves and the user's role in each.
///
/// # Errors
/// The database fails.
pub async fn joined(
    conn: &impl ConnectionTrait,
    user: UserId,
) -> Result<Vec<(workspace::Model, Role)>, Fault> {
    let memberships = memberships(conn, user).await?;
    let ids = memberships.iter().map(|joined| joined.joined_workspace);
    let found = workspace::Entity::find()
        .filter(workspace::Column::Id.is_in(ids))
        .all(conn)
        .await?;
    let mut by_id: HashMap<WorkspaceId, workspace::Model> =
        found.into_iter().map(|model| (model.id, model)).collect();
    let with_role =
        |joined: user_workspace::Model| Some((by_id.remove(&joined.joined_workspace)?, joined.role));
    Ok(memberships.into_iter().filter_map(with_role).collect())
}

async fn memberships(conn: &impl ConnectionTrait, user: UserId) -> Result<Vec<user_workspace::Model>, Fault> {
    let joined = user_workspace::Entity::find()
        .filter(user_workspace::Column::UserId.eq(user))
        .order_by_asc(user_workspace::Column::JoinedAt)
        .order_by_asc(user_workspace::Column::JoinedWorkspace)
        .limit(WORKSPACES);
    Ok(joined.all(conn).await?)
}

/// Who belongs to the workspace, in the order in which they joined it.
///
/// # Errors
/// The database fails.
pub async fn members(reader: &Reader<'_>) -> Result<Vec<Member>, Fault> {
    let select = reader.select::<membership::Entity>();
    let select = select
        .order_by_asc(membership::Column::JoinedAt)
        .order_by_asc(membership::Column::UserId);
    let memberships = select.limit(SEATS).all(reader.conn()).await?;
    let ids = memberships.iter().map(|membership| membership.user_id);
    let users = user::Entity::find()
        .filter(user::Column::Id.is_in(ids))
        .all(reader.conn())
        .await?;
    let mut users: HashMap<UserId, user::Model> = users.into_iter().map(|user| (user.id, user)).collect();
    let with_user = |membership: membership::Model| {
        Some(Member {
            user: users.remove(&membership.user_id)?,
            membership,
        })
    };
    Ok(memberships.into_iter().filter_map(with_user).collect())
}

/// The invitations that can still be accepted, newest first.
///
/// # Errors
/// The database fails.
pub async fn invitations(reader: &Reader<'_>, now: DateTime<Utc>) -> Result<Vec<invitation::Model>, Fault> {
    let select = reader
        .select::<invitation::Entity>()
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(now))
        .order_by_desc(invitation::Column::Id)
        .limit(SEATS);
    Ok(select.all(reader.conn()).await?)
}

/// Invitations by their ids, whatever became of them.
///
/// # Errors
/// The database fails.
pub async fn invitations_by_id(reader: &Reader<'_>, ids: &[Uuid]) -> Result<Vec<invitation::Model>, Fault> {
    let select = reader
        .select::<invitation::Entity>()
        .filter(invitation::Column::Id.is_in(ids.iter().copied()));
    Ok(select.all(reader.conn()).await?)
}
