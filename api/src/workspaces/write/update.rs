use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::workspace::{self, WeekDay};

use crate::kit::check::{Checks, Path};
use crate::kit::phone::Region;
use crate::kit::{Code, Detail, Failure, Patch, Tx};
use crate::people;

const NAME: usize = 200;
const CAPACITY: i32 = 1_000;

/// A change to a workspace.
#[derive(Clone, Debug, Default)]
pub struct UpdateWorkspace {
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What the user calls it.
    pub name: Patch<String>,
    /// IANA time zone.
    pub time_zone: Patch<String>,
    /// ISO 3166 code of the country by whose rules numbers are read.
    pub default_region: Patch<String>,
    /// The day on which weeks begin.
    pub week_start: Patch<WeekDay>,
    /// With how many people to be in touch in a week.
    pub weekly_capacity: Patch<i32>,
    /// The first day of an absence.
    pub away_from: Patch<NaiveDate>,
    /// Its last day.
    pub away_until: Patch<NaiveDate>,
}

/// Changes the workspace.
///
/// # Errors
/// It was changed meanwhile, or its fields are wrong.
pub async fn update(tx: &mut Tx, change: &UpdateWorkspace) -> Result<workspace::Model, Failure> {
    let before = super::own(tx).await?;
    tx.expect(before.revision, change.expected_revision, Detail::None)?;
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
    region(&mut checks, &change.default_region, &mut after.default_region);
    weeks(&mut checks, change, &mut after);
    checks.done()?;
    if after == before {
        return Ok(after);
    }
    if after.default_region != before.default_region {
        people::renumber(tx, after.default_region.as_deref().and_then(Region::parse)).await?;
    }
    if after.time_zone != before.time_zone {
        // Which day it is, is kept with who calls.
        tx.regrant();
    }
    super::save(tx, after).await
}

/// By which country's rules numbers are read that have no country's code.
fn region(checks: &mut Checks, patch: &Patch<String>, region: &mut Option<String>) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *region = None,
        Patch::Set(code) => {
            let code = code.trim().to_ascii_uppercase();
            if Region::parse(&code).is_none() {
                let message = "write the ISO 3166 code of a country, such as PT";
                checks.note(Code::Invalid, Path::input("defaultRegion"), message);
            }
            *region = Some(code);
        }
    }
}

/// What the user says of their weeks.
fn weeks(checks: &mut Checks, change: &UpdateWorkspace, after: &mut workspace::Model) {
    match change.week_start {
        Patch::Keep => {}
        Patch::Clear => checks.note(Code::Required, Path::input("weekStart"), "a value is required"),
        Patch::Set(day) => after.week_start = day,
    }
    change.weekly_capacity.apply(&mut after.weekly_capacity);
    if after
        .weekly_capacity
        .is_some_and(|people| !(0..=CAPACITY).contains(&people))
    {
        let message = format!("write a number of people from 0 to {CAPACITY}");
        checks.note(Code::Invalid, Path::input("weeklyCapacity"), message);
    }
    change.away_from.apply(&mut after.away_from);
    change.away_until.apply(&mut after.away_until);
    match (after.away_from, after.away_until) {
        (Some(from), Some(until)) if until < from => {
            checks.note(
                Code::Invalid,
                Path::input("awayUntil"),
                "it ends before it begins",
            );
        }
        (Some(_), None) => checks.note(Code::Required, Path::input("awayUntil"), "an absence has an end"),
        (None, Some(_)) => checks.note(
            Code::Required,
            Path::input("awayFrom"),
            "an absence has a beginning",
        ),
        _ => {}
    }
}
