//! The declarations of entries and intentions.

use chrono::{Days, NaiveDate};
use entity::{circle, collaboration, community, event, goal, interaction, time_entry, time_intention};

use super::rules::{ENTRY, LEAST, WEEK};
use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::{Checks, Code, Patch, Path};

declared!(time_entry::Model: declare_entry,
    fn judge(&mut self, said: &Draft<Self>, _: &mut Checks, today: NaiveDate) {
        if self.revision == 0 && said.said("on") == Patch::Keep {
            self.day = today;
        }
    }
);

/// Time is taken on a day that is not to come; a day ahead is let pass, for time zones.
fn objection(day: NaiveDate, today: NaiveDate) -> Option<&'static str> {
    let tomorrow = today.checked_add_days(Days::new(1))?;
    (day > tomorrow).then_some("it lies in the future")
}

fn declare_entry() -> Declaration<time_entry::Model> {
    use time_entry::Column;
    Declaration::new(
        "TimeEntry",
        ("entry", "entries"),
        "Time that the user took, written down by hand. Interactions count by themselves, by their duration; an entry for one stands in its place, and counts for its people, its event and its collaboration, too.",
    )
    .date("on", "On which day, not to come.", Column::Day)
    .decided("the interaction's, or today")
    .objects(objection)
    .as_text(Column::SortDay, "")
    .filtered()
    .number("minutes", "How long, in minutes.", Column::Minutes, (LEAST, ENTRY, "minutes"))
    .filtered()
    .word("kind", "What the time was taken for.", Column::Kind)
    .decided("the interaction's, or `OTHER`")
    .filtered()
    .lines("note", "A remark on it, such as what was done.", Column::Note, 2_000)
    .searched()
    .refers::<interaction::Model>(
        "interactionId",
        "The interaction whose duration it replaces. There can be several entries for one; then they do together.",
        Column::InteractionId,
    )
    .filtered()
    .refers::<event::Model>("eventId", "The event it was taken for.", Column::EventId)
    .filtered()
    .refers::<community::Model>("communityId", "The community it was taken for.", Column::CommunityId)
    .filtered()
    .refers::<goal::Model>("goalId", "The goal it was taken for.", Column::GoalId)
    .filtered()
    .refers::<circle::Model>("circleId", "The circle it was taken for.", Column::CircleId)
    .filtered()
    .refers::<collaboration::Model>(
        "collaborationId",
        "The collaboration it was taken for.",
        Column::CollaborationId,
    )
    .filtered()
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by("day", "The day for which it was made.", Column::SortDay)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
    .listed_from_highest(Column::SortDay)
}

declared!(time_intention::Model: declare_intention,
    fn judge(&mut self, said: &Draft<Self>, checks: &mut Checks, today: NaiveDate) {
        if self.revision == 0 {
            if said.said("startsOn") == Patch::Keep {
                self.starts_on = today;
            }
            name_subject(self, checks);
        }
        if self.ends_on.is_some_and(|last| last < self.starts_on) {
            let field = if said.said("endsOn") == Patch::Keep { "startsOn" } else { "endsOn" };
            checks.note(Code::Invalid, Path::input(field), "it ends before it begins");
        }
    }
);

/// An intention is for one thing, by which those for the same are found.
fn name_subject(model: &mut time_intention::Model, checks: &mut Checks) {
    let subjects = [
        model.circle_id.map(|id| id.to_string()),
        model.goal_id.map(|id| id.to_string()),
        model.community_id.map(|id| id.to_string()),
        model.kind.map(|kind| kind.to_string()),
    ];
    let mut subjects = subjects.into_iter().flatten();
    let (subject, second) = (subjects.next(), subjects.next());
    if subject.is_none() || second.is_some() {
        let message = "name one: circleId, goalId, communityId or kind";
        checks.note(Code::Required, Path::argument("input"), message);
    }
    model.subject = subject.unwrap_or_default();
}

fn declare_intention() -> Declaration<time_intention::Model> {
    use time_intention::Column;
    Declaration::new(
        "TimeIntention",
        ("intention", "intentions"),
        "How much time a week the user means to take for something: one of `circle`, `goal`, `community` and `kind`. No two live intentions for the same may be in force on one day.",
    )
    .refers::<circle::Model>("circleId", "The circle that it is for.", Column::CircleId)
    .said_once()
    .refers::<goal::Model>("goalId", "The goal that it is for.", Column::GoalId)
    .said_once()
    .refers::<community::Model>("communityId", "The community that it is for.", Column::CommunityId)
    .said_once()
    .word("kind", "The kind of activity that it is for.", Column::Kind)
    .said_once()
    .number(
        "minutesPerWeek",
        "How much, in minutes a week. A change of it holds for the past days of the intention, too.",
        Column::MinutesPerWeek,
        (LEAST, WEEK, "minutes"),
    )
    .date("startsOn", "The first day for which it counts.", Column::StartsOn)
    .decided("today")
    .as_text(Column::SortStarts, "")
    .date("endsOn", "The last day; null while it has none.", Column::EndsOn)
}
