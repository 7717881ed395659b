//! Who is at an event: put on its list, moved, taken off.

use std::collections::{HashMap, HashSet};

use attendance::{AttendanceRole, AttendanceState, Column};
use entity::ids::{EventId, PersonId};
use entity::{attendance, event};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::rules::{allowed, has_begun, may};
use crate::kit::{Checks, Code, Detail, Failure, Patch, Path, Problem, Tx};
use crate::people;

const NOTE: usize = 2_000;

/// How somebody stands to an event.
#[derive(Clone, Debug)]
pub struct Attendee {
    /// Who; the user if none.
    pub person: Option<PersonId>,
    /// How they stand to it.
    pub state: AttendanceState,
    /// As what; a guest if nothing is said of one who is new.
    pub role: Patch<AttendanceRole>,
    /// Free notes.
    pub note: Patch<String>,
}

/// How people stand to an event.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Which event.
    pub id: EventId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// Who, and how.
    pub attendees: Vec<Attendee>,
}

/// Who is to be taken off an event's list.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Which event.
    pub id: EventId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// These people.
    pub people: Vec<PersonId>,
    /// The user, too.
    pub mine: bool,
}

/// Puts people on an event's list, or moves those who are on it. The event changes only if one of them does.
///
/// # Errors
/// The event does not exist, was changed meanwhile or is archived; somebody is not there, is named twice, or cannot be in the
/// state that is said.
pub async fn record_attendance(tx: &mut Tx, recorded: &Recorded) -> Result<event::Model, Failure> {
    let before: event::Model = tx
        .find_for_update(recorded.id, recorded.expected_revision)
        .await?;
    let mut checks = Checks::new();
    let given = recorded.attendees.iter().enumerate();
    let given = given.map(|(position, it)| {
        let path = Path::input("attendees").at(position).at("personId");
        (path, it.person)
    });
    let named = people::require_listed(tx, &mut checks, given).await?;
    let keys: Vec<String> = named.iter().map(|person| people::listed_as(*person)).collect();
    let present = present(tx, recorded.id, &keys).await?;
    let happened = before.cancelled_at.is_none() && has_begun(before.begins_at, tx.now());
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    for (position, (attendee, person)) in recorded.attendees.iter().zip(named).enumerate() {
        let path = Path::input("attendees").at(position);
        let key = people::listed_as(person);
        if !seen.insert(key.clone()) {
            checks.note(Code::Invalid, path.at("personId"), "the list names them twice");
        }
        let there = present.get(&key);
        let blank = || attendance::Model {
            workspace_id: tx.workspace(),
            id: tx.new_id(),
            event_id: before.id,
            person_id: person,
            attendee: key,
            state: attendee.state,
            role: AttendanceRole::Guest,
            note: None,
            added_at: tx.now(),
        };
        let mut row = there.cloned().unwrap_or_else(blank);
        let from = there.map(|it| it.state);
        if !may(from, attendee.state, happened) {
            checks.push(not_allowed(from, attendee.state, happened, path.at("state")));
        }
        row.state = attendee.state;
        match attendee.role {
            Patch::Keep => {}
            Patch::Clear => row.role = AttendanceRole::Guest,
            Patch::Set(role) => row.role = role,
        }
        match &attendee.note {
            Patch::Keep => {}
            Patch::Clear => row.note = None,
            Patch::Set(note) => row.note = checks.text(path.at("note"), Some(note), NOTE),
        }
        if there != Some(&row) {
            rows.push((there.is_some(), row));
        }
    }
    checks.done()?;
    let changed = !rows.is_empty();
    store(tx, rows).await?;
    tx.save(&before, before.clone(), changed).await
}

/// Takes people off an event's list; whoever is not on it is passed over. The event changes only if somebody was.
///
/// # Errors
/// The event does not exist, was changed meanwhile or is archived.
pub async fn remove_attendance(tx: &mut Tx, leaving: &Leaving) -> Result<event::Model, Failure> {
    let before: event::Model = tx.find_for_update(leaving.id, leaving.expected_revision).await?;
    let names = people::leaving(tx, &leaving.people, leaving.mine).await?;
    if names.is_empty() {
        return Ok(before);
    }
    let gone = attendance::Entity::delete_many()
        .filter(Column::WorkspaceId.eq(tx.workspace()))
        .filter(Column::EventId.eq(before.id))
        .filter(Column::Attendee.is_in(names));
    let gone = gone.exec(tx.conn()).await?.rows_affected;
    tx.save(&before, before.clone(), gone > 0).await
}

/// Those who are on the list already, by name.
async fn present(
    tx: &Tx,
    event: EventId,
    keys: &[String],
) -> Result<HashMap<String, attendance::Model>, Failure> {
    let rows = tx
        .read()
        .select::<attendance::Entity>()
        .filter(Column::EventId.eq(event))
        .filter(Column::Attendee.is_in(keys.iter().cloned()))
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| (row.attendee.clone(), row)).collect())
}

/// Writes the rows: those that are there are replaced as one, so that a list costs as many statements as one of it.
async fn store(tx: &Tx, rows: Vec<(bool, attendance::Model)>) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let there = rows.iter().filter(|(is_there, _)| *is_there);
    let there: Vec<_> = there.map(|(_, row)| row.id).collect();
    if !there.is_empty() {
        attendance::Entity::delete_many()
            .filter(Column::WorkspaceId.eq(tx.workspace()))
            .filter(Column::Id.is_in(there))
            .exec(tx.conn())
            .await?;
    }
    let rows = rows
        .into_iter()
        .map(|(_, row)| row.into_active_model().reset_all());
    attendance::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

fn not_allowed(from: Option<AttendanceState>, to: AttendanceState, happened: bool, path: Path) -> Problem {
    let allowed: Vec<String> = allowed(from, happened)
        .iter()
        .map(|state| state.as_str().to_owned())
        .collect();
    let message = if may(from, to, true) {
        format!("nobody is {to} while the event has not begun, or was called off")
    } else {
        format!(
            "who is {} cannot become {to}, but {}",
            from.map_or("new", AttendanceState::as_str),
            allowed.join(", ")
        )
    };
    let detail = Detail::State {
        state: from.map_or("NONE", AttendanceState::as_str).to_owned(),
        allowed,
    };
    Problem::new(Code::State, path, message).with(detail)
}
