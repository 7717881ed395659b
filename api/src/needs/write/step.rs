//! Bringing a need or an offer from state to state.

use entity::need::NeedState;

use super::super::rules::allowed;
use super::wish::Wish;
use crate::kit::failure::{Detail, Problem};
use crate::kit::{Code, Failure, Path, Tx};

/// Something done with a need, or an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The need was met, the offer taken up.
    Fulfill,
    /// It is taken back.
    Withdraw,
    /// It is good again.
    Reopen,
}

impl Step {
    const fn to(self) -> NeedState {
        match self {
            Self::Fulfill => NeedState::Fulfilled,
            Self::Withdraw => NeedState::Withdrawn,
            Self::Reopen => NeedState::Open,
        }
    }
}

/// A step of a need, or an offer.
#[derive(Clone, Debug)]
pub struct TakeStep<I> {
    /// Which one.
    pub id: I,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What is done with it.
    pub step: Step,
}

/// Takes a step with a need, or an offer, by the rules.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; or the step is not allowed.
pub async fn take<W: Wish>(tx: &mut Tx, take: &TakeStep<W::Id>) -> Result<W, Failure> {
    let before: W = tx.find_for_update(take.id, take.expected_revision).await?;
    let mut after = before.clone();
    let (state, to) = (after.parts().state, take.step.to());
    let from = *state;
    if !allowed(from).contains(&to) {
        let allowed: Vec<String> = allowed(from).iter().map(ToString::to_string).collect();
        let message = format!("what is {from} cannot become {to}, but {}", allowed.join(", "));
        let detail = Detail::State {
            state: from.to_string(),
            allowed,
        };
        let problem = Problem::new(Code::State, Path::argument("id"), message);
        return Err(problem.with(detail).into());
    }
    *state = to;
    tx.save(&before, after, false).await
}
