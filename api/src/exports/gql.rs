//! Calendars in GraphQL. Files are asked for by HTTP alone.

use async_graphql::InputObject;
use entity::calendar_feed;
use entity::ids::CalendarFeedId;
use uuid::Uuid;

use super::calendar::{self, MadeFeed, NewFeed};
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::CalendarFeed;
use crate::graphql::node::Actor;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Done, Field, Object, Outcome, Values};
use crate::graphql::scalars::Id;
use crate::kit::{Fault, Right};

fn feed() -> Object {
    Object::computed::<calendar_feed::Model>(
        "CalendarFeed",
        "A calendar that other programs read by a secret address: birthdays, milestones, planned check-ins and events.",
    )
    .needs(Right::AgendaRead)
    .id("The id of the calendar.", |it| it.id, |ask, ids| Box::pin(these(ask, ids)))
    .value("name", "What it is called, there too.", |it| it.name.clone())
    .embedded::<Actor>("createdBy", "Who made it. It shows what they may see when it is read.", |it| {
        it.created_by.to_string()
    })
    .value("createdAt", "When it was made, by the server's clock.", |it| it.created_at)
    .value("revokedAt", "When it was revoked; null while it was not.", |it| it.revoked_at)
    .done()
}

async fn these(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let found = calendar::by_ids(ask.reader, ids).await?;
    Ok(Values::under(found.into_iter().map(|it| (it.id.0, it))))
}

async fn one(ask: &Ask<'_>) -> Result<Values, Fault> {
    let id = ask.id::<CalendarFeedId>("id")?;
    Ok(Values::of(calendar::by_ids(ask.reader, &[id.0]).await?))
}

async fn all(ask: &Ask<'_>) -> Result<Values, Fault> {
    Ok(Values::of(calendar::list(ask.reader).await?))
}

/// A new calendar for other programs to read.
#[derive(InputObject)]
pub struct CreateCalendarFeedInput {
    /// What it is called, in the program that reads it, too. At most 200 characters.
    name: String,
}

shape! {
    /// What making a calendar answers.
    CreateCalendarFeedPayload: made
}

fn made() -> Object {
    Object::computed::<Outcome>("CreateCalendarFeedPayload", "What making a calendar answers.")
        .inner::<CalendarFeed, calendar_feed::Model>("calendarFeed", "What is kept of the calendar.", |it| {
            Some(it.value::<MadeFeed>()?.model.clone())
        })
        .value(
            "secretPath",
            "Where the calendar is, `/calendar/….ics` on this server. It is shown only here, and whoever has it reads the calendar.",
            |it| Some(it.value::<MadeFeed>()?.path.clone()),
        )
        .settled()
        .done()
}

shape! {
    /// What revoking a calendar answers.
    CalendarFeedPayload: revoked
}

fn revoked() -> Object {
    Object::computed::<Outcome>("CalendarFeedPayload", "What revoking a calendar answers.")
        .shows::<CalendarFeed, calendar_feed::Model>("calendarFeed", "The calendar as it is now.")
        .settled()
        .done()
}

/// Queries on calendars.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::computed::<CalendarFeed>(
            "calendarFeed",
            "A calendar by id, whatever became of it; null when there is none.",
            |ask, _| Box::pin(one(ask)),
        )
        .argument::<Id<CalendarFeedId>>("id", "The id of the calendar.")
        .needs(Right::AgendaRead),
        Field::computed_many::<CalendarFeed>(
            "calendarFeeds",
            "The calendars of the workspace that other programs can read, newest first, at most 50.",
            |ask, _| Box::pin(all(ask)),
        )
        .needs(Right::AgendaRead),
    ]
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<CreateCalendarFeedPayload>(
            "createCalendarFeed",
            "Makes a calendar that other programs read by its address, without a token: birthdays, milestones, planned check-ins and \
             events. It shows what its maker may see, and nothing any more when they are no member.",
            Right::AgendaWrite,
        )
        .also(Right::PeopleRead)
        .also(Right::MilestonesRead)
        .also(Right::CadencesRead)
        .also(Right::EventsRead)
        .input::<CreateCalendarFeedInput>("The calendar that is made.")
        .leaves(
            |it| {
                let CreateCalendarFeedInput { name } = it.input()?;
                let user = it.caller.user;
                Ok(NewFeed { name, user })
            },
            calendar::make,
            Done::value::<MadeFeed>,
        )
        .secret(),
        Field::verb::<CalendarFeedPayload>(
            "revokeCalendarFeed",
            "Revokes a calendar: its address is refused from now on. Doing so twice changes nothing.",
            Right::AgendaWrite,
        )
        .id::<CalendarFeedId>("The id of the calendar.")
        .leaves(
            |it| it.id::<CalendarFeedId>("id"),
            calendar::revoke,
            Done::value::<calendar_feed::Model>,
        )
        .alone(),
    ]
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .part::<CalendarFeed>(feed)
        .queries(queries())
        .mutations(mutations())
}
