//! What the user decides about nudges.

use chrono::NaiveDate;
use entity::ids::{
    CollaborationMilestoneId, EventId, ExchangeId, GoalId, GratitudeId, IntroductionId, MilestoneId, NeedId,
    PersonId,
};
use entity::nudge_decision::{self, Column, Decision, NudgeKind};
use entity::{
    Actor, Record, TypedId, collaboration_milestone, event, exchange, goal, gratitude, introduction,
    milestone, need, person,
};
use sea_orm::{ColumnTrait, QueryFilter};

use super::rules::Key;
use crate::kit::{Checks, Code, Failure, Path, Problem, Tx};

/// A decision about a nudge.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Which one.
    pub key: String,
    /// Until when it is put off; dismissed where there is no day.
    pub until: Option<NaiveDate>,
}

/// Taking a decision back.
#[derive(Clone, Debug)]
pub struct TakeBack {
    /// About which nudge.
    pub key: String,
}

/// Puts a nudge off or dismisses it. What was decided about it before is replaced.
///
/// # Errors
/// The key is of no nudge, or the day is not in the future.
pub async fn decide(tx: &mut Tx, decide: &Decide) -> Result<nudge_decision::Model, Failure> {
    let key = read(&decide.key)?;
    let mut checks = Checks::new();
    if !exists(tx, &key).await? {
        let message = "what this nudge is about is not in the workspace";
        checks.note(Code::NotFound, Path::input("key"), message);
    }
    if let Some(until) = decide.until
        && until <= tx.today()
    {
        checks.note(Code::Invalid, Path::input("until"), "write a day in the future");
    }
    checks.done()?;
    let known = known(tx, &key).await?;
    let decision = match decide.until {
        Some(_) => Decision::Snoozed,
        None => Decision::Dismissed,
    };
    let before = known.clone().unwrap_or_else(|| blank(tx, &key));
    let after = nudge_decision::Model {
        decision,
        until: decide.until,
        archived_at: None,
        ..before
    };
    match known {
        Some(known) => tx.save(&known, after, false).await,
        None => tx.insert(after, None).await,
    }
}

/// Takes back what was decided about a nudge: it is shown again. Doing so twice changes nothing.
///
/// # Errors
/// Nothing was decided about it.
pub async fn take_back(tx: &mut Tx, back: &TakeBack) -> Result<nudge_decision::Model, Failure> {
    let key = read(&back.key)?;
    match known(tx, &key).await? {
        Some(known) => tx.set_archived(known.id, None, true).await,
        None => {
            let message = "nothing was decided about this nudge";
            Err(Problem::new(Code::NotFound, Path::input("key"), message).into())
        }
    }
}

fn read(key: &str) -> Result<Key, Failure> {
    let message = "write the `key` of a nudge as the agenda gives it";
    key.parse()
        .map_err(|()| Problem::new(Code::Invalid, Path::input("key"), message).into())
}

async fn known(tx: &Tx, key: &Key) -> Result<Option<nudge_decision::Model>, Failure> {
    let select = tx
        .read()
        .select::<nudge_decision::Entity>()
        .filter(Column::Key.eq(key.to_string()));
    Ok(select.one(tx.conn()).await?)
}

/// Whether the record that the nudge is about is in the workspace.
async fn exists(tx: &Tx, key: &Key) -> Result<bool, Failure> {
    match key.kind {
        NudgeKind::CheckIn | NudgeKind::FollowUp => is_there::<person::Model, PersonId>(tx, key).await,
        NudgeKind::Gratitude => is_there::<gratitude::Model, GratitudeId>(tx, key).await,
        NudgeKind::Promise | NudgeKind::Expectation => is_there::<exchange::Model, ExchangeId>(tx, key).await,
        NudgeKind::Introduction => is_there::<introduction::Model, IntroductionId>(tx, key).await,
        NudgeKind::Collaboration => is_milestone(tx, key).await,
        NudgeKind::Event => is_there::<event::Model, EventId>(tx, key).await,
        NudgeKind::Goal => is_there::<goal::Model, GoalId>(tx, key).await,
        NudgeKind::Milestone => Ok(is_there::<milestone::Model, MilestoneId>(tx, key).await?
            || is_there::<person::Model, PersonId>(tx, key).await?),
        NudgeKind::Need | NudgeKind::Match => is_there::<need::Model, NeedId>(tx, key).await,
    }
}

async fn is_there<M: Record<Id = I>, I: TypedId>(tx: &Tx, key: &Key) -> Result<bool, Failure> {
    // Where two records cause it, the first is what it is about.
    let first = key.subject.split('+').next().unwrap_or_default();
    let Ok(id) = first.parse::<I>() else {
        return Ok(false);
    };
    let mut checks = Checks::new();
    tx.require::<M>(&mut checks, Path::input("key"), Some(id)).await?;
    Ok(checks.done().is_ok())
}

async fn is_milestone(tx: &Tx, key: &Key) -> Result<bool, Failure> {
    use collaboration_milestone::Column;
    let Ok(id) = key.subject.parse::<CollaborationMilestoneId>() else {
        return Ok(false);
    };
    let select = tx
        .read()
        .select::<collaboration_milestone::Entity>()
        .filter(Column::Id.eq(id));
    Ok(select.one(tx.conn()).await?.is_some())
}

fn blank(tx: &Tx, key: &Key) -> nudge_decision::Model {
    nudge_decision::Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        key: key.to_string(),
        kind: key.kind,
        decision: Decision::Dismissed,
        until: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}
