//! Reports: what was taken, and what was meant.

use async_graphql::Enum;

use crate::graphql::kinds::{Circle, Collaboration, Community, Event, Goal, Person};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Json, Object, Value, Values};
use crate::graphql::scalars::Date;
use crate::kit::{Fault, Right};
use crate::time::{self, FORMULA, Group, Report, Row, Subject};

/// By what time is grouped.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Group")]
pub enum TimeGroup {
    /// By person: who took part in an interaction, for whom an entry was made.
    Person,
    /// By circle: of which somebody took part, or for which an entry was made.
    Circle,
    /// By goal: which a collaboration serves that the interaction or the entry belongs to, or for which the entry was made.
    Goal,
    /// By community: which hosts the event of the interaction or the entry, or for which the entry was made.
    Community,
    /// By event.
    Event,
    /// By kind of activity; an interaction's follows from its channel.
    Kind,
    /// By collaboration.
    Collaboration,
    /// By week, as the workspace's weeks begin; the first and the last as far as they lie in the range.
    Week,
}

impl Value for Group {
    type Output = TimeGroup;

    fn write(&self, json: &mut Json) {
        json.word(match self {
            Self::Person => "PERSON",
            Self::Circle => "CIRCLE",
            Self::Goal => "GOAL",
            Self::Community => "COMMUNITY",
            Self::Event => "EVENT",
            Self::Kind => "KIND",
            Self::Collaboration => "COLLABORATION",
            Self::Week => "WEEK",
        });
    }
}

/// Rows of a report when the client does not say.
const ROWS: i32 = 50;
/// Most rows of a report.
const MOST_ROWS: i32 = 100;

shape! {
    /// How much time was taken in a range of days, and how much was meant.
    TimeReport: report
}

fn report() -> Object {
    Object::computed::<Report>(
        "TimeReport",
        "How much time was taken in a range of days of the workspace's time zone, and how much was meant. An interaction counts by its duration, at least a minute; where that is not known, by what its channel usually takes (`EMAIL`, `MESSAGE`, `LETTER`, `SOCIAL`: 5 minutes; `CALL`, `OTHER`: 20; `IN_PERSON`, `VIDEO`, `EVENT`: 45), which is estimated. Where there are entries for it, they count instead, on their own days.",
    )
    .needs(Right::TimeRead)
    .value("from", "The first day of the report.", |it| it.range.from)
    .value("to", "The last day of the report, which counts.", |it| it.range.to)
    .value("groupBy", "By what the rows are.", |it| it.group)
    .value("totalMinutes", "Minutes taken in all: each interaction and each entry once, however many people or groups it was for.", |it| it.minutes)
    .value("attributedMinutes", "The sum of all rows' minutes: what was for several of them counts fully for each, and what was for none is not in it.", |it| it.attributed)
    .value("estimatedMinutes", "Minutes of `totalMinutes` that are estimated.", |it| it.estimated)
    .value("estimatedShare", "The part of `totalMinutes` that is estimated, from 0 to 1; 0 where nothing was taken.", |it| time::share(it.estimated, it.minutes))
    .value("intendedMinutes", "Minutes meant in all rows; null where the rows are of a kind that nothing can be meant for: `PERSON`, `EVENT`, `COLLABORATION`, `WEEK`.", |it| it.intended)
    .value("misallocation", "How far the rows' parts of the time taken are from their parts of the time meant: half the sum of the distances, from 0 (as meant) to 1 (all of it elsewhere); null where nothing was taken or meant.", |it| it.misallocation)
    .value("rowCount", "How many rows there are in all.", |it| i64::try_from(it.row_count).unwrap_or(i64::MAX))
    .each::<TimeReportRow, Row>("rows", "Weeks in their order; others by the larger of minutes taken and meant, most first. As many as were asked for.", |it| it.rows.clone())
    .value("formulaVersion", "The version of the formula; it grows when the formula or a parameter changes.", |_| FORMULA)
    .done()
}

shape! {
    /// How much time was taken for something, and how much was meant.
    TimeReportRow: row
}

fn row() -> Object {
    Object::computed::<Row>(
        "TimeReportRow",
        "How much time was taken for something, and how much was meant. What it is about is in the field that `groupBy` names; the others are null.",
    )
    .needs(Right::TimeRead)
    .one::<Person, _>("person", "The person who is meant.", |it| match it.subject {
        Subject::Person(id) => Some(id),
        _ => None,
    })
    .one::<Circle, _>("circle", "The circle that is meant.", |it| match it.subject {
        Subject::Circle(id) => Some(id),
        _ => None,
    })
    .one::<Goal, _>("goal", "The goal that is meant.", |it| match it.subject {
        Subject::Goal(id) => Some(id),
        _ => None,
    })
    .one::<Community, _>("community", "The community that is meant.", |it| match it.subject {
        Subject::Community(id) => Some(id),
        _ => None,
    })
    .one::<Event, _>("event", "The event that is meant.", |it| match it.subject {
        Subject::Event(id) => Some(id),
        _ => None,
    })
    .one::<Collaboration, _>("collaboration", "The collaboration that is meant.", |it| match it.subject {
        Subject::Collaboration(id) => Some(id),
        _ => None,
    })
    .value("kind", "The kind of activity.", |it| match it.subject {
        Subject::Kind(kind) => Some(kind),
        _ => None,
    })
    .value("weekFrom", "The first day of the week that lies in the range.", |it| {
        it.week.map(|week| week.from)
    })
    .value("weekTo", "The last day of the week that lies in the range.", |it| {
        it.week.map(|week| week.to)
    })
    .value("minutes", "Minutes taken. What was for several counts fully for each.", |it| it.minutes)
    .value("estimatedMinutes", "Minutes of these that are estimated.", |it| it.estimated)
    .value("estimatedShare", "The part of the minutes that is estimated, from 0 to 1.", |it| {
        time::share(it.estimated, it.minutes)
    })
    .value("sourceCount", "Of how many interactions and entries.", |it| it.sources)
    .value(
        "intendedMinutes",
        "Minutes meant: the week's minutes by the day, for each day of the range on which the intention is in force, rounded once at the end; null where nothing can be meant for such rows.",
        |it| it.intended,
    )
    .value("differenceMinutes", "Minutes taken less minutes meant; null where nothing can be meant.", |it| {
        it.intended.map(|intended| it.minutes - intended)
    })
    .value("share", "The row's part of `attributedMinutes`, from 0 to 1.", |it| it.share)
    .done()
}

/// The query `timeReport`.
pub(super) fn time_report() -> Field {
    Field::computed::<TimeReport>(
        "timeReport",
        "How much time was taken in a range of days, by group, and how much was meant.",
        |ask, _| Box::pin(asked(ask)),
    )
    .argument::<Date>("from", "The first day of the report.")
    .argument::<Date>("to", "The last day; at most 366 with the first.")
    .argument::<TimeGroup>("groupBy", "By what the list is sorted.")
    .argument::<Option<i32>>("first", "How many rows at most: 0 to 100, 50 if left out.")
}

async fn asked(ask: &Ask<'_>) -> Result<Values, Fault> {
    let range = time::Range {
        from: ask.get::<Date>("from")?.0,
        to: ask.get::<Date>("to")?.0,
    };
    let first = ask.get::<Option<i32>>("first")?.unwrap_or(ROWS);
    let most = usize::try_from(first).ok().filter(|_| first <= MOST_ROWS);
    let most =
        most.ok_or_else(|| Fault::bad_input(format!("first: write a number from 0 to {MOST_ROWS}")))?;
    let group = ask.get::<TimeGroup>("groupBy")?.into();
    let report = time::report(ask.reader, range, group, most).await?;
    Ok(Values::of(vec![report]))
}
