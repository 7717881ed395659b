//! How introductions end, and how they are put away.

use std::collections::HashMap;

use entity::Actor;
use entity::ids::IntroductionId;
use entity::introduction::{self, IntroductionOutcome, IntroductionState};
use entity::introduction_side::Side;
use entity::introduction_step::{self, Column, IntroductionAction};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::case::{Case, add_steps, first_step};
use super::create::refuse_second;
use super::{TEXT, Target, index};
use crate::introductions::read;
use crate::introductions::rules::{self, Step};
use crate::kit::check::{Checks, Path};
use crate::kit::packed::ordered;
use crate::kit::rows::Kind;
use crate::kit::{Failure, Tx};

/// Most introductions that one [`expire`] looks at.
const BATCH: u64 = 500;

/// What came of an introduction.
#[derive(Clone, Debug)]
pub struct RecordOutcome {
    /// Which introduction.
    pub id: IntroductionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What came of it.
    pub outcome: IntroductionOutcome,
    /// More on that.
    pub note: Option<String>,
}

/// Records what came of an introduction, which ends it.
///
/// # Errors
/// It does not exist, was changed meanwhile, is archived or not `MADE`; or the note is too long.
pub async fn record_outcome(tx: &mut Tx, record: &RecordOutcome) -> Result<introduction::Model, Failure> {
    let mut checks = Checks::new();
    let note = checks.text(Path::input("note"), record.note.as_deref(), TEXT);
    checks.done()?;
    let mut case = Case::open(tx, record.id, record.expected_revision).await?;
    case.take(tx, Step::RecordOutcome, note.as_deref())?;
    case.model.outcome = Some(record.outcome);
    case.model.outcome_note = note;
    let sides = case.sides.clone();
    let model = case.store(tx).await?;
    index(tx, &model, &sides).await?;
    Ok(model)
}

/// Calls an introduction off.
///
/// # Errors
/// It does not exist, was changed meanwhile, is archived, or is made or over.
pub async fn cancel(tx: &mut Tx, (id, revision): &Target) -> Result<introduction::Model, Failure> {
    let mut case = Case::open(tx, *id, *revision).await?;
    case.take(tx, Step::Cancel, None)?;
    case.store(tx).await
}

/// Hides an introduction. Its links stop working.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(tx: &mut Tx, (id, revision): &Target) -> Result<introduction::Model, Failure> {
    let mut case = put_away(tx, (*id, *revision)).await?;
    case.model.archived_at = case.model.archived_at.or(Some(tx.now()));
    case.store(tx).await
}

/// Shows an archived introduction again.
///
/// # Errors
/// It does not exist, was changed meanwhile, or is open while the two have another open one.
pub async fn restore(tx: &mut Tx, (id, revision): &Target) -> Result<introduction::Model, Failure> {
    let mut case = put_away(tx, (*id, *revision)).await?;
    let pair = case.person(Side::A).zip(case.person(Side::B));
    let comes_back = case.model.archived_at.is_some() && rules::is_open(case.model.state);
    if let Some(pair) = pair.filter(|_| comes_back) {
        refuse_second(tx, pair, Path::argument("id")).await?;
    }
    case.model.archived_at = None;
    case.store(tx).await
}

/// An introduction, archived or not, with its expiry stored if the time has run out.
async fn put_away(tx: &Tx, (id, revision): Target) -> Result<Case, Failure> {
    let before: introduction::Model = tx.find(Path::argument("id"), id).await?;
    tx.expect_revision(&before, revision)?;
    let mut case = Case::of(tx, before).await?;
    case.settle(tx);
    Ok(case)
}

/// Stores of up to 500 introductions that the time to answer has run out; says of how many. The server's chores run it again
/// until there are none: until then everybody sees them as `EXPIRED` all the same.
///
/// # Errors
/// The database fails.
pub async fn expire(tx: &mut Tx, _: &()) -> Result<usize, Failure> {
    use introduction::Column as Whole;
    let select = tx
        .read()
        .select::<introduction::Entity>()
        .filter(read::overdue(tx.now()));
    let overdue = select
        .order_by_asc(Whole::ExpiresAt)
        .order_by_asc(Whole::Id)
        .limit(BATCH)
        .all(tx.conn())
        .await?;
    if overdue.is_empty() {
        return Ok(0);
    }
    let histories = tx
        .read()
        .select::<introduction_step::Entity>()
        .filter(Column::IntroductionId.is_in(overdue.iter().map(|it| it.id)))
        .select_only()
        .group_by(Column::IntroductionId);
    let columns = [
        (Kind::Uuid, Column::IntroductionId.into_expr()),
        (Kind::Int, Column::Position.max()),
    ];
    let last: Vec<(Uuid, i32)> = ordered(&tx.read(), histories.into_query(), columns).await?;
    let last: HashMap<IntroductionId, i32> = last
        .into_iter()
        .map(|(id, position)| (IntroductionId(id), position))
        .collect();
    let ended = overdue.iter().map(|it| introduction_step::Model {
        position: last.get(&it.id).copied().unwrap_or_default() + 1,
        at: it.expires_at.unwrap_or_else(|| tx.now()),
        action: IntroductionAction::Expire,
        from_state: Some(it.state),
        to_state: IntroductionState::Expired,
        actor: Actor::SYSTEM,
        ..first_step(tx, it.id)
    });
    add_steps(tx, ended.collect()).await?;
    for before in &overdue {
        let (state, closed_at) = (IntroductionState::Expired, before.expires_at);
        tx.save(
            before,
            introduction::Model {
                state,
                closed_at,
                ..before.clone()
            },
            true,
        )
        .await?;
    }
    Ok(overdue.len())
}
