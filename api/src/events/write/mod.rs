//! Making and changing events.

mod attendance;
mod fields;

pub use attendance::{Attendee, Leaving, Recorded, record_attendance, remove_attendance};
pub use fields::Fields;

use entity::attendance::AttendanceState::{Attended, Missed};
use entity::event::{self, EventKind};
use entity::ids::EventId;
use entity::{Actor, RecordType};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use serde::Serialize;

use super::rules;
use crate::kit::record::Claim;
use crate::kit::{Checks, Code, Detail, Failure, Path, Problem, Tx};
use crate::{search, workspaces};

/// A new event. Its fields must say what it is called, what it is, and when.
#[derive(Clone, Debug, Serialize)]
pub struct NewEvent {
    /// The id, if the client made it.
    pub id: Option<EventId>,
    /// Its fields.
    pub fields: Fields,
}

/// A change to an event.
#[derive(Clone, Debug)]
pub struct UpdateEvent {
    /// Which one.
    pub id: EventId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
}

/// Makes an event, in the time zone of the workspace unless another is said.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn create(tx: &mut Tx, new: &NewEvent) -> Result<event::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<event::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let workspace = workspaces::here(&tx.read()).await?;
    let mut checks = Checks::new();
    let blank = event::Model {
        id,
        time_zone: workspace.time_zone,
        ..blank(tx)
    };
    let model = new.fields.apply(&mut checks, blank);
    new.fields.check_references(tx, &mut checks).await?;
    checks.done()?;
    let model = tx.insert(model, fingerprint).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes an event. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, names something that is not there, or puts an
/// event off at which somebody was.
pub async fn update(tx: &mut Tx, change: &UpdateEvent) -> Result<event::Model, Failure> {
    let before: event::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = change.fields.apply(&mut checks, before.clone());
    change.fields.check_references(tx, &mut checks).await?;
    let put_off = after.begins_at != before.begins_at && !rules::has_begun(after.begins_at, tx.now());
    if put_off && was_there(tx, before.id).await? {
        let path = Path::input(fields::start(&after));
        checks.note(
            Code::Invalid,
            path,
            "people attended or missed it, so it cannot be to come",
        );
    }
    checks.done()?;
    let model = tx.save(&before, after, false).await?;
    if text(&model) != text(&before) {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Calls an event off. Doing so twice changes nothing.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived, or somebody was there.
pub async fn cancel(tx: &mut Tx, (id, revision): &(EventId, Option<i32>)) -> Result<event::Model, Failure> {
    let before: event::Model = tx.find_for_update(*id, *revision).await?;
    if before.cancelled_at.is_none() && was_there(tx, *id).await? {
        let status = rules::status(before.begins_at, before.over_at, false, tx.now());
        let detail = Detail::State {
            state: status.as_str().to_owned(),
            allowed: Vec::new(),
        };
        let message = "people attended or missed it, so it was not called off";
        return Err(Problem::new(Code::State, Path::argument("id"), message)
            .with(detail)
            .into());
    }
    let cancelled_at = before.cancelled_at.or(Some(tx.now()));
    let after = event::Model {
        cancelled_at,
        ..before.clone()
    };
    tx.save(&before, after, false).await
}

/// Says that an event that was called off takes place after all. Where it was not, nothing changes.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived.
pub async fn reinstate(
    tx: &mut Tx,
    (id, revision): &(EventId, Option<i32>),
) -> Result<event::Model, Failure> {
    let before: event::Model = tx.find_for_update(*id, *revision).await?;
    let after = event::Model {
        cancelled_at: None,
        ..before.clone()
    };
    tx.save(&before, after, false).await
}

/// Hides an event. Who was there, and what happened at it, stays.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(tx: &mut Tx, (id, revision): &(EventId, Option<i32>)) -> Result<event::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived event again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(tx: &mut Tx, (id, revision): &(EventId, Option<i32>)) -> Result<event::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

/// Whether it is said of anybody that they were there, or were not.
async fn was_there(tx: &Tx, id: EventId) -> Result<bool, Failure> {
    use entity::attendance::{Column, Entity};
    let found: Option<uuid::Uuid> = tx
        .read()
        .select::<Entity>()
        .filter(Column::EventId.eq(id))
        .filter(Column::State.is_in([Attended, Missed]))
        .select_only()
        .column(Column::Id)
        .limit(1)
        .into_tuple()
        .one(tx.conn())
        .await?;
    Ok(found.is_some())
}

fn blank(tx: &Tx) -> event::Model {
    event::Model {
        workspace_id: tx.workspace(),
        id: EventId(uuid::Uuid::nil()),
        title: String::new(),
        sort_title: String::new(),
        kind: EventKind::Other,
        description: None,
        starts_at: None,
        ends_at: None,
        starts_on: None,
        ends_on: None,
        time_zone: String::new(),
        begins_at: tx.now(),
        over_at: tx.now(),
        place: None,
        url: None,
        organization_id: None,
        community_id: None,
        cancelled_at: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// What an event is found by.
fn text(model: &event::Model) -> String {
    let texts = [
        Some(&model.title),
        model.place.as_ref(),
        model.description.as_ref(),
    ];
    let text: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    text.join(" ")
}

async fn index(tx: &Tx, model: &event::Model) -> Result<(), Failure> {
    Ok(search::index(tx, RecordType::Event, model.id.0, &text(model)).await?)
}
