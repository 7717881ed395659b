//! Sessions go on by refresh tokens, each good for one use.
//!
//! Always: a used token is answered by the same successor for moments, and ends its session after. The successor is made of the
//! token, which only its holder has, and of a salt, which only the database has.

use chrono::TimeDelta;
use entity::ids::SessionId;
use entity::{membership, refresh_token, session, user, workspace};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::Session;
use super::sessions::{end, issue};
use crate::kit::secret::{Secret, salt};
use crate::kit::{Failure, Root};

/// For so long a refresh token that was used gets the same answer again.
const AGAIN_SECONDS: i64 = 30;

/// What a refresh comes to.
#[derive(Clone, Debug)]
pub enum Refreshed {
    /// The session goes on.
    Session(Box<Session>),
    /// The token is unknown, expired or of an ended session.
    Refused,
    /// The token was used before, and not just now: somebody has a copy. The session has been ended.
    Reused(SessionId),
}

/// Exchanges a refresh token for the next. One that comes back within moments gets the same next one: of two tabs each may have
/// sent it, and an answer may be lost.
///
/// # Errors
/// The database fails. A token that is not good is an answer, so that what it sets off is kept.
#[expect(clippy::ptr_arg, reason = "a command takes its input as it is kept")]
pub async fn refresh(root: &Root, token: &String) -> Result<Refreshed, Failure> {
    let Some(secret) = Secret::<1>::parse(token) else {
        return Ok(Refreshed::Refused);
    };
    let Some(found) = refresh_token::Entity::find_by_id(secret.hash())
        .one(root.conn())
        .await?
    else {
        return Ok(Refreshed::Refused);
    };
    let Some(session) = session::Entity::find_by_id(found.session_id)
        .one(root.conn())
        .await?
    else {
        return Ok(Refreshed::Refused);
    };
    let now = root.now();
    if session.revoked_at.is_some() || session.expires_at <= now {
        return Ok(Refreshed::Refused);
    }
    // Leaving a workspace ends the sessions there; one that began meanwhile does not go on.
    let belongs = membership::Entity::find_by_id((session.for_workspace, session.user_id));
    let Some(membership) = belongs.one(root.conn()).await? else {
        return Ok(Refreshed::Refused);
    };
    let Some(next) = next(root, &secret, session.id).await? else {
        end(root, session.id).await?;
        return Ok(Refreshed::Reused(session.id));
    };
    let user = user::Entity::find_by_id(session.user_id).one(root.conn()).await?;
    let workspace = workspace::Entity::find_by_id(session.for_workspace)
        .one(root.conn())
        .await?;
    let (Some(user), Some(workspace)) = (user, workspace) else {
        return Ok(Refreshed::Refused);
    };
    Ok(Refreshed::Session(Box::new(Session {
        id: session.id,
        user,
        workspace,
        role: membership.role,
        refresh_token: next.expose(),
    })))
}

/// The secret that follows on a refresh token: a new one at its first use, the same one for moments after; then none.
async fn next(root: &Root, secret: &Secret<1>, session: SessionId) -> Result<Option<Secret<1>>, Failure> {
    use refresh_token::{Column, Entity};
    let (now, hash, salt) = (root.now(), secret.hash(), salt());
    let next = secret.successor(&salt);
    // Of two that come at once, one finds the token used.
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, now.into())
        .col_expr(Column::Salt, salt.into())
        .filter(Column::Hash.eq(&hash))
        .filter(Column::UsedAt.is_null())
        .exec(root.conn())
        .await?;
    let recently = now - TimeDelta::seconds(AGAIN_SECONDS);
    if used.rows_affected == 0 {
        let used = Entity::find_by_id(hash).one(root.conn()).await?;
        let recent = used.filter(|it| it.used_at.is_some_and(|at| at >= recently));
        let salt = recent.and_then(|it| it.salt);
        return Ok(salt.map(|salt| secret.successor(&salt)));
    }
    issue(root, &next, session).await?;
    // What is answered no more need not be known any more.
    Entity::update_many()
        .col_expr(Column::Salt, Option::<String>::None.into())
        .filter(Column::SessionId.eq(session))
        .filter(Column::UsedAt.lt(recently))
        .filter(Column::Salt.is_not_null())
        .exec(root.conn())
        .await?;
    Ok(Some(next))
}
