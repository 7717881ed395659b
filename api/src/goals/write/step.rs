//! Bringing a goal from state to state.

use entity::goal;
use entity::ids::GoalId;

use super::super::rules::{Refusal, Step, allowed};
use super::fields::{course, on, refused};
use crate::kit::failure::{Detail, Problem};
use crate::kit::{Code, Failure, Path, Tx};

/// A step of a goal.
#[derive(Clone, Debug)]
pub struct TakeStep {
    /// Which one.
    pub id: GoalId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What is done with it.
    pub step: Step,
}

/// Takes a step with a goal, by the rules.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the step is not allowed, or its day is to come.
pub async fn take(tx: &mut Tx, take: &TakeStep) -> Result<goal::Model, Failure> {
    let before: goal::Model = tx.find_for_update(take.id, take.expected_revision).await?;
    let after = match course(&before).after(take.step, tx.today()) {
        Ok(course) => on(before.clone(), course),
        Err(Refusal::State) => return Err(not_allowed(&before, take.step).into()),
        Err(refusal) => return Err(refused(refusal, Path::argument("achievedOn"), before.state).into()),
    };
    tx.save(&before, after, false).await
}

fn not_allowed(model: &goal::Model, step: Step) -> Problem {
    let (from, to) = (model.state, step.to());
    let allowed: Vec<String> = allowed(from)
        .iter()
        .map(|state| state.as_str().to_owned())
        .collect();
    let message = format!("what is {from} cannot become {to}, but {}", allowed.join(", "));
    let detail = Detail::State {
        state: from.as_str().to_owned(),
        allowed,
    };
    Problem::new(Code::State, Path::argument("id"), message).with(detail)
}
