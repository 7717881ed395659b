//! Taking a file in.

use std::collections::{HashMap, HashSet};

use entity::ids::{ChangeSetId, PersonId};

use super::beside;
use super::book::{Book, Wanted};
use super::contact::{ImportedContact, NumberedRow, Row};
use super::decided::{Decided, Whom};
use super::format::{FileError, Format, How, Parsed, parse};
use super::take::{Detail, Taken, take_row, taken};
use crate::kit::check::Path;
use crate::kit::{Code, Db, Failure, Problem, Tx, Writer};

/// Rows of one transaction.
pub const CHUNK: usize = 200;

pub use entity::import_row::RowAction;

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
    /// What a preview tells besides.
    pub detail: Detail,
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
pub struct Chunk {
    /// As what it is kept where people came from.
    pub source: String,
    /// The rows.
    pub rows: Vec<NumberedRow>,
    /// Who rows before these were found to be, or became.
    pub met: HashSet<PersonId>,
    /// Whether the caller may see people: then reasons name them.
    pub names: bool,
    /// Whether it is told what each row changes, and whom it may be.
    pub tells: bool,
    /// What was decided about rows, by their positions.
    pub decided: HashMap<usize, Decided>,
}

/// Takes a file in, in transactions of 200 rows. When the server dies on the way, importing the file again does the rest. Reasons
/// name people if the caller may see people.
///
/// # Errors
/// The file is not one of contacts, or the database fails.
pub async fn import(db: &Db, by: &Writer, bytes: &[u8], how: &How, names: bool) -> Result<Report, Failure> {
    let Parsed { format, source, rows } = parse(bytes, how).map_err(unreadable)?;
    let set = db.change_set("importContacts");
    let mut report = Report {
        format,
        rows: Vec::with_capacity(rows.len()),
        seq: 0,
        set: set.id,
    };
    let by = by.importing().within(set);
    let mut chunk = Chunk {
        source,
        rows: Vec::new(),
        met: HashSet::new(),
        names,
        tells: false,
        decided: HashMap::new(),
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

/// Why a file could not be read, as a problem of the argument that says it.
pub fn unreadable(error: FileError) -> Problem {
    let path = match error {
        FileError::NoColumn(place) => Path::input("mapping").at(place).at("column"),
        _ => Path::argument("input"),
    };
    Problem::new(Code::Invalid, path, error.to_string())
}

/// Takes rows in.
///
/// # Errors
/// The database fails.
pub async fn take_rows(tx: &mut Tx, chunk: &Chunk) -> Result<Vec<Outcome>, Failure> {
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
    let decided = chunk.decided.values().filter_map(|it| match it.whom {
        Some(Whom::Person(id)) => Some(id),
        _ => None,
    });
    let mut book = Book::read(tx, &chunk.source, &wanted.collect::<Vec<_>>(), decided).await?;
    book.met.clone_from(&chunk.met);
    let mut outcomes = Vec::with_capacity(contacts.len());
    for (row, contact) in chunk.rows.iter().zip(contacts) {
        let Taken {
            action,
            person,
            reason,
            detail,
        } = match contact {
            Ok((contact, wanted)) => {
                let decided = chunk.decided.get(&row.position);
                take_row(tx, &mut book, chunk, (contact, &wanted), decided).await?
            }
            Err(left) => left,
        };
        outcomes.push(Outcome {
            position: row.position,
            name: row.name.clone(),
            action,
            person,
            reason,
            detail,
        });
    }
    beside::write(tx, chunk.rows.iter(), &mut outcomes).await?;
    Ok(outcomes)
}
