//! Taking a file in.

use std::collections::HashSet;

use entity::ids::{ChangeSetId, PersonId};
use entity::person;

use super::beside;
use super::book::{Book, CONTENT, Known, Wanted};
use super::contact::{ImportedContact, NumberedRow, Row};
use super::find::{Found, find};
use super::form::{Form, LEARNT};
use super::format::{Format, parse};
use super::keys::{external, keep, kept, key_of};
use super::merge::{self, Current, Memory, Values};
use super::shared;
use crate::kit::check::Path;
use crate::kit::declared::{Change, Draft};
use crate::kit::fold::fold;
use crate::kit::{Code, Db, Failure, Patch, Problem, Tx, Writer};
use crate::people::{self, NewPerson, UpdatePerson};
use crate::{circles, organizations, photos};

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
    /// Why it was skipped or rejected, with whom it was joined and why, whom it may be, or what of it was left out.
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
    /// What it changed, as a whole.
    pub set: ChangeSetId,
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
    let set = db.change_set("importContacts");
    let mut report = Report {
        format,
        rows: Vec::with_capacity(rows.len()),
        seq: 0,
        set: set.id,
    };
    let by = by.importing().within(set);
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
    beside::ties(db, &by, rows.iter(), &mut report).await?;
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
    beside::write(tx, chunk.rows.iter(), &mut outcomes).await?;
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
        let nickname = fields.said("nickname");
        let is_new = contact.beside.nickname.is_some() && before == Some(Form::First);
        let nickname = if is_new { nickname } else { Patch::Keep };
        let learnt = LEARNT.map(|name| (name, fields.said(name)));
        let only = Draft::default().with("nickname", nickname);
        fields = learnt
            .into_iter()
            .fold(only, |only, (name, said)| only.with(name, said));
    }
    let spelt = key.filter(|key| !key.external_id.starts_with(CONTENT));
    let new = key_of(chunk.source, contact, wanted, spelt);
    let had = memory.photo.clone();
    let memory = merge::remember(memory, contact, &wanted.marks.now, before);
    keep(&mut parts, known, new, memory)?;
    let change = Change {
        id,
        expected_revision: None,
        fields,
    };
    let change = UpdatePerson { change, parts };
    let kept = kept(tx, known.keys.clone(), id, &change.parts);
    match tx.attempt(&change, people::update).await {
        Ok(person) => {
            let person = Box::pin(pictured(tx, person, contact, had.as_deref())).await?;
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
    parts.set_external_refs.push(external(key, memory)?);
    let new = NewPerson {
        id: None,
        fields,
        parts,
    };
    match tx.attempt(&new, people::create).await {
        Ok(person) => {
            let person = Box::pin(pictured(tx, person, contact, None)).await?;
            let id = person.id;
            let kept = kept(tx, Vec::new(), id, &new.parts);
            book.note(person, wanted, kept);
            Ok(taken(RowAction::Created, Some(id), reason))
        }
        Err(failure) => rejected(failure),
    }
}

/// Gives somebody the picture of their row, unless the one that they have, or that they have none, was somebody's choice: then it is another
/// than what was imported before.
async fn pictured(
    tx: &mut Tx,
    person: person::Model,
    contact: &ImportedContact,
    had: Option<&str>,
) -> Result<person::Model, Failure> {
    let Some(photo) = &contact.photo else {
        return Ok(person);
    };
    let has = photos::sizes(&tx.read(), &[person.id]).await?;
    let has = has.get(&person.id).map(|(_, sha256)| sha256.as_str());
    if has != had {
        return Ok(person);
    }
    Ok(Box::pin(photos::put(tx, person, photo)).await?.person)
}

/// A row that is wrong fails alone.
fn rejected(failure: Failure) -> Result<Taken, Failure> {
    match failure {
        Failure::Rejected(problems) => Ok(taken(RowAction::Rejected, None, Some(words_of(&problems)))),
        fault => Err(fault),
    }
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
