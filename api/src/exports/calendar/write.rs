use entity::calendar_feed::{self, Column};
use entity::ids::{CalendarFeedId, UserId};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _,
};

use super::feeds::{MOST, live};
use crate::kit::check::{Checks, Path};
use crate::kit::secret::Secret;
use crate::kit::{Code, Detail, Failure, Problem, Tx};
use crate::workspaces;

/// Most characters of a name.
const NAME: usize = 200;

/// A new calendar.
#[derive(Clone, Debug)]
pub struct NewFeed {
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub user: UserId,
}

/// A calendar that has just been made.
#[derive(Clone, Debug)]
pub struct MadeFeed {
    /// What is kept of it.
    pub model: calendar_feed::Model,
    /// Where it is, to be shown once.
    pub path: String,
}

/// Makes a calendar.
///
/// # Errors
/// It has no name, or there are too many.
pub async fn make(tx: &mut Tx, new: &NewFeed) -> Result<MadeFeed, Failure> {
    let mut checks = Checks::new();
    let name = checks.required(Path::input("name"), Some(new.name.as_str()), NAME);
    if live(&tx.read()).count(tx.conn()).await? >= MOST {
        let message = format!("a workspace has at most {MOST} calendars; revoke one first");
        let most = i32::try_from(MOST).unwrap_or(i32::MAX);
        checks.push(Problem::new(Code::TooMany, Path::argument("input"), message).with(Detail::Max(most)));
    }
    checks.done()?;
    let id: CalendarFeedId = tx.new_id();
    let secret = Secret::new([tx.workspace().0, id.0]);
    let model = calendar_feed::Model {
        workspace_id: tx.workspace(),
        id,
        name,
        secret_hash: secret.hash(),
        user_id: new.user,
        created_by: tx.actor(),
        created_at: tx.now(),
        revoked_at: None,
    };
    let row = model.clone().into_active_model().reset_all();
    row.insert(tx.conn()).await?;
    workspaces::parts_changed(tx).await?;
    let path = format!("/calendar/{}.ics", secret.expose());
    Ok(MadeFeed { model, path })
}

/// Revokes a calendar: its address is refused from now on. Doing so twice changes nothing.
///
/// # Errors
/// There is none with this id.
pub async fn revoke(tx: &mut Tx, id: &CalendarFeedId) -> Result<calendar_feed::Model, Failure> {
    let found = tx
        .read()
        .select::<calendar_feed::Entity>()
        .filter(Column::Id.eq(*id));
    let missing = || {
        Problem::new(
            Code::NotFound,
            Path::argument("id"),
            "there is no calendar with this id",
        )
    };
    let mut model = found.one(tx.conn()).await?.ok_or_else(missing)?;
    if model.revoked_at.is_none() {
        model.revoked_at = Some(tx.now());
        tx.put::<calendar_feed::Entity>(&model).await?;
        workspaces::parts_changed(tx).await?;
    }
    Ok(model)
}
