//! The declaration of exchanges.

use chrono::NaiveDate;
use entity::exchange::{self, Column, ExchangeState, NEVER_DUE, NOT_DONE};
use entity::{collaboration, interaction, introduction, person};

use super::rules::{Course, Refusal, Step, WEIGHTS, allowed, usual_weight};
use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::{Checks, Code, Path, Problem};
use crate::people;
use crate::records::Stepped;

declared!(exchange::Model: declare,
    fn judge(&mut self, _: &Draft<Self>, checks: &mut Checks, today: NaiveDate) {
        let course = course(self);
        let judged = if self.revision == 0 { course.entered(today) } else { course.checked(today) };
        match judged {
            Ok(course) => set(self, course),
            Err(refusal) => checks.push(refused(refusal, Path::input("doneOn"), self.state)),
        }
    }
);

fn declare() -> Declaration<exchange::Model> {
    Declaration::new(
        "Exchange",
        ("exchange", "exchanges"),
        "Value that the user gave to somebody or got from them, or that one promised the other: an entry of the ledger of give and take.",
    )
    .word(
        "state",
        "How far it is. `promiseExchange`, `completeExchange`, `dropExchange` and `reopenExchange` change it.",
        Column::State,
    )
    .said_once()
    .initially(ExchangeState::Done)
    .filtered()
    .refers::<person::Model>("personId", "With whom; not with the user's own person.", Column::PersonId)
    .looked_up(people::others)
    .filtered()
    .word(
        "direction",
        "Which way: `GIVEN` by the user, `RECEIVED` by the user. A promise is `GIVEN` when it is the user's.",
        Column::Direction,
    )
    .filtered()
    .word("kind", "What was given. A change of it leaves the weight as it is.", Column::Kind)
    .filtered()
    .line("title", "What it is, in one line.", Column::Title, 200)
    .searched()
    .lines("description", "What it was about, beyond its title.", Column::Description, 5_000)
    .searched()
    .number(
        "weight",
        "How much it counts in sums: the user's own judgement, which begins at 3 for an introduction, 5 for a referral, 1 for all else.",
        Column::Weight,
        (*WEIGHTS.start(), *WEIGHTS.end(), "a whole number"),
    )
    .usually("what its kind begins with", |it: &exchange::Model| usual_weight(it.kind).into())
    .filtered()
    .date("dueOn", "By when it is, or was, promised.", Column::DueOn)
    .filtered()
    .ordered_as(Column::SortDue, NEVER_DUE)
    .date(
        "doneOn",
        "When it happened, not to come; only of what is `DONE`, which always has such a day: today in the workspace's time zone if none \
         is said.",
        Column::DoneOn,
    )
    .filtered()
    .ordered_as(Column::SortDone, NOT_DONE)
    .refers::<interaction::Model>(
        "interactionId",
        "The interaction in which it came about.",
        Column::InteractionId,
    )
    .filtered()
    .refers::<introduction::Model>(
        "introductionId",
        "The introduction that it is, or came of.",
        Column::IntroductionId,
    )
    .filtered()
    .refers::<collaboration::Model>(
        "collaborationId",
        "The collaboration that it belongs to.",
        Column::CollaborationId,
    )
    .filtered()
    .lines(
        "result",
        "What came of it: of an advice, a door that was opened, a helping hand.",
        Column::Result,
        5_000,
    )
    .added_later()
    .searched()
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
    .listed_from_highest(Column::CreatedAt)
}

impl Stepped for exchange::Model {
    type Step = Step;

    fn step(&mut self, step: &Step, today: NaiveDate) -> Result<(), Problem> {
        match course(self).after(*step, today) {
            Ok(course) => set(self, course),
            Err(Refusal::State) => {
                return Err(Problem::no_step(self.state, step.to(), allowed(self.state)));
            }
            Err(refusal) => return Err(refused(refusal, Path::input("doneOn"), self.state)),
        }
        Ok(())
    }
}

/// How far an exchange is.
const fn course(model: &exchange::Model) -> Course {
    Course {
        state: model.state,
        due_on: model.due_on,
        done_on: model.done_on,
    }
}

const fn set(model: &mut exchange::Model, course: Course) {
    model.state = course.state;
    model.due_on = course.due_on;
    model.done_on = course.done_on;
}

/// What to tell the user of a day that cannot be.
fn refused(refusal: Refusal, path: Path, state: ExchangeState) -> Problem {
    let (code, message) = match refusal {
        Refusal::Ahead => (
            Code::Invalid,
            "it lies in the future; a promise is PROMISED, with dueOn".to_owned(),
        ),
        Refusal::NotDone => (
            Code::Invalid,
            format!("what is {state} has no day on which it happened"),
        ),
        Refusal::Done => (
            Code::Required,
            "what is DONE has a day on which it happened; reopenExchange takes it up again".to_owned(),
        ),
        Refusal::State => (Code::State, format!("what is {state} does not allow this")),
    };
    Problem::new(code, path, message)
}
