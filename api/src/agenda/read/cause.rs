//! What makes a nudge.

use chrono::{Days, NaiveDate};
use entity::exchange;
use entity::ids::PersonId;
use entity::introduction_side::Side;
use entity::introduction_step::IntroductionAction as Action;
use entity::milestone::{MilestoneKind, MilestoneTone};
use entity::nudge_decision::NudgeKind;
use entity::{collaboration, collaboration_milestone, goal, gratitude, introduction, need};

use crate::agenda::rules::{Key, THANK_WITHIN};
use crate::cadences::{Plan, Standing};
use crate::events::{Coming, Met};
use crate::milestones::Occurrence;
use crate::needs::Match;

/// What makes a nudge.
#[derive(Clone, Debug)]
pub enum Cause {
    /// Somebody is due.
    CheckIn(Box<Standing>),
    /// It was planned to be in touch with somebody for whom no cadence counts.
    Planned(Plan),
    /// Thanks are owed; for what, in the user's words.
    Thanks(gratitude::Model, Option<String>),
    /// The user promised something.
    Promise(exchange::Model),
    /// Something was promised to the user.
    Expectation(exchange::Model),
    /// An introduction waits for a step.
    Introduction(Box<Waiting>),
    /// A milestone of a collaboration is to be reached.
    Collaboration(Box<collaboration::Model>, collaboration_milestone::Model),
    /// A goal of the user is to be reached.
    Goal(goal::Model),
    /// Somebody could meet a need.
    Match(Box<Match>),
    /// A need of somebody's will soon be expired, and nobody could meet it so far.
    Need(need::Model),
    /// A dated thing in somebody's life is near.
    Milestone(Occurrence),
    /// An event begins soon; on which day.
    Event(Box<Coming>, NaiveDate),
    /// The user met somebody at an event, and nothing was logged or settled since.
    FollowUp(Meeting),
}

/// Whom the user met at an event.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Who, and at which event.
    pub met: Met,
    /// The last day of it.
    pub day: NaiveDate,
    /// What the event is called.
    pub title: String,
    /// Whether there is a cadence of their own.
    pub has_cadence: bool,
}

/// An introduction that waits for the user.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which one.
    pub introduction: introduction::Model,
    /// For what.
    pub step: Action,
    /// On which day they were introduced, if they were.
    pub made_on: Option<NaiveDate>,
    /// From which day on.
    pub since: NaiveDate,
    /// Who is to be asked or reminded first, or the first of the two.
    pub person: PersonId,
    /// On which side they are.
    pub side: Side,
    /// The two people.
    pub pair: (PersonId, PersonId),
}

/// So many days after a day.
#[must_use]
pub fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

impl Cause {
    /// What it is about.
    #[must_use]
    pub const fn kind(&self) -> NudgeKind {
        match self {
            Self::CheckIn(_) | Self::Planned(_) => NudgeKind::CheckIn,
            Self::Thanks(..) => NudgeKind::Gratitude,
            Self::Promise(_) => NudgeKind::Promise,
            Self::Expectation(_) => NudgeKind::Expectation,
            Self::Introduction(_) => NudgeKind::Introduction,
            Self::Collaboration(..) => NudgeKind::Collaboration,
            Self::Goal(_) => NudgeKind::Goal,
            Self::Match(_) => NudgeKind::Match,
            Self::Need(_) => NudgeKind::Need,
            Self::Milestone(_) => NudgeKind::Milestone,
            Self::Event(..) => NudgeKind::Event,
            Self::FollowUp(..) => NudgeKind::FollowUp,
        }
    }

    /// Which nudge it makes. What is due on another day is another nudge.
    #[must_use]
    pub fn key(&self) -> Key {
        let subject = match self {
            Self::CheckIn(it) => it.person.to_string(),
            Self::Planned(it) => it.person.to_string(),
            Self::Thanks(it, _) => it.id.to_string(),
            Self::Promise(it) | Self::Expectation(it) => it.id.to_string(),
            Self::Introduction(it) => it.introduction.id.to_string(),
            Self::Collaboration(_, it) => it.id.to_string(),
            Self::Goal(it) => it.id.to_string(),
            Self::Match(it) => format!("{}+{}", it.need, it.giver),
            Self::Need(it) => it.id.to_string(),
            Self::Milestone(it) => it.subject.to_string(),
            Self::Event(it, _) => it.event.id.to_string(),
            Self::FollowUp(it) => format!("{}+{}", it.met.person, it.met.event),
        };
        Key {
            kind: self.kind(),
            subject,
            occasion: self.due_on(),
        }
    }

    /// From which day on it is time.
    #[must_use]
    pub fn due_on(&self) -> Option<NaiveDate> {
        match self {
            Self::CheckIn(it) => Some(it.due.due_on),
            Self::Planned(it) => Some(it.day),
            Self::Thanks(it, _) => it.owed_since.map(|since| after(since, THANK_WITHIN)),
            Self::Promise(it) | Self::Expectation(it) => it.due_on,
            Self::Introduction(it) => Some(it.since),
            Self::Collaboration(_, it) => it.due_on,
            Self::Goal(it) => it.target_on,
            Self::Match(it) => it.until,
            Self::Need(it) => it.until,
            Self::Milestone(it) => Some(it.date),
            Self::Event(_, day) => Some(*day),
            Self::FollowUp(it) => Some(after(it.day, 1)),
        }
    }

    /// For whom it is, if it is for one person.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::CheckIn(it) => Some(it.person),
            Self::Planned(it) => Some(it.person),
            Self::Thanks(it, _) => Some(it.person_id),
            Self::Promise(it) | Self::Expectation(it) => Some(it.person_id),
            Self::Introduction(it) => Some(it.person),
            Self::Match(it) => it.needer.person.or(it.giver_side.person),
            Self::Need(it) => it.person_id,
            Self::Milestone(it) => Some(it.person),
            Self::FollowUp(it) => Some(it.met.person),
            Self::Collaboration(..) | Self::Goal(_) | Self::Event(..) => None,
        }
    }

    /// Everybody whom its words name.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Introduction(it) => vec![it.person, it.pair.0, it.pair.1],
            Self::Match(it) => [it.needer.person, it.giver_side.person]
                .into_iter()
                .flatten()
                .collect(),
            other => other.person().into_iter().collect(),
        }
    }

    /// Whether it comes before all others: what was planned for the day, support in hard times, and a birthday on its day.
    #[must_use]
    pub fn comes_first(&self, on: NaiveDate) -> bool {
        match self {
            Self::CheckIn(it) => it.planned.is_some(),
            Self::Planned(_) => true,
            Self::Milestone(it) => {
                let is_birthday = it.kind == MilestoneKind::Birthday && it.date == on && it.is_day_known;
                it.tone == MilestoneTone::Support || is_birthday
            }
            _ => false,
        }
    }

    /// What the digest counts where it counts nudges of this kind: people and needs, not pairs.
    #[must_use]
    pub fn counted(&self) -> String {
        match self {
            Self::Thanks(it, _) => it.person_id.to_string(),
            Self::FollowUp(it) => it.met.person.to_string(),
            Self::Match(it) => it.need.to_string(),
            other => other.key().subject,
        }
    }
}
