use entity::ids::{InvitationId, UserId, WorkspaceId};
use entity::{Actor, invitation, membership, user_workspace};
use invitation::Column;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::auth::{self, LogIn, Session};
use crate::kit::check::Path;
use crate::kit::secret::Secret;
use crate::kit::{Code, Detail, Failure, Problem, Root, Tx, Writer};
use crate::workspaces::rules;

/// An invitation that somebody accepts.
#[derive(Clone)]
pub struct AcceptInvitation {
    /// The token that came with it.
    pub token: String,
    /// Who accepts it: a user who has signed in.
    pub user: UserId,
    /// Days for which the session is good.
    pub session_days: i64,
}

fn at() -> Path {
    Path::input("token")
}

/// Bad, used, revoked or expired: who guesses learns nothing.
fn refused() -> Failure {
    let message = "the invitation is not valid, or no longer; ask for another one";
    Problem::new(Code::Credentials, at(), message).into()
}

/// Makes a user a member of the workspace that the invitation is for, and begins a session there.
///
/// # Errors
/// The invitation is not good, the user is a member already, or belongs to too many workspaces.
pub async fn accept(root: &Root, accept: &AcceptInvitation) -> Result<Session, Failure> {
    let secret = Secret::<2>::parse(accept.token.trim()).ok_or_else(refused)?;
    let [workspace, id] = secret.ids;
    let (workspace, id) = (WorkspaceId(workspace), InvitationId(id));
    let found = invitation::Entity::find_by_id((workspace, id))
        .one(root.conn())
        .await?;
    let invitation = found
        .filter(|it| secret.matches(&it.secret_hash))
        .ok_or_else(refused)?;
    // The one write into another workspace than the caller's: the invitation, made by an owner there, is what grants it.
    let mut tx = Tx::open(root, &Writer::grant(workspace, Actor::user(accept.user))).await?;
    // Of two that come at once, or with a revocation, one finds it used.
    let used = invitation::Entity::update_many()
        .col_expr(Column::AcceptedAt, tx.now().into())
        .col_expr(Column::AcceptedBy, accept.user.into())
        .filter(Column::WorkspaceId.eq(workspace))
        .filter(Column::Id.eq(id))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(tx.now()))
        .exec(tx.conn())
        .await?;
    if used.rows_affected == 0 {
        return Err(refused());
    }
    may_join(&tx, accept.user).await?;
    auth::join(root, workspace, accept.user, invitation.role).await?;
    super::parts_changed(&mut tx).await?;
    tx.close(None).await?;
    let AcceptInvitation {
        user, session_days, ..
    } = *accept;
    auth::enter(
        root,
        &LogIn {
            user,
            workspace: Some(workspace),
            session_days,
        },
    )
    .await
}

/// A failure here takes the use of the invitation back, with the whole transaction.
async fn may_join(tx: &Tx, user: UserId) -> Result<(), Failure> {
    let member = tx
        .read()
        .select::<membership::Entity>()
        .filter(membership::Column::UserId.eq(user));
    if member.count(tx.conn()).await? > 0 {
        let detail = Detail::State {
            state: "MEMBER".to_owned(),
            allowed: Vec::new(),
        };
        let message = "you are a member of this workspace already; log in with its id";
        return Err(Problem::new(Code::State, at(), message).with(detail).into());
    }
    let others = user_workspace::Entity::find().filter(user_workspace::Column::UserId.eq(user));
    if others.count(tx.conn()).await? >= rules::WORKSPACES {
        let message = format!("a user belongs to at most {} workspaces", rules::WORKSPACES);
        return Err(rules::full(at(), rules::WORKSPACES, message).into());
    }
    Ok(())
}
