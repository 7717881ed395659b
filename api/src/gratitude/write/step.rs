//! Bringing thanks from state to state, and changing what they say.

use chrono::NaiveDate;
use entity::gratitude;
use entity::ids::GratitudeId;

use super::super::rules::{Refusal, Step, allowed};
use super::saying::{Saying, course, dated};
use super::store;
use crate::kit::failure::{Detail, Problem};
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};

/// A step of thanks.
#[derive(Clone, Debug)]
pub struct TakeStep {
    /// Which ones.
    pub id: GratitudeId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What is done with them.
    pub step: Step,
    /// What they say, and how.
    pub saying: Saying,
}

/// A change to thanks. Their state is changed by [`take`].
#[derive(Clone, Debug)]
pub struct UpdateGratitude {
    /// Which ones.
    pub id: GratitudeId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What they say, and how.
    pub saying: Saying,
    /// When they were given.
    pub thanked_on: Patch<NaiveDate>,
}

/// Takes a step with thanks, by the rules.
///
/// # Errors
/// They do not exist, were changed meanwhile or are archived; the step is not allowed; the input is wrong.
pub async fn take(tx: &mut Tx, take: &TakeStep) -> Result<gratitude::Model, Failure> {
    let before: gratitude::Model = tx.find_for_update(take.id, take.expected_revision).await?;
    let mut checks = Checks::new();
    take.saying.check_talk(tx, &mut checks, before.person_id).await?;
    let after = take.saying.apply(&mut checks, before.clone());
    if take.step == Step::Draft && after.text.is_none() {
        checks.note(Code::Required, Path::input("text"), "a draft says something");
    }
    let after = match course(&before).after(take.step, tx.today()) {
        Err(Refusal::State) => {
            checks.push(not_allowed(&before, take.step));
            after
        }
        judged => dated(&mut checks, after, judged),
    };
    checks.done()?;
    store(tx, &before, after).await
}

/// Changes what thanks say, and how. Nothing is written when nothing would change.
///
/// # Errors
/// They do not exist, were changed meanwhile or are archived; the input is wrong.
pub async fn update(tx: &mut Tx, change: &UpdateGratitude) -> Result<gratitude::Model, Failure> {
    let before: gratitude::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    change
        .saying
        .check_talk(tx, &mut checks, before.person_id)
        .await?;
    let mut after = change.saying.apply(&mut checks, before.clone());
    change.thanked_on.apply(&mut after.thanked_on);
    let judged = course(&after).checked(tx.today());
    let after = dated(&mut checks, after, judged);
    checks.done()?;
    store(tx, &before, after).await
}

fn not_allowed(model: &gratitude::Model, step: Step) -> Problem {
    let (from, to) = (model.state, step.to());
    let allowed: Vec<String> = allowed(from)
        .iter()
        .map(|state| state.as_str().to_owned())
        .collect();
    let message = if allowed.is_empty() {
        format!("thanks that are {from} stay so")
    } else {
        format!(
            "thanks that are {from} cannot become {to}, but {}",
            allowed.join(", ")
        )
    };
    let detail = Detail::State {
        state: from.as_str().to_owned(),
        allowed,
    };
    Problem::new(Code::State, Path::argument("id"), message).with(detail)
}
