//! An introduction with all that belongs to it, while a step is taken.

use entity::ids::{IntroductionId, PersonId};
use entity::introduction_side::{self, Side};
use entity::introduction_step::{self, Column, IntroductionAction};
use entity::{Actor, introduction};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::gratitude::{self, Cause, Debts};
use crate::introductions::read;
use crate::introductions::rules::{self, NUDGES, Progress, Refusal, Step};
use crate::kit::check::Path;
use crate::kit::failure::{Code, Detail, Problem};
use crate::kit::{Failure, Tx};

/// An introduction that a command is about to change. Nothing is written before [`Case::store`].
pub struct Case {
    before: introduction::Model,
    sides_before: Vec<introduction_side::Model>,
    /// As it will be.
    pub model: introduction::Model,
    /// Its sides, as they will be.
    pub sides: Vec<introduction_side::Model>,
    /// What was done so far, and on which side.
    pub done: Vec<(IntroductionAction, Option<Side>)>,
    steps: Vec<introduction_step::Model>,
}

/// Who is owed thanks for an introduction: its connector, once it has worked out.
fn debts(tx: &Tx, model: &introduction::Model) -> Debts {
    let worked_out = model.archived_at.is_none() && model.outcome.is_some_and(rules::has_worked_out);
    let since = model.closed_at.filter(|_| worked_out);
    let owed = model.connector_id.zip(since);
    owed.into_iter()
        .map(|(connector, since)| (connector, tx.day_of(since)))
        .collect()
}

/// The first step of a history.
pub fn first_step(tx: &Tx, id: IntroductionId) -> introduction_step::Model {
    introduction_step::Model {
        workspace_id: tx.workspace(),
        introduction_id: id,
        position: 1,
        at: tx.now(),
        action: IntroductionAction::Draft,
        side: None,
        from_state: None,
        to_state: introduction::IntroductionState::Draft,
        actor: tx.actor(),
        note: None,
    }
}

/// Adds steps to histories.
pub async fn add_steps(tx: &Tx, steps: Vec<introduction_step::Model>) -> Result<(), Failure> {
    let rows = steps.into_iter().map(|step| step.into_active_model().reset_all());
    introduction_step::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

impl Case {
    /// A live introduction at the revision that the client has seen.
    ///
    /// # Errors
    /// As [`Tx::find_for_update`].
    pub async fn open(tx: &Tx, id: IntroductionId, expected_revision: Option<i32>) -> Result<Self, Failure> {
        Self::of(tx, tx.find_for_update(id, expected_revision).await?).await
    }

    /// An introduction with all that belongs to it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(tx: &Tx, before: introduction::Model) -> Result<Self, Failure> {
        let sides = read::sides_of(&tx.read(), &[before.id])
            .await?
            .remove(&before.id)
            .unwrap_or_default();
        let done = tx
            .read()
            .select::<introduction_step::Entity>()
            .filter(Column::IntroductionId.eq(before.id))
            .order_by_asc(Column::Position)
            .select_only()
            .columns([Column::Action, Column::Side])
            .into_tuple()
            .all(tx.conn())
            .await?;
        let (model, sides_before) = (before.clone(), sides.clone());
        Ok(Self {
            before,
            sides_before,
            model,
            sides,
            done,
            steps: Vec::new(),
        })
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress::of(&self.model, &self.sides)
    }

    /// Who is on a side.
    pub fn person(&self, side: Side) -> Option<PersonId> {
        self.sides
            .iter()
            .find(|it| it.side == side)
            .map(|it| it.person_id)
    }

    /// Takes a step, or says to the user why not.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn take(&mut self, tx: &Tx, step: Step, note: Option<&str>) -> Result<(), Failure> {
        self.attempt(tx, step, note)
            .map_err(|refusal| self.refused(tx, step, refusal).into())
    }

    /// Takes a step, or says why not.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn attempt(&mut self, tx: &Tx, step: Step, note: Option<&str>) -> Result<(), Refusal> {
        let after = self.progress().after(step, tx.now())?;
        // The time ran out when it did, not when somebody came by to write that down.
        let (at, actor) = match (step, self.model.expires_at) {
            (Step::Expire, Some(expires_at)) => (expires_at, Actor::SYSTEM),
            _ => (tx.now(), tx.actor()),
        };
        for (side, moved) in self.sides.iter_mut().zip(&after.sides) {
            side.consent = moved.consent;
            (side.asked_at, side.nudged_at, side.nudges) = (moved.asked_at, moved.nudged_at, moved.nudges);
            if matches!(step, Step::Answer(it, _) if it == side.side) {
                (side.answered_at, side.answer_note) = (Some(at), note.map(ToOwned::to_owned));
                side.link_hash = None;
            }
        }
        self.steps.push(introduction_step::Model {
            position: i32::try_from(self.done.len() + 1).unwrap_or(i32::MAX),
            at,
            action: step.action(),
            side: step.side(),
            from_state: Some(self.model.state),
            to_state: after.state,
            actor,
            note: note.map(ToOwned::to_owned),
            ..first_step(tx, self.model.id)
        });
        self.done.push((step.action(), step.side()));
        (self.model.state, self.model.expires_at) = (after.state, after.expires_at);
        match step {
            Step::Ask(_) => self.model.asked_at = self.model.asked_at.or(Some(at)),
            Step::Make => self.model.made_at = Some(at),
            _ => {}
        }
        if rules::is_over(after.state) {
            self.model.closed_at = Some(at);
        }
        Ok(())
    }

    /// Stores that the time to answer ran out, if it did.
    pub fn settle(&mut self, tx: &Tx) {
        // Refused: there is nothing to store.
        let _ = self.attempt(tx, Step::Expire, None);
    }

    /// The state does not allow what was asked for.
    pub fn wrong_state(&self, tx: &Tx, path: Path, message: impl Into<String>) -> Problem {
        let progress = self.progress();
        let allowed = progress
            .allowed(tx.now())
            .into_iter()
            .map(|action| action.as_str().to_owned())
            .collect();
        let state = progress.effective(tx.now()).as_str().to_owned();
        Problem::new(Code::State, path, message).with(Detail::State { state, allowed })
    }

    fn refused(&self, tx: &Tx, step: Step, refusal: Refusal) -> Problem {
        let (id, side) = (Path::argument("id"), Path::input("side"));
        match refusal {
            Refusal::State => {
                let state = self.progress().effective(tx.now());
                self.wrong_state(
                    tx,
                    id,
                    format!("an introduction that is {state} does not allow {}", step.action()),
                )
            }
            Refusal::NoSide => Problem::new(
                Code::Invalid,
                side,
                "nobody else introduces them: there is no connector",
            ),
            Refusal::Consent(consent) => {
                self.wrong_state(tx, side, format!("the consent of this side is {consent}"))
            }
            Refusal::Overdue => self.wrong_state(
                tx,
                id,
                "nobody could answer in time: set a later expiresAt, or none, first",
            ),
            Refusal::NudgesUsedUp => self.wrong_state(
                tx,
                side,
                format!("this side was reminded {NUDGES} times, which is the most"),
            ),
            Refusal::TooSoon(next) => {
                let wait = (next - tx.now()).num_seconds().saturating_add(1);
                let message = format!("{} days must lie between two reminders", rules::NUDGE_DAYS);
                let wait = i32::try_from(wait).unwrap_or(i32::MAX);
                Problem::new(Code::RateLimited, side, message).with(Detail::RetryAfter(wait))
            }
        }
    }

    /// Writes what has changed, in one revision and one change.
    ///
    /// # Errors
    /// The database fails.
    pub async fn store(self, tx: &mut Tx) -> Result<introduction::Model, Failure> {
        let mut parts_changed = !self.steps.is_empty();
        for (before, side) in self.sides_before.iter().zip(&self.sides) {
            if before != side {
                parts_changed = true;
                tx.put::<introduction_side::Entity>(side).await?;
            }
        }
        if !self.steps.is_empty() {
            add_steps(tx, self.steps).await?;
        }
        let model = tx.save(&self.before, self.model, parts_changed).await?;
        let (before, after) = (debts(tx, &self.before), debts(tx, &model));
        gratitude::settle(tx, Cause::Introduction(model.id), &before, &after).await?;
        Ok(model)
    }
}
