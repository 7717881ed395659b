//! Entries.

use std::collections::BTreeSet;

use entity::ids::{PersonId, TimeEntryId};
use entity::time_entry::{self, TimeKind};
use entity::{Actor, RecordType, interaction, time_entry_person};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde::Serialize;
use time_entry_person::Column as Link;

use super::fields::{EntryFields, dated};
use crate::kit::record::Claim;
use crate::kit::{Checks, Failure, Path, Tx};
use crate::time::rules::kind_of;
use crate::{people, search};

/// Most people of one entry.
const PEOPLE: usize = 100;

/// Time that was taken.
#[derive(Clone, Debug, Serialize)]
pub struct NewEntry {
    /// The id, if the client made it.
    pub id: Option<TimeEntryId>,
    /// For whom; who is named twice is there once.
    pub people: Vec<PersonId>,
    /// The fields.
    pub fields: EntryFields,
}

/// A change to an entry.
#[derive(Clone, Debug)]
pub struct UpdateEntry {
    /// Which one.
    pub id: TimeEntryId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: EntryFields,
    /// For whom, too.
    pub add: Vec<PersonId>,
    /// For whom not.
    pub remove: Vec<PersonId>,
}

/// Writes down time that was taken. Of an interaction's, the day and the kind are the interaction's unless they are said; of any
/// other, the day is today.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn log_time(tx: &mut Tx, new: &NewEntry) -> Result<time_entry::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<time_entry::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let today = tx.today();
    let mut blank = time_entry::Model {
        id,
        ..dated(blank(tx), today)
    };
    if let Some(id) = new.fields.interaction.as_set() {
        let found = tx.find::<interaction::Model>(Path::input("interactionId"), *id);
        if let Ok(talk) = found.await {
            blank = dated(blank, tx.day_of(talk.happened_at));
            blank.kind = kind_of(talk.channel);
        }
    }
    let model = new.fields.apply(&mut checks, blank, today);
    new.fields.check_references(tx, &mut checks).await?;
    check_people(tx, &mut checks, "personIds", &new.people).await?;
    checks.done()?;
    let model = tx.insert(model, fingerprint).await?;
    add(tx, model.id, &new.people.iter().copied().collect()).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes an entry. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, or names something that is not there.
pub async fn update_entry(tx: &mut Tx, change: &UpdateEntry) -> Result<time_entry::Model, Failure> {
    let before: time_entry::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let today = tx.today();
    let after = change.fields.apply(&mut checks, before.clone(), today);
    change.fields.check_references(tx, &mut checks).await?;
    check_people(tx, &mut checks, "addPersonIds", &change.add).await?;
    checks.count(Path::input("removePersonIds"), change.remove.len(), PEOPLE);
    let there = people_of(tx, change.id).await?;
    let added: BTreeSet<PersonId> = change.add.iter().copied().collect();
    let come: BTreeSet<PersonId> = added.difference(&there).copied().collect();
    let gone = change.remove.iter().copied();
    let gone: BTreeSet<PersonId> = gone
        .filter(|it| there.contains(it) && !added.contains(it))
        .collect();
    checks.count(
        Path::input("addPersonIds"),
        there.len() + come.len() - gone.len(),
        PEOPLE,
    );
    checks.done()?;
    if !gone.is_empty() {
        time_entry_person::Entity::delete_many()
            .filter(Link::WorkspaceId.eq(tx.workspace()))
            .filter(Link::TimeEntryId.eq(change.id))
            .filter(Link::PersonId.is_in(gone.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    add(tx, change.id, &come).await?;
    let is_moved = !come.is_empty() || !gone.is_empty();
    let model = tx.save(&before, after, is_moved).await?;
    if model.note != before.note {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Hides an entry: it counts no more, and what it replaced counts again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive_entry(
    tx: &mut Tx,
    (id, revision): &(TimeEntryId, Option<i32>),
) -> Result<time_entry::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived entry again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore_entry(
    tx: &mut Tx,
    (id, revision): &(TimeEntryId, Option<i32>),
) -> Result<time_entry::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

/// Notes a problem for each who is not in the workspace, or where there are too many.
async fn check_people(tx: &Tx, checks: &mut Checks, field: &str, people: &[PersonId]) -> Result<(), Failure> {
    let path = Path::input(field);
    checks.count(path.clone(), people.len(), PEOPLE);
    if people.len() > PEOPLE {
        return Ok(());
    }
    let wanted = people.iter().enumerate();
    let wanted: Vec<_> = wanted.map(|(n, id)| (path.at(n), *id)).collect();
    people::require(tx, checks, &wanted).await
}

async fn people_of(tx: &Tx, id: TimeEntryId) -> Result<BTreeSet<PersonId>, Failure> {
    let rows = tx
        .read()
        .select::<time_entry_person::Entity>()
        .filter(Link::TimeEntryId.eq(id));
    let people: Vec<PersonId> = rows
        .select_only()
        .column(Link::PersonId)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(people.into_iter().collect())
}

async fn add(tx: &Tx, time_entry_id: TimeEntryId, people: &BTreeSet<PersonId>) -> Result<(), Failure> {
    if people.is_empty() {
        return Ok(());
    }
    let workspace_id = tx.workspace();
    let rows = people.iter().map(|person_id| {
        time_entry_person::Model {
            workspace_id,
            time_entry_id,
            person_id: *person_id,
        }
        .into_active_model()
        .reset_all()
    });
    time_entry_person::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

fn blank(tx: &Tx) -> time_entry::Model {
    time_entry::Model {
        workspace_id: tx.workspace(),
        id: TimeEntryId(uuid::Uuid::nil()),
        day: tx.today(),
        sort_day: String::new(),
        minutes: 0,
        kind: TimeKind::Other,
        note: None,
        interaction_id: None,
        event_id: None,
        community_id: None,
        goal_id: None,
        circle_id: None,
        collaboration_id: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

async fn index(tx: &Tx, model: &time_entry::Model) -> Result<(), Failure> {
    let note = model.note.as_deref().unwrap_or_default();
    Ok(search::index(tx, RecordType::TimeEntry, model.id.0, note).await?)
}
