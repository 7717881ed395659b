//! Import of calendars in GraphQL.

use std::sync::Arc;

use async_graphql::InputObject;
use chrono::Months;
use entity::ids::UploadId;

use super::parse::Span;
use super::write::{Outcome, Report, Taken, begins, import};
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Event, Interaction};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{self, Called, Computed, Done, Field, Object};
use crate::graphql::scalars::{Date, Id};
use crate::imports::file;
use crate::kit::{Failure, Fault, Right};
use crate::transfer::gql::RowAction;

shape! {
    /// What became of an entry of a calendar.
    CalendarRow: row
}

fn row() -> Object {
    Object::computed::<Outcome>("CalendarRow", "What became of an entry of a calendar.")
        .value(
            "position",
            "Which entry of the file, from 1. The dates of a series have the same.",
            |it| number(it.position),
        )
        .value("title", "What it is called.", |it| it.title.clone())
        .value(
            "startsAt",
            "The moment at which it begins; null where it is of whole days, or could not be read.",
            |it| it.begins.and_then(|when| begins(when).0),
        )
        .value(
            "startsOn",
            "Its day, or its first one, where it is of whole days.",
            |it| it.begins.and_then(|when| begins(when).1),
        )
        .value("action", "What became of it.", |it| it.action)
        .value(
            "reason",
            "Why it was left out, in English; or what of it was, and which fields stay as somebody changed them here.",
            |it| it.reason.clone(),
        )
        .one::<Interaction, _>(
            "interaction",
            "The interaction that it is; null in a dry run where it would be made.",
            |it| it.interaction,
        )
        .one::<Event, _>(
            "event",
            "The event that it is; null in a dry run where it would be made.",
            |it| it.event,
        )
        .done()
}

shape! {
    /// What became of a calendar.
    CalendarReport: report
}

fn report() -> Object {
    use entity::import_row::RowAction::{Created, Rejected, Skipped, Unchanged, Updated};
    let rows = Computed::<Arc<Report>>::chosen::<CalendarRow, _>(
        "rows",
        "The entries in the order of the file, at most 10,000.",
        |it, given| {
            let actions: Option<Vec<RowAction>> = given.get("actions")?;
            let wanted = |row: &&Outcome| {
                let mut actions = actions.iter();
                actions.all(|actions| actions.contains(&row.action.into()))
            };
            Ok(it.rows.iter().filter(wanted).cloned().collect())
        },
    );
    let actions = "Only entries that became one of these; all if left out.";
    Object::computed::<Arc<Report>>("CalendarReport", "What became of a calendar.")
        .value("created", "Entries that became something new.", |it| {
            number(it.count(Created))
        })
        .value("updated", "Entries that changed what is there.", |it| {
            number(it.count(Updated))
        })
        .value("unchanged", "Entries with nothing new in them.", |it| {
            number(it.count(Unchanged))
        })
        .value("skipped", "Entries that were left out on purpose.", |it| {
            number(it.count(Skipped))
        })
        .value("rejected", "Entries that are wrong.", |it| {
            number(it.count(Rejected))
        })
        .value(
            "leftOut",
            "Dates without a row: those before `since`, and those of series that lie ahead.",
            |it| number(it.left_out),
        )
        .with(rows.argument::<Option<Vec<RowAction>>>("actions", actions))
        .done()
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A calendar. Give one of `uploadId`, `text` and `base64`.
#[derive(InputObject)]
pub struct ImportCalendarInput {
    /// A file that was sent by `PUT`, see `createUpload`; at most 32 MiB.
    upload_id: Option<Id<UploadId>>,
    /// The contents of the file, as text.
    text: Option<String>,
    /// The file in base64.
    base64: Option<String>,
    /// Only what began on this day or later; two years before today if left out.
    since: Option<Date>,
    /// Whether it is only told what would become of the file.
    #[graphql(default)]
    dry_run: bool,
}

shape! {
    /// What importing a calendar answers.
    ImportCalendarPayload: payload
}

fn payload() -> Object {
    Object::computed::<plan::Outcome>("ImportCalendarPayload", "What importing a calendar answers.")
        .shows::<CalendarReport, Arc<Report>>("report", "What became of the file.")
        .set()
        .problems("What was wrong with the file as a whole. When it is not empty, nothing was written.")
        .seq()
        .done()
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<ImportCalendarPayload>(
            "importCalendar",
            "Imports a calendar in the iCalendar format. A meeting that is over, with at most 20 others, becomes an interaction with \
             those of them who are in the network, by their e-mail addresses; one that lies ahead, of more people or of whole days \
             becomes an event, with their attendance. Nobody is added to the network: what nobody of it takes part in is left out, as \
             is what was called off or declined. Of a series, the dates that have been are taken. Importing the same calendar again \
             changes nothing; a changed one changes what changed in it, and nothing that somebody has changed here since. One bad entry \
             never fails the file.",
            Right::Import,
        )
        .also(Right::PeopleRead)
        .also(Right::InteractionsWrite)
        .also(Right::EventsWrite)
        .input::<ImportCalendarInput>("The calendar, and which of its dates are meant.")
        .runs(|called| Box::pin(run(called))),
    ]
}

async fn run(called: &Called<'_>) -> Result<Done, Failure> {
    let caller = called.caller()?;
    let writer = caller.writer(Right::Import).ok_or(Fault::Lacks(Right::Import))?;
    let ImportCalendarInput {
        upload_id,
        text,
        base64,
        since,
        dry_run,
    } = called.input()?;
    let (db, now) = (&called.engine.db, called.now);
    let file = file(upload_id, text, base64)?;
    let bytes = file.bytes(db, (caller, now)).await?;
    let today = caller.scope().day_of(now);
    let span = Span {
        zone: caller.scope().zone(),
        since: since.map_or_else(|| today - Months::new(24), |since| since.0),
        now,
    };
    let taken = Taken {
        span,
        user: caller.user,
        is_dry: dry_run,
    };
    let report = import(db, writer, &bytes, taken).await?;
    Ok(Done {
        seq: report.seq,
        set: report.set,
        ..Done::value(Arc::new(report))
    })
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().mutations(mutations())
}
