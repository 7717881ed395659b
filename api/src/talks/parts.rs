//! What is said with a talk: of whom, and what came of it.

use chrono::NaiveDate;
use entity::exchange;
use entity::ids::{CheckInId, ExchangeId, GratitudeId, MilestoneId, PersonId, QuestionId, UpdateId};
use entity::interaction::Channel;
use sea_orm::Value;
use uuid::Uuid;

use crate::interactions::NewInteraction;
use crate::kit::declared::New;
use crate::kit::each::Concerns;
use crate::kit::{Patch, Path};
use crate::people::{FactFields, NewPerson};

/// A talk with all that came of it.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The interaction.
    pub new: NewInteraction,
    /// Who was there, by a part of their name.
    pub with_name: Option<String>,
    /// Who was there and is not in the network yet.
    pub newcomers: Vec<NewPerson>,
    /// What came of it.
    pub came: Came,
}

/// What came of a talk.
#[derive(Clone, Debug, Default)]
pub struct Came {
    /// What was learnt.
    pub facts: Vec<Of<FactFields>>,
    /// What was given, received or promised.
    pub exchanges: Vec<Of<New<exchange::Model>>>,
    /// What was promised, and is done.
    pub completed_exchanges: Vec<ExchangeId>,
    /// What was planned, and is done.
    pub completed_check_ins: Vec<CheckInId>,
    /// What was spoken of.
    pub acknowledged_milestones: Vec<MilestoneId>,
    /// Thanks that were said.
    pub sent_gratitudes: Vec<GratitudeId>,
    /// What was asked.
    pub asked_questions: Vec<QuestionId>,
    /// What was told.
    pub told_updates: Vec<UpdateId>,
    /// When to be in touch next.
    pub next: Option<Of<Next>>,
}

/// Something about one person: the only one who was there, if it does not say who.
#[derive(Clone, Debug)]
pub struct Of<T> {
    /// Who.
    pub person: Option<PersonId>,
    /// What.
    pub what: T,
}

/// When to be in touch next.
#[derive(Clone, Debug)]
pub struct Next {
    /// The id, if the client made it.
    pub id: Option<CheckInId>,
    /// On which day.
    pub day: NaiveDate,
    /// By which means.
    pub channel: Option<Channel>,
    /// What to talk about.
    pub note: Option<String>,
}

impl Talk {
    /// Whether more is said than who was there.
    #[must_use]
    pub const fn is_rich(&self) -> bool {
        self.with_name.is_some() || !self.newcomers.is_empty() || !self.came.is_nothing()
    }
}

impl Came {
    const fn is_nothing(&self) -> bool {
        let Self {
            facts,
            exchanges,
            completed_exchanges,
            completed_check_ins,
            acknowledged_milestones,
            sent_gratitudes,
            asked_questions,
            told_updates,
            next,
        } = self;
        facts.is_empty()
            && exchanges.is_empty()
            && completed_exchanges.is_empty()
            && completed_check_ins.is_empty()
            && acknowledged_milestones.is_empty()
            && sent_gratitudes.is_empty()
            && asked_questions.is_empty()
            && told_updates.is_empty()
            && next.is_none()
    }
}

impl Concerns for Talk {
    fn concerns(&self) -> Option<Uuid> {
        self.new.concerns()
    }

    // Each part is written by the command of its area, and may be refused when the interaction is stored already.
    fn is_alone(&self) -> bool {
        self.is_rich()
    }

    fn writes_many(&self) -> bool {
        self.is_rich()
    }
}

/// A text that may be left out, as it is said of a field.
#[must_use]
pub fn said(text: Option<String>) -> Patch<Value> {
    text.map_or(Patch::Keep, |text| Patch::Set(text.into()))
}

/// Where a command's problem is, in a part of the input: `at` stands for `input`, or for whatever else the command was sent.
#[must_use]
pub fn placed(path: Path, at: &Path) -> Path {
    let mut steps = path.0.into_iter();
    match steps.next() {
        Some(first) if first == "input" => Path(steps.collect()).within(at),
        _ => at.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_of_a_part_is_placed_in_the_whole() {
        let at = Path::input("exchanges").at(1);
        let of = |path: Path| placed(path, &at).to_string();
        assert_eq!(of(Path::input("title")), "input.exchanges.1.title");
        assert_eq!(of(Path::argument("id")), "input.exchanges.1");
    }
}
