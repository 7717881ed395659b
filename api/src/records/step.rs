//! Steps: bringing a record from state to state.

use entity::Record;

use super::ActiveOf;
use crate::kit::declared::Declared;
use crate::kit::{Failure, Problem, Tx};

/// A step of a record.
#[derive(Clone, Debug)]
pub struct Take<M: Record, S> {
    /// Which one.
    pub id: M::Id,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What is done with it.
    pub step: S,
}

/// Takes this step with whichever record is named.
pub fn step<M: Record, S: Clone>(step: S) -> impl Fn(M::Id, Option<i32>) -> Take<M, S> {
    move |id, expected_revision| Take {
        id,
        expected_revision,
        step: step.clone(),
    }
}

/// A record that goes from state to state, by the rules of its area.
pub trait Stepped: Declared {
    /// What can be done with it.
    type Step: Send + Sync;

    /// Takes the step on this day.
    ///
    /// # Errors
    /// Its state does not allow the step, or what is said with it cannot be.
    fn step(&mut self, step: &Self::Step, today: chrono::NaiveDate) -> Result<(), Problem>;
}

/// Takes a step with a record.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; or the step cannot be taken.
pub async fn take<M: Stepped>(tx: &mut Tx, take: &Take<M, M::Step>) -> Result<M, Failure>
where
    ActiveOf<M>: Send,
{
    Ok(taken(tx, take).await?.1)
}

/// The same: the record as it was, and as it is.
///
/// # Errors
/// As [`take`].
pub async fn taken<M: Stepped>(tx: &mut Tx, take: &Take<M, M::Step>) -> Result<(M, M), Failure>
where
    ActiveOf<M>: Send,
{
    let before: M = tx.find_for_update(take.id, take.expected_revision).await?;
    let mut after = before.clone();
    after.step(&take.step, tx.today())?;
    M::declaration().keep_sorted(&mut after);
    let after = tx.save(&before, after, false).await?;
    Ok((before, after))
}
