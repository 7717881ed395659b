//! What the command line does, each in one function that answers what to print.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use chrono::TimeDelta;
use entity::Actor;
use entity::ids::{UserId, WorkspaceId};

use crate::app::App;
use crate::auth::{self, Keys, NewToken};
use crate::backup::Draft;
use crate::config::Settings;
use crate::demo;
use crate::exports::workspace::{self as moving, Restored};
use crate::kit::{Clock, Failure, Outlet, Right, Writer, distribution};
use crate::transfer::{self, RowAction};
use crate::workspaces;

/// A failure in words for a terminal.
fn words(failure: Failure) -> String {
    match failure {
        Failure::Fault(fault) => fault.to_string(),
        Failure::Rejected(problems) => {
            let lines: Vec<String> = problems
                .iter()
                .map(|problem| format!("{}: {}", problem.path, problem.message))
                .collect();
            lines.join("\n")
        }
    }
}

/// The user with this address, or the only one, and the workspace in which the command line writes for them.
async fn user(app: &App, email: Option<&str>) -> Result<(UserId, WorkspaceId), String> {
    let found = match email {
        Some(email) => auth::user_by_email(&app.db.global(), email)
            .await
            .map_err(|error| error.to_string())?,
        None => auth::only_user(&app.db)
            .await
            .map_err(|fault| fault.to_string())?,
    };
    let missing = match email {
        Some(email) => format!("there is no user {email}"),
        None => "say for which user: --user EMAIL".to_owned(),
    };
    let user = found.ok_or(missing)?;
    let workspaces = workspaces::of_user(&app.db.global(), user.id)
        .await
        .map_err(|fault| fault.to_string())?;
    let workspace = workspaces
        .first()
        .ok_or_else(|| format!("{} belongs to no workspace", user.email))?;
    Ok((user.id, *workspace))
}

/// Where each table belongs on a database that is spread by workspace, as JSON.
///
/// # Errors
/// In words.
pub async fn places() -> Result<String, String> {
    let places = distribution::places().await.map_err(|error| error.to_string())?;
    serde_json::to_string_pretty(&places).map_err(|error| error.to_string())
}

/// Makes an API token and answers it.
///
/// # Errors
/// In words.
pub async fn create_token(
    app: &App,
    name: String,
    scopes: Vec<Right>,
    days: u32,
    email: Option<&str>,
) -> Result<String, String> {
    let (user, workspace) = user(app, email).await?;
    let all = || {
        Right::ALL
            .iter()
            .filter(|right| right.role() < entity::Role::Owner)
            .copied()
            .collect()
    };
    let scopes = if scopes.is_empty() { all() } else { scopes };
    let expires_at = app.clock.now() + TimeDelta::days(days.into());
    let new = NewToken {
        name,
        scopes,
        expires_at,
        user,
    };
    let by = Writer::grant(workspace, Actor::user(user));
    let made = app.db.write(&by, &new, auth::create_token).await.map_err(words)?;
    Ok(made.value.secret)
}

/// Adds a signing key.
///
/// # Errors
/// In words.
pub fn rotate_key(settings: &Settings) -> Result<(), String> {
    Keys::rotate(&settings.data, Clock::System.now())
}

/// Imports a file and answers a report.
///
/// # Errors
/// In words.
pub async fn import(app: &App, file: &Path, email: Option<&str>, verbose: bool) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let (user, workspace) = user(app, email).await?;
    let by = Writer::grant(workspace, Actor::user(user));
    let report = transfer::import(&app.db, &by, &bytes, &transfer::How::default(), true)
        .await
        .map_err(words)?;
    let mut lines = Vec::new();
    for row in &report.rows {
        // Whatever has a reason is worth a look: also with whom somebody was joined, or whom they may be.
        if !verbose && row.reason.is_none() {
            continue;
        }
        let (name, reason) = (
            row.name.as_deref().unwrap_or("(no name)"),
            row.reason.as_deref().unwrap_or(""),
        );
        lines.push(format!(
            "{:>6}  {:?}  {name}  {reason}\n",
            row.position, row.action
        ));
    }
    let count = |action| report.count(action);
    lines.push(format!(
        "{} created, {} updated, {} unchanged, {} skipped, {} rejected\n",
        count(RowAction::Created),
        count(RowAction::Updated),
        count(RowAction::Unchanged),
        count(RowAction::Skipped),
        count(RowAction::Rejected),
    ));
    Ok(lines.concat())
}

/// The workspace of a user that is meant: this one, or their first.
async fn workspace(app: &App, (email, workspace): Whose<'_>) -> Result<(UserId, WorkspaceId), String> {
    let (user, first) = user(app, email).await?;
    let Some(wanted) = workspace else {
        return Ok((user, first));
    };
    let wanted: WorkspaceId = wanted.parse().map_err(|error| format!("--workspace: {error}"))?;
    let all = workspaces::of_user(&app.db.global(), user).await;
    let all = all.map_err(|fault| fault.to_string())?;
    match all.contains(&wanted) {
        true => Ok((user, wanted)),
        false => Err(format!("--workspace: the user does not belong to {wanted}")),
    }
}

/// The e-mail address of a user, and the id of a workspace, where they were said.
type Whose<'a> = (Option<&'a str>, Option<&'a str>);

/// Writes all of a workspace into a file and answers a report.
///
/// # Errors
/// In words.
pub async fn export_workspace(
    app: &App,
    file: &Path,
    whose: Whose<'_>,
    overwrite: bool,
) -> Result<String, String> {
    let (user, workspace) = workspace(app, whose).await?;
    if file.exists() && !overwrite {
        let file = file.display();
        return Err(format!("{file}: there is such a file; --overwrite replaces it"));
    }
    let draft = Draft::of(file)?;
    let unwritten = |error: std::io::Error| format!("{}: {error}", file.display());
    let opened = OpenOptions::new().write(true).open(&draft.path);
    let mut to = BufWriter::new(opened.map_err(unwritten)?);
    let by = Writer::grant(workspace, Actor::user(user));
    let (mut outlet, mut pieces) = Outlet::open();
    let write = async {
        let done = moving::export(&app.db, by.scope(), &mut outlet).await;
        drop(outlet);
        done.map_err(|fault| fault.to_string())
    };
    let keep = async {
        let mut bytes = 0;
        while let Some(piece) = pieces.recv().await {
            let piece = piece.map_err(words)?;
            bytes += piece.len();
            to.write_all(&piece).map_err(unwritten)?;
        }
        to.flush().map_err(unwritten)?;
        Ok::<_, String>(bytes)
    };
    let (written, kept) = futures_util::join!(write, keep);
    let bytes = kept.and_then(|bytes| written.map(|()| bytes))?;
    draft.finish()?;
    Ok(format!(
        "{workspace}: {bytes} bytes written to {}.\n",
        file.display()
    ))
}

/// Takes a workspace in and answers a report.
///
/// # Errors
/// In words.
pub async fn import_workspace(app: &App, file: &Path, whose: Whose<'_>) -> Result<String, String> {
    let (user, workspace) = workspace(app, whose).await?;
    let opened = File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let by = Writer::grant(workspace, Actor::user(user));
    let restored = moving::take_in(&app.db, &by, user, opened).await.map_err(words)?;
    let Restored { rows, seq } = restored;
    Ok(format!(
        "{workspace}: {rows} rows taken in; its last change is {seq}.\n"
    ))
}

/// Fills a demo workspace, unless it is there already, and answers its log-in.
///
/// # Errors
/// In words.
pub async fn demo(app: &App) -> Result<String, String> {
    let broken = "the demo could not be filled; begin again with an empty database";
    let filled = demo::fill(app)
        .await
        .map_err(|failure| format!("{broken}\n{}", words(failure)))?;
    let done = if filled {
        "A demo workspace is ready."
    } else {
        "The demo workspace is there already; nothing was changed."
    };
    let (email, password, address) = (demo::EMAIL, demo::PASSWORD, app.settings.listen);
    Ok(format!(
        r#"{done} Its people are invented, and everybody knows its password: keep it out of production.

  e-mail     {email}
  password   {password}

Log in and send the accessToken as `Authorization: Bearer ...`:

  curl http://{address}/graphql -H 'content-type: application/json' -d '{{"query":
    "mutation {{ logIn(input: {{ email: \"{email}\", password: \"{password}\" }}) {{ session {{ accessToken }} }} }}"}}'

Then ask for example:

  {{ people(first: 5, orderBy: {{ field: LAST_INTERACTION_AT, direction: DESC }}) {{ nodes {{ displayName lastInteractionAt }} }} }}
  {{ introductions(filter: {{ state: {{ in: [ASKING] }} }}) {{ nodes {{ personA {{ displayName }} personB {{ displayName }} }} }} }}

"#
    ))
}
