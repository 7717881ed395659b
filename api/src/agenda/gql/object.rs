//! Nudges, digests, and what was decided about nudges.

use async_graphql::Enum;
use entity::nudge_decision;

use super::telling::{NudgeAction, NudgeReason};
use crate::agenda::{self, Cause, FORMULA, Part};
use crate::cadences::Standing;
use crate::cadences::gql::CheckInStatus;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{
    CheckIn, Collaboration, Event, Exchange, Goal, Gratitude, Introduction, Need, Person,
};
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Json, Object, Value};
use crate::kit::Right;
use crate::milestones::Occurrence;
use crate::milestones::gql::MilestoneOccurrence;
use crate::needs;
use crate::needs::gql::Match;

stored_enum! {
    /// What a nudge is about. New kinds may come: show those that you do not know by their `title`.
    NudgeKind = nudge_decision::NudgeKind {
        /// Somebody is due to be in touch with: `checkIn`.
        CheckIn,
        /// Thanks are owed: `gratitude`.
        Gratitude,
        /// You promised something that is due within 7 days, overdue, or promised for no day: `exchange`.
        Promise,
        /// Something promised to you is due: `exchange`.
        Expectation,
        /// An introduction waits for you: `introduction`.
        Introduction,
        /// A milestone of a collaboration under way is due within 7 days or overdue: `collaboration`.
        Collaboration,
        /// A goal of yours is to be reached within 14 days, or was to be: `goal`.
        Goal,
        /// Somebody could meet a need: `match`.
        Match,
        /// What you or somebody look for is good for 7 days or less, and nobody could meet it: `need`.
        Need,
        /// A dated thing in somebody's life is near, or was in the last 7 days, and nobody thought of it: `milestone`.
        Milestone,
        /// An event begins within 7 days, and you are invited, going, or have not decided: `event`.
        Event,
        /// You met somebody at an event in the last 14 days, and since then nothing was logged or planned with them, nor a cadence of
        /// their own set or changed: `event`.
        FollowUp,
    }
}

/// A part of a nudge's score.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum NudgeScorePartName {
    /// How much what it is about matters, by its kind: `PROMISE` 40, `INTRODUCTION` 35, `GRATITUDE`, `MILESTONE` and `FOLLOW_UP` 30, `COLLABORATION` 25, `GOAL` and `EVENT` 25,
    /// `CHECK_IN` 20, `EXPECTATION` and `NEED` 15; of a `MATCH` two fifths of its score, from 0 to 40.
    Importance,
    /// How soon it is due: 20 on the day, 2 less for each day before it, 1 more for each day after it, at most 40; 10 without a day.
    /// A `CHECK_IN` has 20 on its day and 20 more for each whole interval after it, in parts; a `MATCH` has 10 at least.
    Urgency,
    /// How often you mean to be in touch with the person: weekly 20, monthly 15, quarterly 10, yearly 5; 0 for a `CHECK_IN`, whose
    /// interval is counted in its urgency.
    Closeness,
}

impl Value for Part {
    type Output = NudgeScorePartName;

    fn write(&self, json: &mut Json) {
        json.word(match self {
            Self::Importance => "IMPORTANCE",
            Self::Urgency => "URGENCY",
            Self::Closeness => "CLOSENESS",
        });
    }
}

shape! {
    /// A summand of a nudge's score.
    NudgeScorePart: score_part
}

fn score_part() -> Object {
    Object::computed::<(Part, i32)>("NudgeScorePart", "A summand of a nudge's score.")
        .value("name", "The id of the record that is meant.", |it| it.0)
        .value("points", "How many points it gives.", |it| it.1)
        .done()
}

shape! {
    /// What to do next.
    Nudge: nudge
}

fn nudge() -> Object {
    Object::computed::<agenda::Nudge>(
        "Nudge",
        "What to do next, for whom, why now, and by which mutation. It is derived each time that it is read, and gone when its cause is. In the agenda it is a card: the most pressing nudge of a person, a need or a collaboration, with the others of the same inside.",
    )
    .needs(Right::AgendaRead)
    .value(
        "key",
        "Which nudge, for `snoozeNudge` and `dismissNudge`: the same for as long as its cause lasts, and another one when its day changes.",
        |it| it.key.to_string(),
    )
    .value("kind", "What it is about, in as many words as it needs.", |it| it.key.kind)
    .one::<Person, _>("person", "For whom it is, or whom to ask first; null where it is for nobody alone, as a card is of a need of yours or of the thanks that several are owed for one collaboration. No two cards of an agenda have the same person.", |it| {
        it.person()
    })
    .value("title", "What is so, in a line for the user; it names people only to a caller who may see people (`PEOPLE_READ`). What to do say the `actions`. The words may change.", |it| {
        it.title()
    })
    .value("whyNow", "Why now, in sentences for the user; they name people as `title` does. The words may change.", |it| {
        it.reasons().into_iter().map(|reason| reason.text).collect::<Vec<_>>()
    })
    .each::<NudgeReason, _>("reasons", "The sentences of `whyNow` in their order, each with what it says as data.", |it| {
        it.reasons()
    })
    .value("dueOn", "From which day on it is time; null where there is no day.", |it| {
        it.cause.due_on()
    })
    .value("score", "How it ranks, from 0 to 100: the sum of its parts.", |it| it.score.total())
    .each::<NudgeScorePart, _>("parts", "What the score is the sum of.", |it| {
        it.score.parts().to_vec()
    })
    .value("formula", "The version of the score's formula.", |_| FORMULA)
    .value("comesFirst", "Whether it comes before all that does not, whatever the scores: what was planned for the day or for one before it, support in hard times, and a birthday on its day.", |it| {
        it.comes_first
    })
    .value("heldBack", "Whether it is a check-in that has no place within the week's capacity; only where those were asked for by `includeHeldBack`.", |it| {
        it.held_back
    })
    .value("answers", "The mutations that answer it, each once, the most fitting first.", |it| {
        let mut answers: Vec<&'static str> = it.actions().iter().map(|action| action.mutation).collect();
        answers.dedup();
        answers
    })
    .each::<NudgeAction, _>("actions", "What answers it, the most fitting first: each is a mutation with its variables, ready to send. Any nudge can also be put off or dismissed by its key.", |it| {
        it.actions()
    })
    .each::<Nudge, _>("inside", "The other nudges of the same person, need or collaboration, the most pressing first; they have nothing inside. Putting off the card puts off its own nudge alone: the next of these takes its place.", |it| {
        it.inside.clone()
    })
    .inner::<CheckInStatus, Standing>("checkIn", "Who is due, where it is a check-in by a cadence.", |it| match &it.cause {
        Cause::CheckIn(standing) => Some(Standing::clone(standing)),
        _ => None,
    })
    .one::<CheckIn, _>("planned", "The check-in that is planned, where it is a check-in for which that is so.", |it| match &it.cause {
        Cause::CheckIn(standing) => standing.planned.map(|plan| plan.id),
        Cause::Planned(plan) => Some(plan.id),
        _ => None,
    })
    .one::<Gratitude, _>("gratitude", "The thanks that are owed, where it is for thanks.", |it| {
        match &it.cause {
            Cause::Thanks(owed, _) => Some(owed.id),
            _ => None,
        }
    })
    .one::<Exchange, _>("exchange", "What was promised, where it is a promise of yours or of theirs.", |it| {
        match &it.cause {
            Cause::Promise(exchange) | Cause::Expectation(exchange) => Some(exchange.id),
            _ => None,
        }
    })
    .one::<Introduction, _>("introduction", "The introduction that waits for you.", |it| match &it.cause {
        Cause::Introduction(waiting) => Some(waiting.introduction.id),
        _ => None,
    })
    .one::<Collaboration, _>("collaboration", "The collaboration of which a milestone is due.", |it| {
        match &it.cause {
            Cause::Collaboration(collaboration, _) => Some(collaboration.id),
            _ => None,
        }
    })
    .one::<Goal, _>("goal", "The goal that is to be reached.", |it| match &it.cause {
        Cause::Goal(goal) => Some(goal.id),
        _ => None,
    })
    .inner::<MilestoneOccurrence, Occurrence>("milestone", "What is near in their life.", |it| match &it.cause {
        Cause::Milestone(occurrence) => Some(occurrence.clone()),
        _ => None,
    })
    .one::<Event, _>("event", "The event that is near, or at which you met them.", |it| match &it.cause {
        Cause::Event(coming, _) => Some(coming.event.id),
        Cause::FollowUp(it) => Some(it.met.event),
        _ => None,
    })
    .inner::<Match, needs::Match>("match", "A need, and who could meet it.", |it| match &it.cause {
        Cause::Match(found) => Some(needs::Match::clone(found)),
        _ => None,
    })
    .one::<Need, _>("need", "What is sought, where nobody could meet it so far.", |it| match &it.cause {
        Cause::Need(need) => Some(need.id),
        _ => None,
    })
    .done()
}

shape! {
    /// How much there is of a kind.
    NudgeCount: nudge_count
}

fn nudge_count() -> Object {
    Object::computed::<(nudge_decision::NudgeKind, usize)>(
        "NudgeCount",
        "How much there is of a kind.",
    )
    .value("kind", "The kind of the nudges that are counted.", |it| it.0)
    .value("count", "How many people, needs, promises or other causes, each counted once; at most 100 nudges are looked at.", |it| number(it.1))
    .done()
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

shape! {
    /// The agenda in short.
    AgendaDigest: digest
}

fn digest() -> Object {
    Object::computed::<agenda::Digest>(
        "AgendaDigest",
        "The agenda in short: all that a notification or a widget shows.",
    )
    .needs(Right::AgendaRead)
    .value("on", "The day for which it was made.", |it| it.on)
    .value(
        "away",
        "Whether you are away on that day: then nothing is proposed.",
        |it| it.away,
    )
    .value(
        "headline",
        "All of it in a sentence for the user; it names people as the `title` of a nudge does. The words may change.",
        |it| it.headline.clone(),
    )
    .value(
        "total",
        "How many cards there are: people, needs and other causes. At most 100 nudges of each kind are looked at.",
        |it| number(it.total),
    )
    .value("overdue", "How many of them hold something that was due before that day.", |it| {
        number(it.overdue)
    })
    .value("heldBack", "How many people are due with whom the workspace's `weeklyCapacity` leaves no place this week; `agenda(includeHeldBack: true)` shows them.", |it| {
        number(it.held_back)
    })
    .each::<NudgeCount, _>("counts", "How much there is of each kind that has some: people and needs, not pairs.", |it| {
        it.counts.clone()
    })
    .each::<Nudge, _>("top", "The first cards, at most 5.", |it| it.top.clone())
    .done()
}

stored_enum! {
    /// What can be decided about a nudge.
    NudgeDecisionKind = nudge_decision::Decision {
        /// Put off until a day.
        Snoozed,
        /// Not to be shown any more.
        Dismissed,
    }
}

pub(super) fn decision() -> Object {
    use nudge_decision::Column;
    Object::record::<nudge_decision::Model>(
        "NudgeDecision",
        "What was decided about a nudge of the agenda. An archived decision was taken back: the nudge is shown again.",
        Right::AgendaRead,
        contract!(nudge_decision),
    )
    .column("key", "The key of the nudge that was decided about.", Column::Key)
    .word::<NudgeKind>("kind", "What it is about, in as many words as it needs.", Column::Kind)
    .word::<NudgeDecisionKind>("decision", "What the user decided about it.", Column::Decision)
    .column("until", "From which day on it is shown again, where it is put off.", Column::Until)
}
