//! Who may enter a workspace. A membership is kept twice: in `membership` by workspace, and in `user_workspace` by user, for
//! log-in. Only the functions here write the two, always together and in one transaction.

use entity::change::ChangeOp;
use entity::ids::{ApiTokenId, UserId, WorkspaceId};
use entity::{RecordType, Role, api_token, membership, refresh_token, session, user_workspace};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
};

use crate::kit::{Failure, Root, Tx};

/// Makes a user a member of a workspace.
///
/// # Errors
/// The database fails.
pub(crate) async fn join(
    root: &Root,
    workspace_id: WorkspaceId,
    user_id: UserId,
    role: Role,
) -> Result<(), Failure> {
    let joined_at = root.now();
    let membership = membership::Model {
        workspace_id,
        user_id,
        role,
        joined_at,
    };
    membership
        .into_active_model()
        .reset_all()
        .insert(root.conn())
        .await?;
    let listed = user_workspace::Model {
        user_id,
        joined_workspace: workspace_id,
        role,
        joined_at,
    };
    listed.into_active_model().reset_all().insert(root.conn()).await?;
    Ok(())
}

/// Gives a member another role.
///
/// # Errors
/// The database fails, or the user is no member.
pub(crate) async fn set_role(
    tx: &Tx,
    before: &membership::Model,
    role: Role,
) -> Result<membership::Model, Failure> {
    let after = membership::Model {
        role,
        ..before.clone()
    };
    let membership::Model {
        workspace_id,
        user_id,
        role,
        joined_at,
    } = after;
    tx.regrant();
    tx.put::<membership::Entity>(&after).await?;
    let listed = user_workspace::Model {
        user_id,
        joined_workspace: workspace_id,
        role,
        joined_at,
    };
    tx.put::<user_workspace::Entity>(&listed).await?;
    Ok(after)
}

/// Ends all memberships of a workspace, and all sessions in it; how many members there were.
///
/// # Errors
/// The database fails.
pub(crate) async fn close(tx: &Tx) -> Result<usize, Failure> {
    let workspace = tx.workspace();
    tx.regrant();
    let sessions = session::Entity::find().filter(session::Column::ForWorkspace.eq(workspace));
    let sessions = sessions.select_only().column(session::Column::Id).into_query();
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.in_subquery(sessions))
        .exec(tx.conn())
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::ForWorkspace.eq(workspace))
        .exec(tx.conn())
        .await?;
    user_workspace::Entity::delete_many()
        .filter(user_workspace::Column::JoinedWorkspace.eq(workspace))
        .exec(tx.conn())
        .await?;
    let members = membership::Entity::delete_many()
        .filter(membership::Column::WorkspaceId.eq(workspace))
        .exec(tx.conn())
        .await?;
    Ok(usize::try_from(members.rows_affected).unwrap_or(usize::MAX))
}

/// Ends a user's membership, and with it their sessions and API tokens in the workspace: a user who joins again later gets
/// none of the old ones back.
///
/// # Errors
/// The database fails.
pub(crate) async fn leave(tx: &mut Tx, user: UserId) -> Result<(), Failure> {
    let (workspace, now) = (tx.workspace(), tx.now());
    tx.regrant();
    membership::Entity::delete_by_id((workspace, user))
        .exec(tx.conn())
        .await?;
    user_workspace::Entity::delete_by_id((user, workspace))
        .exec(tx.conn())
        .await?;
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, now.into())
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::ForWorkspace.eq(workspace))
        .filter(session::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    let live = tx.read().select::<api_token::Entity>();
    let live = live
        .filter(api_token::Column::UserId.eq(user))
        .filter(api_token::Column::RevokedAt.is_null());
    let tokens: Vec<ApiTokenId> = live
        .select_only()
        .column(api_token::Column::Id)
        .into_tuple()
        .all(tx.conn())
        .await?;
    for token in &tokens {
        tx.announce(RecordType::ApiToken, token.0, ChangeOp::Archive, 2);
    }
    api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAt, now.into())
        .filter(api_token::Column::WorkspaceId.eq(workspace))
        .filter(api_token::Column::UserId.eq(user))
        .filter(api_token::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}
