//! What the server does by itself as time passes, so that what time changes is a change of the feed like any other.
//!
//! Every server of a database does all of them: each is one write under the workspace's lock that finds nothing left to do
//! when another server was faster.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::Actor;
use entity::ids::WorkspaceId;
use sea_orm::DbErr;

use crate::app::App;
use crate::auth;
use crate::change_sets;
use crate::closing;
use crate::imports;
use crate::introductions;
use crate::jobs;
use crate::kit::{Command, Db, Failure, Writer, idempotency};

/// The time between two rounds.
const PAUSE: Duration = Duration::from_secs(60);

/// Does the rounds for as long as it is polled. A round that fails is logged, and the next one does its work.
pub async fn run(app: &App) {
    let mut rounds = tokio::time::interval(PAUSE);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        if let Err(failure) = round(app).await {
            tracing::warn!(?failure, "the chores could not be done; they will be tried again");
        }
    }
}

/// Does what is due now in every workspace: introductions whose time to answer ran out become `EXPIRED`, and
/// answers that were kept under idempotency keys are forgotten; so are sessions that ended, what was before old change sets, files and results of jobs,
/// imports that nobody went on with, and workspaces that were erased. The signing keys are read again.
///
/// # Errors
/// Something of it could not be done; the rest is.
pub async fn round(app: &App) -> Result<(), Failure> {
    app.entrance.keys.read_again();
    if app.db.is_read_only() {
        return Ok(());
    }
    let (db, now) = (&app.db, app.clock.now());
    let done = [
        in_each(
            db,
            introductions::workspaces_overdue(db, now).await,
            introductions::expire,
        )
        .await,
        in_each(
            db,
            idempotency::workspaces_outdated(db, now).await,
            idempotency::expire,
        )
        .await,
        in_each(
            db,
            change_sets::workspaces_outdated(db, now).await,
            change_sets::expire,
        )
        .await,
        in_each(db, jobs::workspaces_outdated(db, now).await, jobs::expire).await,
        in_each(db, imports::workspaces_outdated(db, now).await, imports::expire).await,
        closing::finish_all(db).await,
        forget_sessions(db, now).await,
    ];
    done.into_iter().collect()
}

/// Does one chore in these workspaces, some rows at a time, until nothing of it is left. A workspace where it fails keeps none of the
/// others from it.
async fn in_each<N: Default + PartialEq + Send + Sync>(
    db: &Db,
    workspaces: Result<Vec<WorkspaceId>, DbErr>,
    chore: impl for<'a> Command<'a, (), N> + Copy,
) -> Result<(), Failure> {
    let mut all = Ok(());
    for workspace in workspaces? {
        let by = Writer::grant(workspace, Actor::SYSTEM);
        let done = async {
            while db.write(&by, &(), chore).await?.value != N::default() {}
            Ok(())
        };
        all = all.and(done.await);
    }
    all
}

async fn forget_sessions(db: &Db, now: DateTime<Utc>) -> Result<(), Failure> {
    loop {
        let ended = auth::ended_sessions(db, now).await?;
        if ended.is_empty() {
            return Ok(());
        }
        db.write_global(&ended, auth::forget_sessions).await?;
    }
}
