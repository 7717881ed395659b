//! The declaration of goals.

use chrono::NaiveDate;
use entity::goal::{self, Column, GoalState, NO_TARGET};
use entity::person;

use super::rules::{Course, Refusal, Step, allowed};
use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::{Checks, Code, Path, Problem};
use crate::people;
use crate::records::Stepped;

declared!(goal::Model: declare,
    fn judge(&mut self, _: &Draft<Self>, checks: &mut Checks, today: NaiveDate) {
        let course = course(self);
        let judged = if self.revision == 0 { course.entered(today) } else { course.checked(today) };
        match judged {
            Ok(course) => set(self, course),
            Err(refusal) => checks.push(refused(refusal, Path::input("achievedOn"), self.state)),
        }
    }
);

fn declare() -> Declaration<goal::Model> {
    Declaration::new(
        "Goal",
        ("goal", "goals"),
        "What the user is after, or somebody else is, with who and what helps to reach it. A fact of kind `GOAL` on a person is a sentence worth remembering; a goal is followed until it is reached.",
    )
    .word(
        "state",
        "How it stands. `pauseGoal`, `achieveGoal`, `dropGoal` and `reopenGoal` change it.",
        Column::State,
    )
    .said_once()
    .initially(GoalState::Active)
    .filtered()
    .refers::<person::Model>(
        "personId",
        "Whose it is; null for the user's own. Not the user's own person, and not one of its supporters.",
        Column::PersonId,
    )
    .looked_up(people::others)
    .filtered()
    .line("title", "What is to be reached.", Column::Title, 200)
    .folded(Column::SortTitle)
    .filtered()
    .ordered()
    .searched()
    .lines("description", "What it is about, beyond its title.", Column::Description, 5_000)
    .searched()
    .word("horizon", "How far ahead it lies.", Column::Horizon)
    .filtered()
    .date("targetOn", "By when it is to be reached.", Column::TargetOn)
    .filtered()
    .ordered_as(Column::SortTarget, NO_TARGET)
    .date(
        "achievedOn",
        "When it was reached, not to come; only of what is `ACHIEVED`, which always has such a day: today in the workspace's time zone \
         if none is said.",
        Column::AchievedOn,
    )
    .filtered()
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
    .listed_from_highest(Column::CreatedAt)
    .filter_example("The user's own that nobody supports: `{ personId: { isNull: true }, supporterId: { isNull: true } }`.")
}

impl Stepped for goal::Model {
    type Step = Step;

    fn step(&mut self, step: &Step, today: NaiveDate) -> Result<(), Problem> {
        match course(self).after(*step, today) {
            Ok(course) => set(self, course),
            Err(Refusal::State) => {
                return Err(Problem::no_step(self.state, step.to(), allowed(self.state)));
            }
            Err(refusal) => return Err(refused(refusal, Path::input("achievedOn"), self.state)),
        }
        Ok(())
    }
}

/// How a goal stands.
const fn course(model: &goal::Model) -> Course {
    Course {
        state: model.state,
        achieved_on: model.achieved_on,
    }
}

fn set(model: &mut goal::Model, course: Course) {
    let Course { state, achieved_on } = course;
    model.state = state;
    model.achieved_on = achieved_on;
}

/// What to tell the user of a day that cannot be.
fn refused(refusal: Refusal, path: Path, state: GoalState) -> Problem {
    let (code, message) = match refusal {
        Refusal::Ahead => (
            Code::Invalid,
            "it lies in the future; the day by which a goal is to be reached is targetOn".to_owned(),
        ),
        Refusal::NotAchieved => (
            Code::Invalid,
            format!("what is {state} has no day on which it was achieved"),
        ),
        Refusal::Achieved => (
            Code::Required,
            "what is ACHIEVED has a day on which it was; reopenGoal takes it up again".to_owned(),
        ),
        Refusal::State => (Code::State, format!("what is {state} does not allow this")),
    };
    Problem::new(code, path, message)
}
