//! Taking a file in.

use entity::contact_point::ContactKind;
use entity::ids::PersonId;
use entity::{external_ref, person};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;

use super::beside;
use super::contact::{ExternalKey, ImportedContact, NumberedRow, Row};
use super::format::{Format, parse};
use super::merge::{self, Current, Memory, Values};
use crate::kit::check::Path;
use crate::kit::fold::{fold, words};
use crate::kit::{Code, Db, Failure, Fault, Problem, Tx, Writer, secret};
use crate::people::{self, ExternalRef, NewPerson, UpdatePerson, normalized};
use crate::{circles, organizations};

/// Rows of one transaction.
const CHUNK: usize = 200;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAction {
    /// A person was made.
    Created,
    /// A person was changed.
    Updated,
    /// There was nothing new in it.
    Unchanged,
    /// It was left out on purpose.
    Skipped,
    /// It is wrong.
    Rejected,
}

/// What became of a row, and why.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Which row of the file, from 1.
    pub position: usize,
    /// The name in it, if it has one.
    pub name: Option<String>,
    /// What became of it.
    pub action: RowAction,
    /// The person.
    pub person: Option<PersonId>,
    /// Why it was skipped or rejected, or what of it was left out.
    pub reason: Option<String>,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the file was.
    pub format: Format,
    /// Its rows.
    pub rows: Vec<Outcome>,
    /// The workspace's last change after the import.
    pub seq: i64,
}

impl Report {
    /// How many rows became this.
    #[must_use]
    pub fn count(&self, action: RowAction) -> usize {
        self.rows.iter().filter(|row| row.action == action).count()
    }
}

/// Takes a file in, in transactions of 200 rows. When the server dies on the way, importing the file again does the rest.
///
/// # Errors
/// The file is not one of contacts, or the database fails.
pub async fn import(db: &Db, by: &Writer, bytes: &[u8], format: Option<Format>) -> Result<Report, Failure> {
    let unreadable =
        |error: super::FileError| Problem::new(Code::Invalid, Path::argument("input"), error.to_string());
    let (format, rows) = parse(bytes, format).map_err(unreadable)?;
    let mut report = Report {
        format,
        rows: Vec::with_capacity(rows.len()),
        seq: 0,
    };
    let by = by.importing();
    let rows: Vec<(Format, NumberedRow)> = rows.into_iter().map(|row| (format, row)).collect();
    for chunk in rows.chunks(CHUNK) {
        let done = db.write(&by, &chunk.to_vec(), take_rows).await?;
        report.rows.extend(done.value);
        report.seq = done.seq;
    }
    beside::ties(db, &by, rows.iter().map(|(_, row)| row), &mut report).await?;
    Ok(report)
}

async fn take_rows(tx: &mut Tx, rows: &Vec<(Format, NumberedRow)>) -> Result<Vec<Outcome>, Failure> {
    let mut outcomes = Vec::with_capacity(rows.len());
    for (format, row) in rows {
        let (position, name) = (row.position, row.name.clone());
        let (action, person, reason) = match &row.row {
            Row::Skipped(reason) => (RowAction::Skipped, None, Some(reason.clone())),
            Row::Rejected(reason) => (RowAction::Rejected, None, Some(reason.clone())),
            Row::Contact(contact) => match tx.attempt(&(*format, contact.as_ref().clone()), take_row).await {
                Ok((action, person, reason)) => (action, person, reason),
                Err(Failure::Rejected(problems)) => (RowAction::Rejected, None, Some(words_of(&problems))),
                Err(fault) => return Err(fault),
            },
        };
        outcomes.push(Outcome {
            position,
            name,
            action,
            person,
            reason,
        });
    }
    beside::write(tx, rows.iter().map(|(_, row)| row), &mut outcomes).await?;
    Ok(outcomes)
}

fn words_of(problems: &[Problem]) -> String {
    let words = problems.iter().map(|problem| {
        let field: Vec<&str> = problem.path.0.iter().skip(1).map(String::as_str).collect();
        format!("{}: {}", field.join("."), problem.message)
    });
    words.collect::<Vec<_>>().join("; ")
}

type Taken = (RowAction, Option<PersonId>, Option<String>);

async fn take_row(tx: &mut Tx, (format, contact): &(Format, ImportedContact)) -> Result<Taken, Failure> {
    let hash = secret::hash(format!("{contact:?}").as_bytes());
    let key = key(*format, contact, &hash);
    let known = people::by_external(&tx.read(), &key.source, &key.key).await?;
    let person = match known {
        Some(known) => people::by_ids(&tx.read(), &[known]).await?.remove(&known),
        None => same_person(tx, contact).await?,
    };
    let Some(person) = person else {
        return create(tx, contact, key, hash).await;
    };
    if person.archived_at.is_some() {
        let reason = "the person is archived; restore them to import again".to_owned();
        return Ok((RowAction::Skipped, Some(person.id), Some(reason)));
    }
    let memory = memory(tx, &key).await?;
    if memory.seen.contains(&hash) {
        return Ok((RowAction::Unchanged, Some(person.id), None));
    }
    let (fields, mut parts) = merge::changes(&memory, &current(tx, &person).await?, contact);
    let id = person.id;
    let remembered = external(key, merge::remember(memory, contact, hash))?;
    parts.set_external_refs.push(remembered);
    people::update(
        tx,
        &UpdatePerson {
            id,
            expected_revision: None,
            fields,
            parts,
        },
    )
    .await?;
    Ok((RowAction::Updated, Some(id), None))
}

/// The row's key in its source: its own, or one made of its content.
fn key(format: Format, contact: &ImportedContact, hash: &str) -> ExternalKey {
    let source = match format {
        Format::VCard => "vcard",
        Format::LinkedInCsv => "linkedin",
    };
    let made = || ExternalKey {
        source: source.to_owned(),
        key: format!("content:{hash}"),
        url: None,
    };
    contact.external.clone().unwrap_or_else(made)
}

fn external(key: ExternalKey, memory: Memory) -> Result<ExternalRef, Fault> {
    let snapshot = serde_json::to_value(memory).map_err(|error| Fault::Internal(error.to_string()))?;
    Ok(ExternalRef {
        source: key.source,
        key: key.key,
        url: key.url,
        snapshot: Some(snapshot),
    })
}

async fn create(
    tx: &mut Tx,
    contact: &ImportedContact,
    key: ExternalKey,
    hash: String,
) -> Result<Taken, Failure> {
    let (fields, mut parts) = merge::changes(&Memory::default(), &Current::default(), contact);
    parts.on_update = false;
    parts
        .set_external_refs
        .push(external(key, merge::remember(Memory::default(), contact, hash))?);
    let made = people::create(
        tx,
        &NewPerson {
            id: None,
            fields,
            parts,
        },
    )
    .await?;
    Ok((RowAction::Created, Some(made.id), None))
}

/// The live person with one of the row's addresses, if the names have a word in common: families share addresses.
async fn same_person(tx: &Tx, contact: &ImportedContact) -> Result<Option<person::Model>, Failure> {
    let names = words(&contact.display_name);
    for point in contact
        .contact_points
        .iter()
        .filter(|point| point.kind == super::contact::PointKind::Email)
    {
        let email = normalized(ContactKind::Email, &point.value);
        let found = people::by_email(&tx.read(), &email).await?;
        let alike =
            |found: &person::Model| words(&found.display_name).iter().any(|word| names.contains(word));
        if let Some(found) = found.filter(alike) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn memory(tx: &Tx, key: &ExternalKey) -> Result<Memory, Failure> {
    let found = tx
        .read()
        .select::<external_ref::Entity>()
        .filter(external_ref::Column::Source.eq(&key.source))
        .filter(external_ref::Column::ExternalId.eq(&key.key))
        .one(tx.conn())
        .await?;
    let snapshot = found
        .and_then(|found| found.snapshot)
        .unwrap_or_else(|| json!({}));
    // A reference that was made by hand remembers nothing.
    Ok(serde_json::from_value(snapshot).unwrap_or_default())
}

async fn current(tx: &Tx, person: &person::Model) -> Result<Current, Failure> {
    let (reader, ids) = (tx.read(), [person.id]);
    let points = people::contact_points_of(&reader, &ids)
        .await?
        .remove(&person.id)
        .unwrap_or_default();
    let affiliations = people::affiliations_of(&reader, &ids)
        .await?
        .remove(&person.id)
        .unwrap_or_default();
    let workplaces: Vec<_> = affiliations.iter().map(|it| it.organization_id).collect();
    let organizations = organizations::by_ids(&reader, &workplaces).await?;
    let tags = circles::tags_of(&reader, &ids)
        .await?
        .remove(&person.id)
        .unwrap_or_default();
    Ok(Current {
        fields: Values::of_person(person),
        points: points
            .into_iter()
            .map(|point| (point.kind, point.normalized, point.is_primary))
            .collect(),
        organizations: organizations.into_values().map(|it| it.sort_name).collect(),
        tags: tags.into_iter().map(|tag| fold(&tag.name)).collect(),
    })
}
