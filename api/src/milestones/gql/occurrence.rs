//! When milestones and birthdays come.

use chrono::Datelike as _;

use crate::graphql::kinds::{Milestone, MilestoneAcknowledgement, Person};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::shape;
use crate::kit::Right;
use crate::milestones::{Occurrence, Subject};

shape! {
    /// A milestone, or a person's own birthday, in a year.
    MilestoneOccurrence: occurrence
}

fn occurrence() -> Object {
    Object::computed::<Occurrence>(
        "MilestoneOccurrence",
        "A milestone, or a person's own birthday, in a year. It is computed each time that it is read.",
    )
    .needs(Right::MilestonesRead)
    .value(
        "key",
        "What tells it from all others and stays the same: the id of the milestone, or of the person for their own birthday, and the year.",
        key,
    )
    .one::<Person, _>("person", "The person in whose life it is.", |it| Some(it.person))
    .one::<Milestone, _>(
        "milestone",
        "The milestone; null for the person's own birthday.",
        |it| match it.subject {
            Subject::Milestone(id) => Some(id),
            Subject::Birthday(_) => None,
        },
    )
    .value("kind", "What kind of thing it is.", |it| it.kind)
    .value("tone", "Whether it calls for joy or support.", |it| it.tone)
    .value("title", "One line on it, if the user wrote one.", |it| it.title.clone())
    .value(
        "date",
        "The day. 29 February is kept on the 28th in common years; of a month without a day it is the first.",
        |it| it.date,
    )
    .value("year", "Its year, by which it is acknowledged.", |it| it.date.year())
    .value(
        "isDayKnown",
        "Whether the day is known, rather than the month alone.",
        |it| it.is_day_known,
    )
    .value(
        "turning",
        "How many years it has been; null where it does not recur, or since when is unknown.",
        |it| it.turning,
    )
    .value(
        "daysUntil",
        "Days from the day on which it is seen to this one; below 0 when it is over.",
        |it| (it.date - it.on).num_days(),
    )
    .value(
        "remindOn",
        "From which day on the user is to be reminded; for birthdays 7 days before.",
        |it| it.remind_on,
    )
    .one::<MilestoneAcknowledgement, _>(
        "acknowledgement",
        "What was done about it; null while nothing was.",
        |it| it.acknowledgement,
    )
    .done()
}

fn key(it: &Occurrence) -> String {
    let year = it.date.year();
    match it.subject {
        Subject::Milestone(id) => format!("{id}:{year}"),
        Subject::Birthday(id) => format!("{id}:{year}"),
    }
}
