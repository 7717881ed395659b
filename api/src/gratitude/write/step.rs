//! Bringing thanks from state to state, and changing what they say.

use entity::gratitude;
use entity::ids::{GratitudeId, InteractionId};

use super::super::record::{course, refused};
use super::super::rules::{Refusal, Step, allowed};
use super::saying::{Saying, check_talks};
use super::store;
use crate::kit::declared::{Change, Declared as _, Draft};
use crate::kit::failure::{Detail, Problem};
use crate::kit::{Became, Checks, Code, Each, Failure, Path, Tx};
use crate::records::Changing;

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

/// Takes a step with thanks, by the rules.
///
/// # Errors
/// They do not exist, were changed meanwhile or are archived; the step is not allowed; the input is wrong.
pub async fn take(tx: &mut Tx, take: &TakeStep) -> Result<gratitude::Model, Failure> {
    let before: gratitude::Model = tx.find_for_update(take.id, take.expected_revision).await?;
    let mut checks = Checks::new();
    if let Some(talk) = take.saying.interaction.as_set() {
        check_talks(tx, &mut [(&mut checks, *talk, Some(before.person_id))]).await?;
    }
    let mut after = before.clone();
    let stepped = course(&before).after(take.step, tx.today());
    if let Ok(course) = stepped {
        after.state = course.state;
        after.thanked_on = course.thanked_on;
    }
    let draft = take.saying.over(Draft::default());
    gratitude::Model::declaration().apply(&draft, &mut checks, &mut after, tx);
    if take.step == Step::Draft && after.text.is_none() {
        checks.note(Code::Required, Path::input("text"), "a draft says something");
    }
    match stepped {
        Ok(_) => {}
        Err(Refusal::State) => checks.push(not_allowed(&before, take.step)),
        Err(refusal) => checks.push(refused(refusal, before.state)),
    }
    checks.done()?;
    store(tx, &before, after).await
}

/// Changes what thanks say, and how. What is wrong with one change keeps no other from being made.
///
/// # Errors
/// The database fails.
pub async fn update_all(
    tx: &mut Tx,
    wanted: &[Each<'_, Change<gratitude::Model>>],
) -> Result<Vec<Became<gratitude::Model>>, Failure> {
    let changes: Vec<_> = wanted.iter().map(|it| it.input).collect();
    let mut changing = Changing::begin(tx, &changes).await?;
    let talks = changing.open().filter_map(|open| {
        let fields = &changes.get(open.place)?.fields;
        let talk: InteractionId = *fields.reference("interactionId").as_set()?;
        Some((&mut open.checks, talk, Some(open.model.person_id)))
    });
    let mut talks: Vec<_> = talks.collect();
    check_talks(tx, &mut talks).await?;
    changing.store(tx, |_| {}).await
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
