//! What the server does by itself as time passes, so that what time changes is a change of the feed like any other.
//!
//! Every server of a database does all of them: each is one write under the workspace's lock that finds nothing left to do
//! when another server was faster.

use std::time::Duration;

use entity::Actor;

use crate::app::App;
use crate::auth;
use crate::change_sets;
use crate::closing;
use crate::imports;
use crate::introductions;
use crate::jobs;
use crate::kit::{Failure, Writer, idempotency};

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
/// answers that were kept under idempotency keys are forgotten; so are sessions that ended, what was before old change sets, files and results of jobs, imports that nobody went on with, and workspaces that were erased. The
/// signing keys are read again.
///
/// # Errors
/// The database fails. What was done until then stays.
pub async fn round(app: &App) -> Result<(), Failure> {
    app.entrance.keys.read_again();
    if app.db.is_read_only() {
        return Ok(());
    }
    let now = app.clock.now();
    for workspace in introductions::workspaces_overdue(&app.db, now).await? {
        let by = Writer::grant(workspace, Actor::SYSTEM);
        while app.db.write(&by, &(), introductions::expire).await?.value > 0 {}
    }
    for workspace in idempotency::workspaces_outdated(&app.db, now).await? {
        let by = Writer::grant(workspace, Actor::SYSTEM);
        while app.db.write(&by, &(), idempotency::expire).await?.value > 0 {}
    }
    for workspace in change_sets::workspaces_outdated(&app.db, now).await? {
        let by = Writer::grant(workspace, Actor::SYSTEM);
        while app.db.write(&by, &(), change_sets::expire).await?.value > 0 {}
    }
    for workspace in jobs::workspaces_outdated(&app.db, now).await? {
        let by = Writer::grant(workspace, Actor::SYSTEM);
        while app.db.write(&by, &(), jobs::expire).await?.value > 0 {}
    }
    for workspace in imports::workspaces_outdated(&app.db, now).await? {
        let by = Writer::grant(workspace, Actor::SYSTEM);
        while app.db.write(&by, &(), imports::expire).await?.value > 0 {}
    }
    closing::finish_all(&app.db).await?;
    loop {
        let ended = auth::ended_sessions(&app.db, now).await?;
        if ended.is_empty() {
            break;
        }
        app.db.write_global(&ended, auth::forget_sessions).await?;
    }
    Ok(())
}
