use chrono_tz::Tz;
use entity::workspace;

use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Failure, Patch, Problem, Tx};

const NAME: usize = 200;

/// A change to a workspace.
#[derive(Clone, Debug)]
pub struct UpdateWorkspace {
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What the user calls it.
    pub name: Patch<String>,
    /// IANA time zone.
    pub time_zone: Patch<String>,
}

/// Changes the workspace.
///
/// # Errors
/// It was changed meanwhile, or its fields are wrong.
pub async fn update(tx: &mut Tx, change: &UpdateWorkspace) -> Result<workspace::Model, Failure> {
    let before = super::own(tx).await?;
    if change
        .expected_revision
        .is_some_and(|expected| expected != before.revision)
    {
        let message = format!("it was changed since: it is at revision {}", before.revision);
        return Err(Problem::new(Code::Conflict, Path::argument("expectedRevision"), message).into());
    }
    let (mut checks, mut after) = (Checks::new(), before.clone());
    if !change.name.is_keep() {
        after.name = checks.required(
            Path::input("name"),
            change.name.as_set().map(String::as_str),
            NAME,
        );
    }
    if !change.time_zone.is_keep() {
        let zone = checks.required(
            Path::input("timeZone"),
            change.time_zone.as_set().map(String::as_str),
            NAME,
        );
        if !zone.is_empty() && zone.parse::<Tz>().is_err() {
            checks.note(
                Code::Invalid,
                Path::input("timeZone"),
                "write an IANA time zone such as Europe/Lisbon",
            );
        }
        after.time_zone = zone;
    }
    checks.done()?;
    if after == before {
        return Ok(after);
    }
    super::save(tx, after).await
}
