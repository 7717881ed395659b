//! Taking one row in.

use entity::ids::PersonId;
use entity::import_row::RowAction;
use entity::person;

use super::book::{Book, CONTENT, Known, Wanted};
use super::contact::ImportedContact;
use super::decided::{Decided, Whom};
use super::find::{Candidate, Found, candidates, find};
use super::form::{Form, LEARNT};
use super::keys::{external, keep, kept, key_of};
use super::merge::{self, Current, Memory, Values};
use super::shared;
use super::told::{Held, Told, at, told};
use super::write::Chunk;
use crate::kit::declared::{Change, Draft};
use crate::kit::fold::fold;
use crate::kit::{Failure, Patch, Problem, Tx};
use crate::people::{self, NewPerson, Parts, UpdatePerson};
use crate::{circles, organizations, photos};

/// What a preview tells of a row.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// What it changes, and what it could.
    pub changes: Vec<Told>,
    /// Whom it may be, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// At which revision the person was before it, unless the file has changed them already.
    pub revision: Option<i32>,
}

/// What became of a row's contact.
#[derive(Clone, Debug)]
pub struct Taken {
    pub(super) action: RowAction,
    pub(super) person: Option<PersonId>,
    pub(super) reason: Option<String>,
    pub(super) detail: Detail,
}

/// What became of a row, without anything to tell besides.
pub fn taken(action: RowAction, person: Option<PersonId>, reason: Option<String>) -> Taken {
    Taken {
        action,
        person,
        reason,
        detail: Detail::default(),
    }
}

/// A row's contact, and what to look for to find whose it is.
type Contact<'a> = (&'a ImportedContact, &'a Wanted);

/// Takes a row in.
///
/// # Errors
/// The database fails.
pub async fn take_row(
    tx: &mut Tx,
    book: &mut Book,
    chunk: &Chunk,
    contact: Contact<'_>,
    decided: Option<&Decided>,
) -> Result<Taken, Failure> {
    let likely = if chunk.tells {
        candidates(book, &chunk.source, contact.0, contact.1)
    } else {
        Vec::new()
    };
    let mut taken = match decided.and_then(|decided| decided.whom) {
        Some(Whom::LeftOut) => taken(
            RowAction::Skipped,
            None,
            Some("left out, as was decided".to_owned()),
        ),
        Some(whom) => match release(tx, book, chunk, contact, whom).await {
            Ok(()) => take_as(tx, book, chunk, contact, decided).await?,
            Err(failure) => rejected(failure)?,
        },
        None => take_as(tx, book, chunk, contact, decided).await?,
    };
    taken.detail.candidates = likely;
    Ok(taken)
}

/// Whoever has the key of a row that was decided to be somebody else gives it up.
async fn release(
    tx: &mut Tx,
    book: &mut Book,
    chunk: &Chunk,
    (contact, wanted): Contact<'_>,
    whom: Whom,
) -> Result<(), Failure> {
    while let Some((known, key)) = book.by_key(&chunk.source, contact, wanted) {
        let id = known.person.id;
        if whom == Whom::Person(id) {
            break;
        }
        let key = (key.source.clone(), key.external_id.clone());
        let parts = Parts {
            on_update: true,
            remove_external_refs: vec![key.clone()],
            ..Parts::default()
        };
        let change = Change {
            id,
            expected_revision: None,
            fields: Draft::default(),
        };
        tx.attempt(&UpdatePerson { change, parts }, people::update)
            .await?;
        book.release(id, &key);
    }
    Ok(())
}

async fn take_as(
    tx: &mut Tx,
    book: &mut Book,
    chunk: &Chunk,
    (contact, wanted): Contact<'_>,
    decided: Option<&Decided>,
) -> Result<Taken, Failure> {
    let who = |known: &Known| {
        let name = chunk.names.then(|| known.person.display_name.clone());
        name.unwrap_or_else(|| "somebody who is there".to_owned())
    };
    let by_key = |book: &Book, id: PersonId| {
        let found = book.by_key(&chunk.source, contact, wanted);
        found
            .filter(|(known, _)| known.person.id == id)
            .map(|(_, key)| key.clone())
    };
    let found = match decided.and_then(|decided| decided.whom) {
        Some(Whom::Person(id)) => match book.get(id) {
            Some(known) => Ok((known, by_key(book, id), Some("as was decided".to_owned()))),
            None => {
                let reason = "the person with whom it was to be joined is gone".to_owned();
                return Ok(taken(RowAction::Rejected, None, Some(reason)));
            }
        },
        Some(Whom::Nobody) => Err(None),
        _ => match find(book, &chunk.source, contact, wanted) {
            Found::ByKey(known, key) => Ok((known, Some(key.clone()), None)),
            Found::Same(known, why) => Ok((known, None, Some(why))),
            Found::Nobody(_) if book.erased.meets(&chunk.source, contact, wanted) => {
                let reason = "somebody who was erased was known by the same key or address; whoever wants to let them in decides \
                              CREATE in an import session";
                return Ok(taken(RowAction::Skipped, None, Some(reason.to_owned())));
            }
            Found::Nobody(doubts) => {
                let doubts = doubts
                    .iter()
                    .map(|(known, why)| format!("{} ({why})", who(known)));
                let doubts: Vec<String> = doubts.collect();
                Err((!doubts.is_empty()).then(|| format!("may be the same as {}", doubts.join(", "))))
            }
        },
    };
    let (known, key, why) = match found {
        Ok(found) => found,
        Err(reason) => return create(tx, book, chunk, (contact, wanted), (decided, reason)).await,
    };
    let (id, revision) = (known.person.id, known.person.revision);
    let revision = (!book.met.contains(&id)).then_some(revision);
    if known.person.archived_at.is_some() {
        let same = why.map(|why| format!(" ({}, {why})", who(known)));
        let reason = format!(
            "the person is archived{}; restore them to import again",
            same.unwrap_or_default()
        );
        return Ok(taken(RowAction::Skipped, Some(id), Some(reason)));
    }
    let key = key.as_ref().filter(|key| !key.external_id.starts_with(CONTENT));
    let memory = match key {
        Some(key) => Memory::under(key),
        None => known.made_memory(&chunk.source),
    };
    let before = wanted.marks.is_any_of(&memory.seen);
    if before == Some(Form::Second) || (before == Some(Form::First) && !wanted.marks.says_more) {
        book.met.insert(id);
        return Ok(taken(RowAction::Unchanged, Some(id), None).at(revision));
    }
    let reason = why.map(|why| format!("joined with {}: {why}", who(known)));
    let current = current(tx, &known.person).await?;
    let (mut fields, mut parts) = merge::changes(&memory, &current, contact, tx.region());
    let mut changes = Vec::new();
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
    } else if chunk.tells || decided.is_some() {
        changes = told((&memory, &current, contact), &mut fields, &mut parts, decided);
    }
    let new = key_of(&chunk.source, contact, wanted, key);
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
            let mut taken = taken(RowAction::Updated, Some(id), reason).at(revision);
            taken.detail.changes = changes;
            Ok(taken)
        }
        Err(failure) => rejected(failure),
    }
}

async fn create(
    tx: &mut Tx,
    book: &mut Book,
    chunk: &Chunk,
    (contact, wanted): Contact<'_>,
    (decided, reason): (Option<&Decided>, Option<String>),
) -> Result<Taken, Failure> {
    let (none, nobody) = (Memory::default(), Current::default());
    let (mut fields, mut parts) = merge::changes(&none, &nobody, contact, tx.region());
    let mut changes = Vec::new();
    if chunk.tells || decided.is_some() {
        changes = told((&none, &nobody, contact), &mut fields, &mut parts, decided);
    }
    let memory = merge::remember(none, contact, &wanted.marks.now, None);
    let key = key_of(&chunk.source, contact, wanted, None);
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
            let mut taken = taken(RowAction::Created, Some(id), reason);
            taken.detail.changes = changes;
            Ok(taken)
        }
        Err(failure) => rejected(failure),
    }
}

impl Taken {
    const fn at(mut self, revision: Option<i32>) -> Self {
        self.detail.revision = revision;
        self
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

fn words_of(problems: &[Problem]) -> String {
    let words = problems.iter().map(|problem| {
        let field: Vec<&str> = problem.path.0.iter().skip(1).map(String::as_str).collect();
        format!("{}: {}", field.join("."), problem.message)
    });
    words.collect::<Vec<_>>().join("; ")
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
    let shared = shared.collect();
    let work = affiliations.iter().filter_map(|it| {
        let organization = organizations.get(&it.organization_id)?;
        let shown = at(it.role.as_deref(), &organization.name);
        Some((it.id, organization.sort_name.clone(), shown))
    });
    let held = Held {
        points: points
            .iter()
            .map(|it| (it.id, it.kind, it.normalized.clone(), it.value.clone()))
            .collect(),
        work: work.collect(),
        tags: tags
            .iter()
            .map(|tag| (tag.id, fold(&tag.name), tag.name.clone()))
            .collect(),
    };
    Ok(Current {
        fields: Values::of_person(person),
        shared,
        points: points
            .into_iter()
            .map(|point| (point.kind, point.normalized, point.is_primary))
            .collect(),
        organizations: organizations.into_values().map(|it| it.sort_name).collect(),
        tags: tags.into_iter().map(|tag| fold(&tag.name)).collect(),
        held,
    })
}
