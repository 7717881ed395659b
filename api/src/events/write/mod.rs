//! Changing events: what their declaration does not say.

mod attendance;

pub use attendance::{Attendee, Leaving, Recorded, record_attendance, remove_attendance};

use std::collections::HashSet;

use entity::attendance::AttendanceState::{Attended, Missed};
use entity::event;
use entity::ids::EventId;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::record::start;
use super::rules;
use crate::kit::declared::Change;
use crate::kit::{Became, Code, Detail, Each, Failure, Path, Problem, Tx};
use crate::records::{Changing, Open};

/// Changes events. What is wrong with one keeps no other from being changed: an event at which somebody was is not put off.
///
/// # Errors
/// The database fails.
pub async fn update_all(
    tx: &mut Tx,
    wanted: &[Each<'_, Change<event::Model>>],
) -> Result<Vec<Became<event::Model>>, Failure> {
    let changes: Vec<_> = wanted.iter().map(|it| it.input).collect();
    let mut changing = Changing::begin(tx, &changes).await?;
    changing.require(tx).await?;
    let now = tx.now();
    let is_put_off = |open: &&mut Open<event::Model>| {
        open.model.begins_at != open.before.begins_at && !rules::has_begun(open.model.begins_at, now)
    };
    let put_off = changing.open().filter(is_put_off).map(|open| open.before.id);
    let happened = happened(tx, &put_off.collect::<Vec<_>>()).await?;
    for open in changing.open().filter(is_put_off) {
        if happened.contains(&open.before.id) {
            let path = Path::input(start(&open.model));
            let message = "people attended or missed it, so it cannot be to come";
            open.checks.note(Code::Invalid, path, message);
        }
    }
    changing.store(tx, |_| {}).await
}

/// Calls an event off. Doing so twice changes nothing.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived, or somebody was there.
pub async fn cancel(tx: &mut Tx, (id, revision): &(EventId, Option<i32>)) -> Result<event::Model, Failure> {
    let before: event::Model = tx.find_for_update(*id, *revision).await?;
    if before.cancelled_at.is_none() && happened(tx, &[*id]).await?.contains(id) {
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

/// Those of these events of which it is said of anybody that they were there, or were not.
async fn happened(tx: &Tx, ids: &[EventId]) -> Result<HashSet<EventId>, Failure> {
    use entity::attendance::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let reader = tx.read();
    let found = reader
        .select::<Entity>()
        .filter(reader.among(Column::EventId, ids.iter().map(|id| id.0)))
        .filter(Column::State.is_in([Attended, Missed]))
        .select_only()
        .column(Column::EventId)
        .distinct();
    let found: Vec<EventId> = found.into_tuple().all(tx.conn()).await?;
    Ok(found.into_iter().collect())
}
