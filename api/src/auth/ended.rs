//! Sessions that have ended are forgotten: nothing tells their tokens from unknown ones.

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::SessionId;
use entity::{refresh_token, session};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::kit::{Db, Failure, Root};

/// For how long an ended session is kept, in days: longer than any access token of it is good.
const DAYS: i64 = 2;

/// How many sessions one write forgets.
const BATCH: u64 = 200;

/// Sessions that ended so long ago that they can be forgotten, a few of them.
///
/// # Errors
/// The database fails.
pub async fn ended_sessions(db: &Db, now: DateTime<Utc>) -> Result<Vec<SessionId>, DbErr> {
    use session::Column;
    let before = now - TimeDelta::days(DAYS);
    let ended = Condition::any()
        .add(Column::ExpiresAt.lt(before))
        .add(Column::RevokedAt.lt(before));
    let ended = session::Entity::find().filter(ended).limit(BATCH);
    let ended = ended.select_only().column(Column::Id).into_tuple();
    ended.all(&db.global()).await
}

/// Forgets sessions, with all of their refresh tokens.
///
/// # Errors
/// The database fails.
#[expect(clippy::ptr_arg, reason = "a command takes its input as it is kept")]
pub async fn forget_sessions(root: &Root, sessions: &Vec<SessionId>) -> Result<(), Failure> {
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.is_in(sessions.iter().copied()))
        .exec(root.conn())
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::Id.is_in(sessions.iter().copied()))
        .exec(root.conn())
        .await?;
    Ok(())
}
