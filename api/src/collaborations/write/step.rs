//! Moving a collaboration from state to state.

use entity::collaboration;
use entity::collaboration::CollaborationState;
use entity::ids::CollaborationId;

use super::super::record::{RESULT, RETROSPECTIVE, check_retrospective};
use super::super::{read, rules};
use super::{debts, index};
use crate::kit::failure::{Detail, Problem};
use crate::kit::{Checks, Code, Failure, Path, Tx};

/// A step of a collaboration.
#[derive(Clone, Debug)]
pub struct Move {
    /// Which one.
    pub id: CollaborationId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// Into which state.
    pub to: CollaborationState,
    /// What came of it, if there is something to say.
    pub outcome: Option<String>,
    /// What is thought of it, looking back.
    pub retrospective: Option<String>,
}

/// Moves a collaboration to another state, by the rules.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the step is not allowed; a text is too long, or looks back on what is not over.
pub async fn move_to(tx: &mut Tx, change: &Move) -> Result<collaboration::Model, Failure> {
    let before: collaboration::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let mut after = before.clone();
    if let Some(outcome) = checks.text(Path::input("result"), change.outcome.as_deref(), RESULT) {
        after.outcome = Some(outcome);
    }
    let retrospective = Path::input("retrospective");
    if let Some(said) = checks.text(retrospective, change.retrospective.as_deref(), RETROSPECTIVE) {
        check_retrospective(&mut checks, change.to, true);
        after.retrospective = Some(said);
    }
    let period = rules::Period {
        started_on: before.started_on,
        ended_on: before.ended_on,
    };
    match rules::step(before.state, change.to, period, tx.today()) {
        Some(rules::Period { started_on, ended_on }) => {
            after = collaboration::Model {
                state: change.to,
                started_on,
                ended_on,
                ..after
            };
        }
        None => checks.push(refused(before.state, change.to)),
    }
    checks.done()?;
    let model = tx.save(&before, after, false).await?;
    if model.outcome != before.outcome || model.retrospective != before.retrospective {
        let members = read::members_of(&tx.read(), &[model.id])
            .await?
            .remove(&model.id)
            .unwrap_or_default();
        index(tx, &model, &members).await?;
    }
    debts::settle_state(tx, &before, &model).await?;
    Ok(model)
}

fn refused(from: CollaborationState, to: CollaborationState) -> Problem {
    let allowed: Vec<String> = rules::allowed(from)
        .iter()
        .map(|state| state.as_str().to_owned())
        .collect();
    let message = format!("from {from} it cannot go to {to}, but to {}", allowed.join(", "));
    let detail = Detail::State {
        state: from.as_str().to_owned(),
        allowed,
    };
    Problem::new(Code::State, Path::input("to"), message).with(detail)
}
