//! Taking a file in.

use std::collections::HashSet;

use entity::ids::PersonId;
use entity::{external_ref, person};

use super::book::{Book, CONTENT, Known, Wanted};
use super::contact::{ExternalKey, ImportedContact, NumberedRow, Row};
use super::find::{Found, find};
use super::form::Form;
use super::format::{Format, parse};
use super::merge::{self, Current, Memory, Values};
use super::shared;
use crate::kit::check::Path;
use crate::kit::fold::fold;
use crate::kit::{Code, Db, Failure, Fault, Problem, Tx, Writer};
use crate::people::{self, ExternalRef, NewPerson, UpdatePerson};
use crate::{circles, organizations};

/// Rows of one transaction.
const CHUNK: usize = 200;
/// Most keys made of content that a person has in a source: as many versions of their row are known again by them at once.
const MADE_KEYS: usize = 8;

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
    /// Why it was skipped or rejected, with whom it was joined and why, or whom it may be.
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

/// Rows that are taken in by one transaction.
struct Chunk {
    source: &'static str,
    rows: Vec<NumberedRow>,
    /// Who rows before these were found to be, or became.
    met: HashSet<PersonId>,
    /// Whether the caller may see people: then reasons name them.
    names: bool,
}

/// Takes a file in, in transactions of 200 rows. When the server dies on the way, importing the file again does the rest. Reasons
/// name people if the caller may see people.
///
/// # Errors
/// The file is not one of contacts, or the database fails.
pub async fn import(
    db: &Db,
    by: &Writer,
    bytes: &[u8],
    format: Option<Format>,
    names: bool,
) -> Result<Report, Failure> {
    let unreadable =
        |error: super::FileError| Problem::new(Code::Invalid, Path::argument("input"), error.to_string());
    let (format, rows) = parse(bytes, format).map_err(unreadable)?;
    let mut report = Report {
        format,
        rows: Vec::with_capacity(rows.len()),
        seq: 0,
    };
    let by = by.importing();
    let source = match format {
        Format::VCard => "vcard",
        Format::LinkedInCsv => "linkedin",
    };
    let mut chunk = Chunk {
        source,
        rows: Vec::new(),
        met: HashSet::new(),
        names,
    };
    // A file without rows is a write as well, of nothing: it answers the workspace's last change.
    for rows in rows.chunks(CHUNK).chain(rows.is_empty().then_some(&[][..])) {
        chunk.rows = rows.to_vec();
        let done = db.write(&by, &chunk, take_rows).await?;
        chunk.met.extend(done.value.iter().filter_map(|row| row.person));
        report.rows.extend(done.value);
        report.seq = done.seq;
    }
    Ok(report)
}

/// What became of a row's contact.
#[derive(Clone, Debug)]
struct Taken {
    action: RowAction,
    person: Option<PersonId>,
    reason: Option<String>,
}

fn taken(action: RowAction, person: Option<PersonId>, reason: Option<String>) -> Taken {
    Taken {
        action,
        person,
        reason,
    }
}

async fn take_rows(tx: &mut Tx, chunk: &Chunk) -> Result<Vec<Outcome>, Failure> {
    let contacts = chunk.rows.iter().map(|row| match &row.row {
        Row::Contact(contact) => Ok((contact.as_ref(), Wanted::of(contact, tx.region()))),
        Row::Skipped(reason) => Err(taken(RowAction::Skipped, None, Some(reason.clone()))),
        Row::Rejected(reason) => Err(taken(RowAction::Rejected, None, Some(reason.clone()))),
    });
    let contacts: Vec<Result<(&ImportedContact, Wanted), Taken>> = contacts.collect();
    let wanted = contacts
        .iter()
        .flatten()
        .map(|(contact, wanted)| (*contact, wanted));
    let mut book = Book::read(tx, chunk.source, &wanted.collect::<Vec<_>>()).await?;
    book.met.clone_from(&chunk.met);
    let mut outcomes = Vec::with_capacity(contacts.len());
    for (row, contact) in chunk.rows.iter().zip(contacts) {
        let Taken {
            action,
            person,
            reason,
        } = match contact {
            Ok((contact, wanted)) => take_row(tx, &mut book, chunk, (contact, &wanted)).await?,
            Err(left) => left,
        };
        outcomes.push(Outcome {
            position: row.position,
            name: row.name.clone(),
            action,
            person,
            reason,
        });
    }
    Ok(outcomes)
}

fn words_of(problems: &[Problem]) -> String {
    let words = problems.iter().map(|problem| {
        let field: Vec<&str> = problem.path.0.iter().skip(1).map(String::as_str).collect();
        format!("{}: {}", field.join("."), problem.message)
    });
    words.collect::<Vec<_>>().join("; ")
}

/// A row's contact, and what to look for to find whose it is.
type Contact<'a> = (&'a ImportedContact, &'a Wanted);

async fn take_row(
    tx: &mut Tx,
    book: &mut Book,
    chunk: &Chunk,
    (contact, wanted): Contact<'_>,
) -> Result<Taken, Failure> {
    let who = |known: &Known| {
        let name = chunk.names.then(|| known.person.display_name.clone());
        name.unwrap_or_else(|| "somebody who is there".to_owned())
    };
    let (known, key, why) = match find(book, chunk.source, contact, wanted) {
        Found::ByKey(known, key) => (known, Some(key), None),
        Found::Same(known, why) => (known, None, Some(why)),
        Found::Nobody(doubts) => {
            let doubts = doubts
                .iter()
                .map(|(known, why)| format!("{} ({why})", who(known)));
            let doubts: Vec<String> = doubts.collect();
            let reason = (!doubts.is_empty()).then(|| format!("may be the same as {}", doubts.join(", ")));
            return create(tx, book, chunk, (contact, wanted), reason).await;
        }
    };
    let id = known.person.id;
    if known.person.archived_at.is_some() {
        let same = why.map(|why| format!(" ({}, {why})", who(known)));
        let reason = format!(
            "the person is archived{}; restore them to import again",
            same.unwrap_or_default()
        );
        return Ok(taken(RowAction::Skipped, Some(id), Some(reason)));
    }
    let memory = match key.filter(|key| !key.external_id.starts_with(CONTENT)) {
        Some(key) => Memory::under(key),
        None => known.made_memory(chunk.source),
    };
    let before = wanted.marks.is_any_of(&memory.seen);
    if before == Some(Form::Second) || (before == Some(Form::First) && !wanted.marks.says_more) {
        book.met.insert(id);
        return Ok(taken(RowAction::Unchanged, Some(id), None));
    }
    let reason = why.map(|why| format!("joined with {}: {why}", who(known)));
    let current = current(tx, &known.person).await?;
    let (mut fields, mut parts) = merge::changes(&memory, &current, contact, tx.region());
    if before.is_some() {
        // What this row says of them was imported, and something newer perhaps since.
        fields = people::Fields::default();
    }
    let spelt = key.filter(|key| !key.external_id.starts_with(CONTENT));
    let new = key_of(chunk.source, contact, wanted, spelt);
    let memory = merge::remember(memory, contact, &wanted.marks.now, before);
    (parts.set_external_refs, parts.remove_external_refs) = keys(known, new, memory)?;
    let change = UpdatePerson {
        id,
        expected_revision: None,
        fields,
        parts,
    };
    let kept = kept(tx, known.keys.clone(), id, &change.parts);
    match tx.attempt(&change, people::update).await {
        Ok(person) => {
            book.note(person, wanted, kept);
            Ok(taken(RowAction::Updated, Some(id), reason))
        }
        Err(failure) => rejected(failure),
    }
}

async fn create(
    tx: &mut Tx,
    book: &mut Book,
    chunk: &Chunk,
    (contact, wanted): Contact<'_>,
    reason: Option<String>,
) -> Result<Taken, Failure> {
    let (fields, mut parts) = merge::changes(&Memory::default(), &Current::default(), contact, tx.region());
    let memory = merge::remember(Memory::default(), contact, &wanted.marks.now, None);
    let key = key_of(chunk.source, contact, wanted, None);
    parts.on_update = false;
    parts.set_external_refs.push(external(key, Some(memory))?);
    let new = NewPerson {
        id: None,
        fields,
        parts,
    };
    match tx.attempt(&new, people::create).await {
        Ok(person) => {
            let id = person.id;
            let kept = kept(tx, Vec::new(), id, &new.parts);
            book.note(person, wanted, kept);
            Ok(taken(RowAction::Created, Some(id), reason))
        }
        Err(failure) => rejected(failure),
    }
}

/// A row that is wrong fails alone.
fn rejected(failure: Failure) -> Result<Taken, Failure> {
    match failure {
        Failure::Rejected(problems) => Ok(taken(RowAction::Rejected, None, Some(words_of(&problems)))),
        fault => Err(fault),
    }
}

/// The key under which a row is kept: its own, in the spelling in which it is kept already, or one made of its content.
fn key_of(
    source: &str,
    contact: &ImportedContact,
    wanted: &Wanted,
    spelt: Option<&external_ref::Model>,
) -> ExternalKey {
    let own = contact.external.clone().map(|own| ExternalKey {
        key: spelt.map_or(own.key, |spelt| spelt.external_id.clone()),
        ..own
    });
    own.unwrap_or_else(|| ExternalKey {
        source: source.to_owned(),
        key: format!("{CONTENT}{}", wanted.marks.now),
        url: None,
    })
}

/// The person's keys to set and to remove. Of the keys made of content, the one of the last row has the memory of all; those of
/// rows that were seen longest ago go.
fn keys(
    known: &Known,
    new: ExternalKey,
    memory: Memory,
) -> Result<(Vec<ExternalRef>, Vec<(String, String)>), Fault> {
    if !new.key.starts_with(CONTENT) {
        return Ok((vec![external(new, Some(memory))?], Vec::new()));
    }
    let mut others: Vec<&external_ref::Model> = known.made_keys(&new.source).collect();
    others.retain(|key| key.external_id != new.key);
    let seen = |key: &external_ref::Model| {
        let mark = key.external_id.strip_prefix(CONTENT).unwrap_or_default();
        memory.seen.iter().position(|it| it == mark)
    };
    others.sort_by_key(|key| seen(key));
    let many = others.len().saturating_sub(MADE_KEYS - 1);
    let (old, recent) = others.split_at(many);
    let removed = old
        .iter()
        .map(|key| (key.source.clone(), key.external_id.clone()));
    let emptied = recent
        .iter()
        .filter(|key| key.snapshot.is_some())
        .map(|key| ExternalRef {
            source: key.source.clone(),
            key: key.external_id.clone(),
            url: key.url.clone(),
            snapshot: None,
        });
    let mut set: Vec<ExternalRef> = emptied.collect();
    let removed = removed.collect();
    set.push(external(new, Some(memory))?);
    Ok((set, removed))
}

fn external(key: ExternalKey, memory: Option<Memory>) -> Result<ExternalRef, Fault> {
    let snapshot = memory.map(serde_json::to_value).transpose();
    Ok(ExternalRef {
        source: key.source,
        key: key.key,
        url: key.url,
        snapshot: snapshot.map_err(|error| Fault::Internal(error.to_string()))?,
    })
}

/// The keys that a person has after these parts were written.
fn kept(
    tx: &Tx,
    mut keys: Vec<external_ref::Model>,
    person_id: PersonId,
    parts: &people::Parts,
) -> Vec<external_ref::Model> {
    let names =
        |key: &external_ref::Model, source: &str, id: &str| key.source == source && key.external_id == id;
    keys.retain(|key| {
        let set = parts
            .set_external_refs
            .iter()
            .any(|set| names(key, &set.source, &set.key));
        let removed = parts
            .remove_external_refs
            .iter()
            .any(|(source, id)| names(key, source, id));
        !set && !removed
    });
    keys.extend(parts.set_external_refs.iter().map(|set| external_ref::Model {
        workspace_id: tx.workspace(),
        source: set.source.clone(),
        external_id: set.key.clone(),
        person_id,
        url: set.url.clone(),
        snapshot: set.snapshot.clone(),
    }));
    keys
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
    let shared = points
        .iter()
        .flat_map(|point| shared::of_person(point, tx.region()));
    Ok(Current {
        fields: Values::of_person(person),
        shared: shared.collect(),
        points: points
            .into_iter()
            .map(|point| (point.kind, point.normalized, point.is_primary))
            .collect(),
        organizations: organizations.into_values().map(|it| it.sort_name).collect(),
        tags: tags.into_iter().map(|tag| fold(&tag.name)).collect(),
    })
}
