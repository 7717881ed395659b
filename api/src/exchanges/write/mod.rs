//! Recording and changing exchanges: what follows from it.

mod balance;

pub use balance::balances;

use std::collections::BTreeSet;

use entity::Direction;
use entity::exchange::{self, ExchangeState};
use entity::ids::{ExchangeId, PersonId};

use super::rules::Step;
use crate::gratitude::{self, Cause, Debts, Moved};
use crate::kit::declared::{Change, New};
use crate::kit::{Became, Each, Failure, Path, Tx, only};
use crate::records::{self, Take};

/// Records exchanges. What is wrong with one keeps no other from being recorded.
///
/// # Errors
/// The database fails.
pub async fn record_all(
    tx: &mut Tx,
    wanted: &[Each<'_, New<exchange::Model>>],
) -> Result<Vec<Became<exchange::Model>>, Failure> {
    let mut stored = Vec::new();
    let became = records::create_all_with(tx, wanted, |_, _, new| {
        stored = new.iter().map(|(_, model)| (None, model.clone())).collect();
    });
    let became = became.await?;
    settle(tx, &stored).await?;
    Ok(became)
}

/// Records an exchange.
///
/// # Errors
/// What is said of it is wrong, or its id is taken.
pub async fn record(tx: &mut Tx, new: &New<exchange::Model>) -> Result<exchange::Model, Failure> {
    let said = tx.said().map(str::to_owned);
    let wanted = [Each {
        input: new,
        said: said.as_deref(),
    }];
    only(record_all(tx, &wanted).await?)
}

/// Changes exchanges. What is wrong with one keeps no other from being changed.
///
/// # Errors
/// The database fails.
pub async fn update_all(
    tx: &mut Tx,
    wanted: &[Each<'_, Change<exchange::Model>>],
) -> Result<Vec<Became<exchange::Model>>, Failure> {
    let mut stored = Vec::new();
    let became = records::update_all_then(tx, wanted, |pairs| {
        stored = pairs
            .into_iter()
            .map(|(before, after)| (Some(before), after))
            .collect();
    });
    let became = became.await?;
    settle(tx, &stored).await?;
    Ok(became)
}

/// Takes a step with an exchange.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the step is not allowed, or its day is to come.
pub async fn take(tx: &mut Tx, step: &Take<exchange::Model, Step>) -> Result<exchange::Model, Failure> {
    let (before, model) = records::taken(tx, step).await?;
    settle(tx, &[(Some(before), model.clone())]).await?;
    Ok(model)
}

/// Hides an exchange. It counts no more, and nobody is owed thanks for it.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(ExchangeId, Option<i32>),
) -> Result<exchange::Model, Failure> {
    put_away(tx, *id, *revision, true).await
}

/// Shows an archived exchange again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(ExchangeId, Option<i32>),
) -> Result<exchange::Model, Failure> {
    put_away(tx, *id, *revision, false).await
}

async fn put_away(
    tx: &mut Tx,
    id: ExchangeId,
    revision: Option<i32>,
    archived: bool,
) -> Result<exchange::Model, Failure> {
    let before: exchange::Model = tx.find(Path::argument("id"), id).await?;
    let model: exchange::Model = tx.set_archived(id, revision, archived).await?;
    settle(tx, &[(Some(before), model.clone())]).await?;
    Ok(model)
}

/// Who is owed thanks for an exchange: whoever gave, once they have.
fn debts(model: &exchange::Model) -> Debts {
    let is_gift = model.direction == Direction::Received && model.archived_at.is_none();
    let since = model.done_on.filter(|_| is_gift);
    since.into_iter().map(|since| (model.person_id, since)).collect()
}

/// Thanks owed follow exchanges, and so does how give and take stand with those with whom they are. Each exchange as it was, if it was
/// there, and as it is; as many statements for many as for one.
async fn settle(tx: &mut Tx, stored: &[(Option<exchange::Model>, exchange::Model)]) -> Result<(), Failure> {
    let all = stored
        .iter()
        .flat_map(|(before, after)| before.iter().chain([after]));
    let done = all.filter(|it| it.state == ExchangeState::Done);
    let people: BTreeSet<PersonId> = done.map(|it| it.person_id).collect();
    balance::refresh(tx, &Vec::from_iter(people)).await?;
    let moved = stored.iter().map(|(before, after)| Moved {
        cause: Cause::Exchange(after.id),
        before: before.as_ref().map(debts).unwrap_or_default(),
        after: debts(after),
    });
    gratitude::settle_all(tx, &moved.collect::<Vec<_>>()).await
}
