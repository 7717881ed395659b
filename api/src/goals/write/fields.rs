//! The fields of a goal.

use chrono::NaiveDate;
use entity::goal::{self, GoalHorizon, GoalState, NO_TARGET};
use entity::ids::PersonId;
use serde::Serialize;

use super::super::rules::{Course, Refusal};
use crate::kit::fold::fold;
use crate::kit::{Checks, Code, Failure, Patch, Path, Problem, Tx};
use crate::people;

const TITLE: usize = 200;
const DESCRIPTION: usize = 5_000;

/// The fields that a client may write; the title is never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// Whose it is; cleared, the user's own.
    pub person: Patch<PersonId>,
    /// What is to be reached.
    pub title: Patch<String>,
    /// More on it.
    pub description: Patch<String>,
    /// How far ahead it lies.
    pub horizon: Patch<GoalHorizon>,
    /// By when it is to be reached.
    pub target_on: Patch<NaiveDate>,
    /// When it was reached.
    pub achieved_on: Patch<NaiveDate>,
}

impl Fields {
    /// The goal with these fields changed. `judge` says whether its state and day can be.
    pub(super) fn apply(
        &self,
        checks: &mut Checks,
        mut model: goal::Model,
        judge: impl FnOnce(Course, NaiveDate) -> Result<Course, Refusal>,
        today: NaiveDate,
    ) -> goal::Model {
        self.person.apply(&mut model.person_id);
        if !self.title.is_keep() || model.title.is_empty() {
            let title = self.title.as_set().map(String::as_str);
            model.title = checks.required(Path::input("title"), title, TITLE);
            model.sort_title = fold(&model.title);
        }
        checks.lines(
            &mut model.description,
            "description",
            &self.description,
            DESCRIPTION,
        );
        self.horizon.apply(&mut model.horizon);
        self.target_on.apply(&mut model.target_on);
        model.sort_target = model
            .target_on
            .map_or_else(|| NO_TARGET.to_owned(), |day| day.to_string());
        self.achieved_on.apply(&mut model.achieved_on);
        match judge(course(&model), today) {
            Ok(course) => on(model, course),
            Err(refusal) => {
                checks.push(refused(refusal, Path::input("achievedOn"), model.state));
                model
            }
        }
    }

    /// Notes a problem where the goal is given to nobody of the workspace, or to the user's own person.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn check_person(&self, tx: &Tx, checks: &mut Checks) -> Result<(), Failure> {
        if let Patch::Set(person) = self.person {
            people::require_other(tx, checks, Path::input("personId"), person).await?;
        }
        Ok(())
    }
}

/// How a goal stands.
pub(super) const fn course(model: &goal::Model) -> Course {
    Course {
        state: model.state,
        achieved_on: model.achieved_on,
    }
}

/// The goal, so far.
pub(super) fn on(model: goal::Model, course: Course) -> goal::Model {
    let Course { state, achieved_on } = course;
    goal::Model {
        state,
        achieved_on,
        ..model
    }
}

/// What to tell the user of a day that cannot be.
pub(super) fn refused(refusal: Refusal, path: Path, state: GoalState) -> Problem {
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
