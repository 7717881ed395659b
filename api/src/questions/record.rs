//! The declaration of questions.

use chrono::{Days, NaiveDate};
use entity::question::{self, Column, QuestionState};
use entity::{interaction, person};

use super::rules::{Step, allowed, source};
use crate::kit::declared::{Declaration, declared};
use crate::kit::{Code, Path, Problem};
use crate::people;
use crate::records::Stepped;

declared!(question::Model: declare);

fn declare() -> Declaration<question::Model> {
    Declaration::new(
        "Question",
        ("question", "questions"),
        "What the user wants to ask somebody next time. It stands in the brief until it is asked, or dropped.",
    )
    .refers::<person::Model>("personId", "Whom to ask; not the user's own person.", Column::PersonId)
    .looked_up(people::others)
    .filtered()
    .line("text", "The question, in the user's words.", Column::Text, 500)
    .searched()
    .line("reason", "Why it is worth asking, or what it is about.", Column::Reason, 500)
    .searched()
    .form(
        "suggestedBy",
        "The id of the fact, goal or need that suggested it, as a brief says: while the question is `OPEN` or `DROPPED`, the brief does not \
         suggest it again.",
        Column::SuggestedBy,
        source,
    )
    .said_once()
    .word(
        "state",
        "How it stands. `askQuestion`, `dropQuestion`, `reopenQuestion`, and the talk that names it, change it.",
        Column::State,
    )
    .by_steps()
    .filtered()
    .refers::<interaction::Model>(
        "interactionId",
        "The interaction in which it was asked.",
        Column::InteractionId,
    )
    .by_steps()
    .filtered()
    .date("askedOn", "When it was asked; only of what is `ASKED`.", Column::AskedOn)
    .by_steps()
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
    .listed_from_highest(Column::CreatedAt)
    .filter_example("Those that are still to be asked: `{ state: { eq: OPEN } }`.")
}

impl Stepped for question::Model {
    type Step = Step;

    fn step(&mut self, step: &Step, today: NaiveDate) -> Result<(), Problem> {
        let to = step.to();
        if !allowed(self.state).contains(&to) {
            return Err(Problem::no_step(self.state, to, allowed(self.state)));
        }
        self.state = to;
        (self.asked_on, self.interaction_id) = match *step {
            Step::Ask(on, talk) => (Some(on.unwrap_or(today)), talk),
            Step::Drop | Step::Reopen => (None, None),
        };
        // A day ahead is let pass, for time zones.
        let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
        if self.state == QuestionState::Asked && self.asked_on.is_some_and(|day| day > last) {
            return Err(Problem::new(
                Code::Invalid,
                Path::input("askedOn"),
                "this day has not come yet",
            ));
        }
        Ok(())
    }
}
