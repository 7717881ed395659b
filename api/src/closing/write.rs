//! Workspaces that go.

use std::collections::BTreeMap;

use entity::ids::{UserId, WorkspaceId};
use entity::{Actor, RecordType, erasure, membership, workspace};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use uuid::Uuid;

use super::read::{alone_in, erasures};
use crate::kit::check::Path;
use crate::kit::images::{APART, BOOKS, TABLES};
use crate::kit::{Code, Db, Failure, Fault, Problem, Root, Tx, Writer};
use crate::{auth, search, workspaces};

/// Rows of one transaction, at least: then it ends.
const STEP: usize = 2_000;

/// Transactions that are done before it is answered; what then is left is done by the chores.
pub const AT_ONCE: usize = 20;

/// The receipt for a workspace.
#[derive(Clone, Debug)]
pub struct Closed {
    /// The workspace.
    pub id: WorkspaceId,
    /// How many records of each kind it had.
    pub gone: BTreeMap<RecordType, usize>,
    /// How many members.
    pub members: usize,
}

/// Closes a workspace for good, if this is its name.
///
/// # Errors
/// It has another name, or the database fails.
pub async fn close(tx: &mut Tx, name: &String) -> Result<Closed, Failure> {
    if workspaces::own(tx).await?.name != *name {
        let message =
            "this is not the name of the workspace: write it exactly as it is, to say that this one is meant";
        return Err(Problem::new(Code::Invalid, Path::input("name"), message).into());
    }
    shut(tx, &()).await
}

/// Sees to it that nobody enters the workspace any more, and writes down that it is being erased.
///
/// # Errors
/// The database fails.
pub async fn shut(tx: &mut Tx, (): &()) -> Result<Closed, Failure> {
    tx.regrant();
    let mut gone = BTreeMap::new();
    for table in TABLES.iter().filter(|table| table.is_of_records()) {
        let count = table.count(&tx.read()).await.map_err(Fault::from)?;
        if count > 0 {
            gone.insert(table.owner, count);
        }
    }
    let members = auth::close(tx).await?;
    for table in APART
        .iter()
        .filter(|table| ["invitation", "api_token", "calendar_feed"].contains(&table.name))
    {
        table.clear(tx).await.map_err(Fault::from)?;
    }
    let erasure = erasure::Model {
        erased_workspace: tx.workspace(),
        asked_at: tx.now(),
    };
    erasure::Entity::insert(erasure.into_active_model().reset_all())
        .on_conflict_do_nothing()
        .exec_without_returning(tx.conn())
        .await
        .map_err(Fault::from)?;
    Ok(Closed {
        id: tx.workspace(),
        gone,
        members,
    })
}

/// Takes some of what is left of the workspace away; how many rows that was.
async fn clear_some(tx: &mut Tx, (): &()) -> Result<usize, Failure> {
    let mut gone = 0;
    // Those that refer to others go before them.
    let all = TABLES.iter().chain(BOOKS.iter()).chain(APART.iter()).rev();
    for table in all {
        loop {
            let most = table.at_once();
            let rows = table
                .page(&tx.read(), None, most as u64)
                .await
                .map_err(Fault::from)?;
            if rows.is_empty() {
                break;
            }
            if table.is_of_records() {
                for (column, _) in table.refers.iter().filter(|(_, to)| *to == table.owner) {
                    if table.is_optional(column) {
                        table.unlink(tx, column).await.map_err(Fault::from)?;
                    }
                }
                let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.id("id")).collect();
                search::forget(tx, &ids).await?;
            }
            table
                .remove(tx, &rows.iter().collect::<Vec<_>>())
                .await
                .map_err(Fault::from)?;
            gone += rows.len();
            if gone >= STEP {
                return Ok(gone);
            }
        }
    }
    Ok(gone)
}

/// Takes the workspace itself away, and that it was being erased.
async fn finish(root: &Root, workspace: &WorkspaceId) -> Result<(), Failure> {
    workspace::Entity::delete_by_id(*workspace)
        .exec(root.conn())
        .await?;
    erasure::Entity::delete_by_id(*workspace)
        .exec(root.conn())
        .await?;
    Ok(())
}

/// Takes away what is left of a workspace that is being erased, in at most so many transactions; whether all of it is gone.
///
/// # Errors
/// The database fails. What was done until then stays.
pub async fn carry_out(db: &Db, workspace: WorkspaceId, most: usize) -> Result<bool, Failure> {
    let by = Writer::grant(workspace, Actor::SYSTEM);
    for _ in 0..most {
        let cleared = db.write(&by, &(), clear_some).await;
        // Another server, or the request beside the chores, may have done the rest meanwhile.
        if cleared.is_err() && !erasures(db).await?.contains(&workspace) {
            return Ok(true);
        }
        if cleared?.value == 0 {
            db.write_global(&workspace, finish).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes away what can be at once of a workspace that is being erased; whether all of it is gone. What fails is left to the chores.
pub async fn begin(db: &Db, workspace: WorkspaceId) -> bool {
    let done = carry_out(db, workspace, AT_ONCE).await;
    done.unwrap_or_else(|failure| {
        tracing::warn!(?failure, %workspace, "a workspace could not be erased at once; the chores go on with it");
        false
    })
}

/// Takes away what is left of all workspaces that are being erased.
///
/// # Errors
/// The database fails. What was done until then stays, and one that cannot be erased keeps no other from it.
pub async fn finish_all(db: &Db) -> Result<(), Failure> {
    for workspace in erasures(db).await? {
        if let Err(failure) = carry_out(db, workspace, usize::MAX).await {
            tracing::warn!(?failure, %workspace, "a workspace could not be erased; it will be tried again");
        }
    }
    Ok(())
}

/// Erases a user, with the workspaces in which nobody else is; how many these are.
///
/// # Errors
/// The user is the only owner of a workspace in which others are: then nothing was done. Or the database fails.
pub async fn erase_account(db: &Db, user: UserId) -> Result<i32, Failure> {
    let mut closed = Vec::new();
    loop {
        // What can be refused comes first, and what takes long last: then the account is gone already.
        let (alone, mut joined): (Vec<_>, Vec<_>) = alone_in(db, user)
            .await?
            .into_iter()
            .partition(|(_, is_alone)| *is_alone);
        joined.extend(alone);
        if joined.is_empty() {
            break;
        }
        for (workspace, _) in joined {
            let by = Writer::grant(workspace, Actor::user(user));
            if db.write(&by, &user, leave).await?.value {
                closed.push(workspace);
            }
        }
    }
    db.write_global(&user, auth::erase_user).await?;
    for workspace in &closed {
        begin(db, *workspace).await;
    }
    Ok(i32::try_from(closed.len()).unwrap_or(i32::MAX))
}

/// Ends a user's membership, and with it a workspace in which nobody else is; whether it was such a one. Somebody may have come or gone
/// since it was asked, so it is asked again under the workspace's lock.
async fn leave(tx: &mut Tx, user: &UserId) -> Result<bool, Failure> {
    let members = tx.read().select::<membership::Entity>();
    let members = members.all(tx.conn()).await?;
    if members.iter().all(|member| member.user_id == *user) {
        shut(tx, &()).await?;
        return Ok(true);
    }
    if members.iter().any(|member| member.user_id == *user) {
        workspaces::remove_member(tx, user).await?;
    }
    Ok(false)
}
