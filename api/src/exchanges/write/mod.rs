//! Recording and changing exchanges.

mod balance;
mod fields;
mod step;

pub use fields::Fields;
pub use step::{TakeStep, take};

use std::collections::BTreeSet;

use entity::exchange::{self, ExchangeKind, ExchangeState};
use entity::ids::{ExchangeId, PersonId};
use entity::{Actor, Direction, RecordType};
use serde::Serialize;

use super::rules::Course;
use crate::gratitude::{self, Cause, Debts};
use crate::kit::record::Claim;
use crate::kit::{Checks, Failure, Path, Tx};
use crate::search;

/// A new exchange. Its fields must say with whom, which way, of which kind, and what.
#[derive(Clone, Debug, Serialize)]
pub struct NewExchange {
    /// The id, if the client made it.
    pub id: Option<ExchangeId>,
    /// How far it is.
    pub state: ExchangeState,
    /// Its fields.
    pub fields: Fields,
}

/// A change to an exchange. Its state is changed by [`take`].
#[derive(Clone, Debug)]
pub struct UpdateExchange {
    /// Which one.
    pub id: ExchangeId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
}

/// Records an exchange.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn record(tx: &mut Tx, new: &NewExchange) -> Result<exchange::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<exchange::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let blank = exchange::Model {
        id,
        state: new.state,
        ..blank(tx)
    };
    let model = new.fields.apply(
        &mut checks,
        blank,
        |course, today| course.entered(today),
        tx.today(),
    );
    new.fields.check_references(tx, &mut checks).await?;
    checks.done()?;
    let model = tx.insert(model, fingerprint).await?;
    index(tx, &model).await?;
    settle(tx, None, &model).await?;
    Ok(model)
}

/// Changes an exchange. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, or names something that is not there.
pub async fn update(tx: &mut Tx, change: &UpdateExchange) -> Result<exchange::Model, Failure> {
    let before: exchange::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = change
        .fields
        .apply(&mut checks, before.clone(), Course::checked, tx.today());
    change.fields.check_references(tx, &mut checks).await?;
    checks.done()?;
    let model = tx.save(&before, after, false).await?;
    if text(&model) != text(&before) {
        index(tx, &model).await?;
    }
    settle(tx, Some(&before), &model).await?;
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
    let model = tx.set_archived(id, revision, archived).await?;
    settle(tx, Some(&before), &model).await?;
    Ok(model)
}

/// Who is owed thanks for an exchange: whoever gave, once they have.
fn debts(model: &exchange::Model) -> Debts {
    let is_gift = model.direction == Direction::Received && model.archived_at.is_none();
    let since = model.done_on.filter(|_| is_gift);
    since.into_iter().map(|since| (model.person_id, since)).collect()
}

/// Thanks owed follow the exchange, and so does how give and take stand with whom it is.
async fn settle(
    tx: &mut Tx,
    before: Option<&exchange::Model>,
    model: &exchange::Model,
) -> Result<(), Failure> {
    let moved = before.into_iter().chain([model]);
    let moved = moved
        .filter(|it| it.state == ExchangeState::Done)
        .map(|it| it.person_id);
    let moved: BTreeSet<PersonId> = moved.collect();
    balance::refresh(tx, &Vec::from_iter(moved)).await?;
    let before = before.map(debts).unwrap_or_default();
    gratitude::settle(tx, Cause::Exchange(model.id), &before, &debts(model)).await
}

fn blank(tx: &Tx) -> exchange::Model {
    exchange::Model {
        workspace_id: tx.workspace(),
        id: ExchangeId(uuid::Uuid::nil()),
        person_id: PersonId(uuid::Uuid::nil()),
        direction: Direction::Given,
        kind: ExchangeKind::Other,
        state: ExchangeState::Promised,
        title: String::new(),
        description: None,
        weight: 0,
        due_on: None,
        done_on: None,
        sort_due: String::new(),
        sort_done: String::new(),
        interaction_id: None,
        introduction_id: None,
        collaboration_id: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// What an exchange is found by.
fn text(model: &exchange::Model) -> String {
    let description = model.description.as_deref().unwrap_or_default();
    format!("{} {description}", model.title)
}

async fn index(tx: &Tx, model: &exchange::Model) -> Result<(), Failure> {
    Ok(search::index(tx, RecordType::Exchange, model.id.0, &text(model)).await?)
}
