//! How people stand to their cadences.

use async_graphql::Enum;
use chrono::NaiveDate;
use entity::ids::PersonId;
use uuid::Uuid;

use crate::cadences::{self, Source, Standing};
use crate::graphql::kinds::{Cadence, CheckIn, Person};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Json, Object, Value, Values};
use crate::graphql::scalars::Date;
use crate::kit::{Fault, Right};
use crate::workspaces;

/// Where a person's cadence comes from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CadenceSource {
    /// It is the person's own.
    Person,
    /// It is that of a circle of theirs.
    Circle,
    /// It is that of everybody in the workspace.
    Workspace,
}

impl Value for Source {
    type Output = CadenceSource;

    fn write(&self, json: &mut Json) {
        json.word(match self {
            Self::Person => "PERSON",
            Self::Circle => "CIRCLE",
            Self::Workspace => "WORKSPACE",
        });
    }
}

shape! {
    /// How a person stands to the cadence that counts for them.
    CheckInStatus: status
}

fn status() -> Object {
    Object::computed::<Standing>(
        "CheckInStatus",
        "How a person stands to the cadence that counts for them, seen from a day. It is derived from what is logged, each time that it is read.",
    )
    .needs(Right::CadencesRead)
    .one::<Person, _>("person", "The person who is meant.", |it| Some(it.person))
    .one::<Cadence, _>("cadence", "The cadence that counts.", |it| Some(it.cadence.id))
    .value("source", "Why it counts for them.", |it| it.source)
    .value("on", "The day from which it is seen.", |it| it.on)
    .value("band", "Where that leaves them.", |it| it.due.band)
    .value("dueOn", "From this day on it is time.", |it| it.due.due_on)
    .value("latestOn", "After this day it is too long.", |it| it.due.latest_on)
    .value(
        "lastContactOn",
        "The day of the last contact that counts; null when there was none.",
        |it| it.contact,
    )
    .value("daysSince", "Whole days since the last contact.", |it| {
        it.contact.map(|day| (it.on - day).num_days())
    })
    .one::<CheckIn, _>("planned", "The next check-in that is planned.", |it| {
        it.planned.map(|plan| plan.id)
    })
    .value("snoozedUntil", "Until when they are put off, if they are.", |it| it.snoozed)
    .value("whyNow", "Why, in sentences for the user; the words may change.", cadences::why)
    .done()
}

/// How these people stand.
///
/// # Errors
/// The database fails.
pub async fn of_people(ask: &Ask<'_>, people: &[Uuid]) -> Result<Values, Fault> {
    let people: Vec<PersonId> = people.iter().copied().map(PersonId).collect();
    let workspace = workspaces::here(ask.reader).await?;
    let found = cadences::standings(ask.reader, &workspace, Some(&people), on(ask)?, ask.now).await?;
    Ok(Values::under(found.into_iter().map(|it| (it.person.0, it))))
}

/// The day that is asked for.
pub(super) fn on(ask: &Ask<'_>) -> Result<Option<NaiveDate>, Fault> {
    Ok(ask.get::<Option<Date>>("on")?.map(|date| date.0))
}
