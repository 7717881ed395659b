//! Telling what would become of the rows of a file, and taking them in.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::ids::{ImportSessionId, PersonId, UploadId};
use entity::import_session::ImportState;
use entity::{Tenant as _, import_row, import_session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::read::{find, rows_after};
use super::rules::{LARGEST, anew, count, decided, listed, number};
use super::write::{Begin, add, begin, elsewhere, expected, insert, let_go, row, tell};
use crate::jobs;
use crate::kit::check::Path;
use crate::kit::{Caller, ChangeSetOf, Code, Db, Failure, Fault, Problem, Right, Tx, Writer};
use crate::transfer::{
    CHUNK, Chunk, ColumnMappingInput, Detail, Format, How, NumberedRow, Outcome, Parsed, Report, RowAction,
    how, parse, take_rows, ties, unreadable,
};

/// The mutation by which a file is taken in.
const COMMIT: &str = "commitImportSession";

/// Where a file comes from.
pub enum File {
    /// It was sent.
    Sent(UploadId),
    /// It is in the request.
    Here(Vec<u8>),
}

impl File {
    /// What is in it.
    ///
    /// # Errors
    /// The caller sent no such file, it is not here any more, or it is too large; or the database fails.
    pub async fn bytes(&self, db: &Db, (caller, now): (&Caller, DateTime<Utc>)) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Here(bytes) => Ok(bytes.clone()),
            Self::Sent(id) => jobs::sent(&db.read_beside(caller.scope()), (caller, now), *id, LARGEST).await,
        }
    }
}

/// A session that is asked for.
pub struct New {
    /// The file.
    pub file: File,
    /// How it is to be read.
    pub how: How,
    /// What the columns of a table say, as it was said.
    pub mapping: Vec<ColumnMappingInput>,
}

/// Begins a session: tells of each row what would become of it.
///
/// # Errors
/// The file is not one of contacts, or the database fails.
pub async fn preview(
    db: &Db,
    (by, caller, now): (&Writer, &Caller, DateTime<Utc>),
    new: New,
) -> Result<import_session::Model, Failure> {
    let bytes = new.file.bytes(db, (caller, now)).await?;
    let Parsed { format, source, rows } = parse(&bytes, &new.how).map_err(unreadable)?;
    let upload = match new.file {
        File::Sent(id) => id,
        File::Here(_) => jobs::keep(db, (by, caller), "import", &bytes).await?,
    };
    drop(bytes);
    let begun = Begin {
        upload,
        format,
        source: source.clone(),
        mapping: new.mapping,
        rows: rows.len(),
        caller: caller.clone(),
    };
    let mut session = db.write(by, &begun, begin).await?.value;
    let mut chunk = Chunk {
        source,
        rows: Vec::new(),
        met: HashSet::new(),
        names: true,
        tells: true,
        decided: HashMap::new(),
    };
    let importing = by.importing();
    for rows in rows.chunks(CHUNK).chain(rows.is_empty().then_some(&[][..])) {
        chunk.rows = rows.to_vec();
        let outcomes = db.write(&importing, &chunk, dry).await?.value;
        let there = outcomes.iter().filter(|it| it.action != RowAction::Created);
        chunk.met.extend(there.filter_map(|it| it.person));
        session = db.write(by, &(session.id, outcomes), tell).await?.value;
    }
    Ok(session)
}

/// What rows would become.
async fn dry(tx: &mut Tx, chunk: &Chunk) -> Result<Vec<Outcome>, Failure> {
    let outcomes = take_rows(tx, chunk).await?;
    tx.discard();
    Ok(outcomes)
}

/// A session whose rows are taken in.
#[derive(Clone, Debug)]
pub struct Done {
    /// The session.
    pub session: import_session::Model,
    /// The workspace's last change.
    pub seq: i64,
}

/// Takes the rows of a session in, as it was decided; goes on where it was interrupted.
///
/// # Errors
/// There is no such session, it is not ready, its file is gone, or the database fails.
pub async fn commit(
    db: &Db,
    (by, caller, now): (&Writer, &Caller, DateTime<Utc>),
    id: ImportSessionId,
) -> Result<Done, Failure> {
    let begun = db.write(by, &id, open).await?.value;
    let bytes = file(db, (caller, now), &begun).await?;
    let mapping: Vec<ColumnMappingInput> = listed(&begun.mapping)?;
    let format = Format::ALL
        .into_iter()
        .find(|format| format.word() == begun.format);
    let how = How {
        format,
        mapping: match mapping.as_slice() {
            [] => Vec::new(),
            mapping => how(None, mapping, Some(&begun.source))?.mapping,
        },
        source: Some(begun.source.clone()),
    };
    let Parsed { format, source, rows } = parse(&bytes, &how).map_err(unreadable)?;
    drop(bytes);
    let set = ChangeSetOf {
        id: begun.change_set_id,
        mutation: COMMIT,
    };
    let by = by.importing().within(set);
    let mut at = count(begun.committed_count);
    let mut work = Work {
        session: id,
        begin: at,
        source,
        rows: Vec::new(),
        met: HashSet::new(),
        names: caller.rights.contains(Right::PeopleRead),
    };
    while at < rows.len() {
        let end = rows.len().min(at + CHUNK);
        work.begin = at;
        work.rows = rows.get(at..end).unwrap_or_default().to_vec();
        let Some(met) = db.write(&by, &work, take).await?.value else {
            let message = "another request takes the file in: ask again to go on where it is";
            return Err(Problem::new(Code::Conflict, Path::argument("id"), message).into());
        };
        work.met.extend(met);
        at = end;
    }
    join(db, &by, (id, format, set), &rows).await?;
    let done = db.write(&by, &id, close).await?;
    Ok(Done {
        session: done.value,
        seq: done.seq,
    })
}

/// The bytes of the file of a session, whoever sent it.
async fn file(
    db: &Db,
    (caller, now): (&Caller, DateTime<Utc>),
    session: &import_session::Model,
) -> Result<Vec<u8>, Failure> {
    let mut sender = caller.clone();
    (sender.user, sender.token) = (session.user_id, session.token_id);
    let reader = db.read_beside(caller.scope());
    let sent = jobs::sent(&reader, (&sender, now), session.upload_id, LARGEST).await;
    sent.map_err(|failure| match failure {
        Failure::Rejected(_) => Problem::new(
            Code::NotFound,
            Path::argument("id"),
            "the file of the session is gone",
        )
        .into(),
        fault @ Failure::Fault(_) => fault,
    })
}

async fn open(tx: &mut Tx, id: &ImportSessionId) -> Result<import_session::Model, Failure> {
    let mut session = match find(&tx.read(), *id).await? {
        Some(session) if session.state == ImportState::Committing && session.expires_at > tx.now() => {
            return Ok(session);
        }
        _ => expected(tx, *id, ImportState::Ready).await?,
    };
    session.state = ImportState::Committing;
    tx.put::<import_session::Entity>(&session).await?;
    Ok(session)
}

/// Rows of a session that are taken in by one transaction.
struct Work {
    session: ImportSessionId,
    /// How many are taken in before them.
    begin: usize,
    source: String,
    rows: Vec<NumberedRow>,
    /// Who rows before these were found to be, or became.
    met: HashSet<PersonId>,
    names: bool,
}

/// Takes rows in; who they are, or nothing if another request was faster.
async fn take(tx: &mut Tx, work: &Work) -> Result<Option<Vec<PersonId>>, Failure> {
    let found = find(&tx.read(), work.session).await?;
    let is_next = |it: &import_session::Model| {
        it.state == ImportState::Committing && count(it.committed_count) == work.begin
    };
    let Some(mut session) = found.filter(is_next) else {
        return Ok(None);
    };
    let stored = rows_after(&tx.read(), session.id, number(work.begin), work.rows.len()).await?;
    if stored.len() != work.rows.len() {
        return Err(Fault::Internal(format!("rows of {} are gone", session.id)).into());
    }
    let mut decisions = HashMap::new();
    for row in &stored {
        if let Some(decided) = decided(row)? {
            decisions.insert(count(row.position), decided);
        }
    }
    let chunk = Chunk {
        source: work.source.clone(),
        rows: work.rows.clone(),
        met: work.met.clone(),
        names: work.names,
        tells: true,
        decided: decisions,
    };
    let outcomes = take_rows(tx, &chunk).await?;
    let mut rows = Vec::with_capacity(stored.len());
    for (before, mut outcome) in stored.iter().zip(outcomes) {
        if let Some(told) = anew(before, &outcome) {
            outcome.reason = Some(match outcome.reason {
                Some(reason) => format!("{told}; {reason}"),
                None => told,
            });
        }
        add(&mut session, before.action, -1);
        add(&mut session, outcome.action, 1);
        rows.push(import_row::Model {
            decision: before.decision,
            decided_id: before.decided_id,
            takes: before.takes.clone(),
            leaves: before.leaves.clone(),
            ..row((tx, session.id), &outcome, Some(before.id))?
        });
    }
    let met = rows.iter().filter_map(|row| row.person_id).collect();
    import_row::Entity::delete_many()
        .filter(import_row::Entity::workspace_column().eq(tx.workspace()))
        .filter(import_row::Column::SessionId.eq(session.id))
        .filter(import_row::Column::Position.gt(number(work.begin)))
        .filter(import_row::Column::Position.lte(number(work.begin + work.rows.len())))
        .exec(tx.conn())
        .await?;
    insert(tx, rows).await?;
    session.committed_count = number(work.begin + work.rows.len());
    tx.put::<import_session::Entity>(&session).await?;
    Ok(Some(met))
}

/// Makes the ties between people of the file, when all of them are there.
async fn join(
    db: &Db,
    by: &Writer,
    (id, format, set): (ImportSessionId, Format, ChangeSetOf),
    rows: &[NumberedRow],
) -> Result<(), Failure> {
    if !rows.iter().any(NumberedRow::has_ties) {
        return Ok(());
    }
    let mut stored: Vec<import_row::Model> = Vec::with_capacity(rows.len());
    while stored.len() < rows.len() {
        let reader = db.read_beside(by.scope());
        let more = rows_after(&reader, id, number(stored.len()), CHUNK).await?;
        if more.is_empty() {
            return Err(Fault::Internal(format!("rows of {id} are gone")).into());
        }
        stored.extend(more);
    }
    let outcome = |row: &import_row::Model| Outcome {
        position: count(row.position),
        name: row.name.clone(),
        action: row.action,
        person: row.person_id,
        reason: row.reason.clone(),
        detail: Detail::default(),
    };
    let mut report = Report {
        format,
        rows: stored.iter().map(outcome).collect(),
        seq: 0,
        set: set.id,
    };
    ties(db, by, rows.iter(), &mut report).await?;
    let changed = stored
        .into_iter()
        .zip(report.rows)
        .filter_map(|(mut row, outcome)| {
            let is_other = row.action != outcome.action || row.reason != outcome.reason;
            is_other.then(|| {
                let before = row.action;
                (row.action, row.reason) = (outcome.action, outcome.reason);
                (before, row)
            })
        });
    let changed: Vec<_> = changed.collect();
    for changed in changed.chunks(CHUNK) {
        db.write(by, &(id, changed.to_vec()), note).await?;
    }
    Ok(())
}

async fn note(
    tx: &mut Tx,
    (id, rows): &(ImportSessionId, Vec<(RowAction, import_row::Model)>),
) -> Result<(), Failure> {
    let mut session = expected(tx, *id, ImportState::Committing).await?;
    for (before, row) in rows {
        add(&mut session, *before, -1);
        add(&mut session, row.action, 1);
        tx.put::<import_row::Entity>(row).await?;
    }
    tx.put::<import_session::Entity>(&session).await?;
    Ok(())
}

async fn close(tx: &mut Tx, id: &ImportSessionId) -> Result<import_session::Model, Failure> {
    let missing = || Fault::Internal(format!("{id} is gone"));
    let mut session = find(&tx.read(), *id).await?.ok_or_else(missing)?;
    if session.state != ImportState::Committing {
        return Err(elsewhere(&session, &[ImportState::Committing]).into());
    }
    session.state = ImportState::Committed;
    let_go(tx, &session).await?;
    session.committed_at = Some(tx.now());
    tx.put::<import_session::Entity>(&session).await?;
    Ok(session)
}
