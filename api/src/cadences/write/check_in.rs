//! What the user decides about being in touch: planned, put off, left out, done, called off.

use chrono::NaiveDate;
use entity::check_in::{self, CheckInState, Column};
use entity::ids::{CheckInId, InteractionId, PersonId};
use entity::interaction::{self, Channel};
use entity::{Actor, RecordType, interaction_participant};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Serialize;

use crate::cadences::rules;
use crate::kit::afresh::Afresh;
use crate::kit::record::Claim;
use crate::kit::{Checks, Code, Detail, Failure, Patch, Path, Problem, Tx};
use crate::records;
use crate::{people, search};

const NOTE: usize = 2_000;

/// A plan to be in touch.
#[derive(Clone, Debug, Serialize)]
pub struct NewCheckIn {
    /// The id, if the client made it.
    pub id: Option<CheckInId>,
    /// With whom.
    pub person: PersonId,
    /// On which day.
    pub day: NaiveDate,
    /// By which means.
    pub channel: Option<Channel>,
    /// What to talk about.
    pub note: Option<String>,
}

/// A change to a plan.
#[derive(Clone, Debug)]
pub struct UpdateCheckIn {
    /// Which one.
    pub id: CheckInId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// On which day; never cleared.
    pub day: Patch<NaiveDate>,
    /// By which means.
    pub channel: Patch<Channel>,
    /// What to talk about.
    pub note: Patch<String>,
}

/// Putting a person off.
#[derive(Clone, Debug, Serialize)]
pub struct SnoozeCheckIn {
    /// The id, if the client made it.
    pub id: Option<CheckInId>,
    /// Whom.
    pub person: PersonId,
    /// Until which day.
    pub until: NaiveDate,
}

/// Leaving a person out this time.
#[derive(Clone, Debug, Serialize)]
pub struct SkipCheckIn {
    /// The id, if the client made it.
    pub id: Option<CheckInId>,
    /// Whom.
    pub person: PersonId,
}

/// A plan that was carried out.
#[derive(Clone, Debug)]
pub struct CompleteCheckIn {
    /// Which one.
    pub id: CheckInId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// By which interaction, if it was logged.
    pub interaction: Option<InteractionId>,
    /// On which day, where there is none.
    pub on: Option<NaiveDate>,
}

/// A decision that is taken back.
#[derive(Clone, Debug)]
pub struct CancelCheckIn {
    /// Which one.
    pub id: CheckInId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
}

/// Plans to be in touch with a person.
///
/// # Errors
/// The person is not there or is the user, the day is over, or the id is taken.
pub async fn plan(tx: &mut Tx, new: &NewCheckIn) -> Result<check_in::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<check_in::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    people::require_other(tx, &mut checks, Path::input("personId"), new.person).await?;
    check_day(tx, &mut checks, "on", new.day);
    let note = checks.text(Path::input("note"), new.note.as_deref(), NOTE);
    checks.done()?;
    let model = check_in::Model {
        channel: new.channel,
        note,
        ..blank(tx, id, new.person, CheckInState::Planned, new.day)
    };
    let model = tx.insert(model, fingerprint).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes a plan.
///
/// # Errors
/// It does not exist, was changed meanwhile, is archived or over; the day is over.
pub async fn update_check_in(tx: &mut Tx, change: &UpdateCheckIn) -> Result<check_in::Model, Failure> {
    let before: check_in::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let (mut checks, mut after) = (Checks::new(), before.clone());
    if before.state != CheckInState::Planned {
        checks.push(wrong_state(
            before.state,
            "only a planned check-in can be changed",
        ));
    }
    match change.day {
        Patch::Keep => {}
        Patch::Clear => checks.note(Code::Required, Path::input("on"), "a value is required"),
        Patch::Set(day) => {
            check_day(tx, &mut checks, "on", day);
            after.day = day;
        }
    }
    change.channel.apply(&mut after.channel);
    checks.lines(&mut after.note, "note", &change.note, NOTE);
    checks.done()?;
    let model = tx.save(&before, after, false).await?;
    if model.note != before.note {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Puts a person off until a day; what put them off before is over.
///
/// # Errors
/// The person is not there or is the user, the day is not in the future, or the id is taken.
pub async fn snooze(tx: &mut Tx, new: &SnoozeCheckIn) -> Result<check_in::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<check_in::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    people::require_other(tx, &mut checks, Path::input("personId"), new.person).await?;
    if new.until <= tx.today() {
        checks.note(Code::Invalid, Path::input("until"), "write a day in the future");
    }
    checks.done()?;
    let earlier = tx
        .read()
        .select::<check_in::Entity>()
        .filter(Column::PersonId.eq(new.person))
        .filter(Column::State.eq(CheckInState::Snoozed));
    for earlier in earlier.all(tx.conn()).await? {
        let over = check_in::Model {
            state: CheckInState::Cancelled,
            ..earlier.clone()
        };
        tx.save(&earlier, over, false).await?;
    }
    let model = blank(tx, id, new.person, CheckInState::Snoozed, new.until);
    tx.insert(model, fingerprint).await
}

/// Leaves a person out this time: their interval begins anew today.
///
/// # Errors
/// The person is not there or is the user, or the id is taken.
pub async fn skip(tx: &mut Tx, new: &SkipCheckIn) -> Result<check_in::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<check_in::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    people::require_other(tx, &mut checks, Path::input("personId"), new.person).await?;
    checks.done()?;
    tx.insert(
        blank(tx, id, new.person, CheckInState::Skipped, tx.today()),
        fingerprint,
    )
    .await
}

/// Says that a plan was carried out.
///
/// # Errors
/// It does not exist, was changed meanwhile, is archived or over; the interaction is not with that person; the day is to come.
pub async fn complete(tx: &mut Tx, change: &CompleteCheckIn) -> Result<check_in::Model, Failure> {
    let before: check_in::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    check_step(&mut checks, before.state, CheckInState::Done);
    let today = tx.today();
    let mut done_on = change.on.unwrap_or(today);
    if let Some(id) = change.interaction {
        let path = Path::input("interactionId");
        let found: interaction::Model = tx.find(path.clone(), id).await?;
        done_on = tx.day_of(found.happened_at);
        if !takes_part(tx, id, before.person_id).await? {
            checks.note(
                Code::Invalid,
                path,
                "the person of the check-in does not take part in it",
            );
        }
    }
    if done_on > today {
        let at = if change.interaction.is_some() {
            "interactionId"
        } else {
            "on"
        };
        checks.note(Code::Invalid, Path::input(at), "this is still to come");
    }
    checks.done()?;
    let after = check_in::Model {
        state: CheckInState::Done,
        done_on: Some(done_on),
        interaction_id: change.interaction,
        ..before.clone()
    };
    tx.save(&before, after, false).await
}

/// Takes a decision back.
///
/// # Errors
/// It does not exist, was changed meanwhile, is archived or over.
pub async fn cancel(tx: &mut Tx, change: &CancelCheckIn) -> Result<check_in::Model, Failure> {
    let before: check_in::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    check_step(&mut checks, before.state, CheckInState::Cancelled);
    checks.done()?;
    let after = check_in::Model {
        state: CheckInState::Cancelled,
        ..before.clone()
    };
    tx.save(&before, after, false).await
}

/// Hides a check-in: it decides nothing any more.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive_check_in(
    tx: &mut Tx,
    (id, revision): &(CheckInId, Option<i32>),
) -> Result<check_in::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived check-in again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore_check_in(
    tx: &mut Tx,
    (id, revision): &(CheckInId, Option<i32>),
) -> Result<check_in::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

fn check_day(tx: &Tx, checks: &mut Checks, field: &str, day: NaiveDate) {
    if day < tx.today() {
        checks.note(
            Code::Invalid,
            Path::input(field),
            "write today or a day in the future",
        );
    }
}

async fn takes_part(tx: &Tx, interaction: InteractionId, person: PersonId) -> Result<bool, Failure> {
    use interaction_participant::Column;
    let select = tx
        .read()
        .select::<interaction_participant::Entity>()
        .filter(Column::InteractionId.eq(interaction))
        .filter(Column::PersonId.eq(person));
    Ok(select.one(tx.conn()).await?.is_some())
}

fn check_step(checks: &mut Checks, from: CheckInState, to: CheckInState) {
    if !rules::allowed(from).contains(&to) {
        checks.push(wrong_state(
            from,
            &format!("a check-in that is {from} cannot become {to}"),
        ));
    }
}

fn wrong_state(state: CheckInState, message: &str) -> Problem {
    let allowed = rules::allowed(state)
        .iter()
        .map(|state| state.as_str().to_owned());
    let detail = Detail::State {
        state: state.as_str().to_owned(),
        allowed: allowed.collect(),
    };
    Problem::new(Code::State, Path::argument("id"), message).with(detail)
}

/// By which words they are found, worked out again.
#[must_use]
pub fn afresh() -> Afresh {
    Afresh {
        of: RecordType::CheckIn,
        run: |tx, ids| {
            Box::pin(async move {
                for model in records::models::<check_in::Model>(tx, ids).await? {
                    index(tx, &model).await?;
                }
                Ok(())
            })
        },
    }
}

async fn index(tx: &Tx, model: &check_in::Model) -> Result<(), Failure> {
    let note = model.note.as_deref().unwrap_or_default();
    Ok(search::index(tx, RecordType::CheckIn, model.id.0, note).await?)
}

fn blank(
    tx: &Tx,
    id: CheckInId,
    person_id: PersonId,
    state: CheckInState,
    day: NaiveDate,
) -> check_in::Model {
    check_in::Model {
        workspace_id: tx.workspace(),
        id,
        person_id,
        state,
        day,
        channel: None,
        note: None,
        done_on: None,
        interaction_id: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}
