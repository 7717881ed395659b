//! Rows that are made others, whatever their tables, with the changes of the feed that tell of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::RecordType;
use entity::change::ChangeOp;
use uuid::Uuid;

use super::{Image, TABLES, Table, of_owner};
use crate::kit::cause::is_constraint;
use crate::kit::tx::journal::is_said;
use crate::kit::{Failure, Fault, Tx};

/// A row, and its table.
pub type Row = (&'static Table, Image);

/// What is to be done with rows.
#[derive(Default)]
pub struct Edits {
    /// The own rows of records, as they stand.
    stand: HashMap<Uuid, Image>,
    /// Those that are written.
    own: HashMap<Uuid, Row>,
    /// Rows of parts that are written.
    parts: Vec<Row>,
    /// Rows of parts that go.
    removed: Vec<Row>,
    /// Records that are told of it, though nothing of theirs is another.
    told: BTreeSet<(RecordType, Uuid)>,
    /// What else than its columns tells happened to a record.
    ops: HashMap<Uuid, ChangeOp>,
    /// The people of whom rows speak, before and after.
    people: BTreeSet<Uuid>,
}

/// What was done.
pub struct Edited {
    /// The records that are others, or were told of it.
    pub records: BTreeSet<(RecordType, Uuid)>,
    /// The people of whom rows speak, before and after: what is kept of them elsewhere may follow from these.
    pub people: BTreeSet<Uuid>,
    /// Rows that the database did not take, for what else there is.
    pub late: Vec<Row>,
    /// Rows that did not go, for others refer to them.
    pub held: Vec<Row>,
    /// The own rows of records, as they stood.
    pub stood: HashMap<Uuid, Image>,
}

impl Edits {
    /// Notes how a row stands.
    pub fn stands(&mut self, table: &'static Table, row: &Image) {
        self.speaks(table, row);
        if let (true, Some(id)) = (table.is_of_records(), row.id("id")) {
            self.stand.insert(id, row.clone());
        }
    }

    /// Writes a row.
    pub fn put(&mut self, table: &'static Table, row: Image) {
        self.speaks(table, &row);
        match row.id("id").filter(|_| table.is_of_records()) {
            Some(id) => drop(self.own.insert(id, (table, row))),
            None => self.parts.push((table, row)),
        }
    }

    /// Removes a row of a part.
    pub fn remove(&mut self, table: &'static Table, row: Image) {
        self.speaks(table, &row);
        self.removed.push((table, row));
    }

    /// Tells of a record that something beside it is another.
    pub fn tell(&mut self, record: (RecordType, Uuid)) {
        self.told.insert(record);
    }

    /// Says what happened to a record.
    pub fn happened(&mut self, record: Uuid, op: ChangeOp) {
        self.ops.insert(record, op);
    }

    /// A row as it is to be, if it is to be another.
    #[must_use]
    pub fn own(&self, record: Uuid) -> Option<&Image> {
        self.own.get(&record).map(|(_, row)| row)
    }

    /// The people of whom a row speaks are concerned.
    pub fn speaks(&mut self, table: &'static Table, row: &Image) {
        self.people.extend(people_of(table, row));
    }

    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.parts.is_empty() && self.removed.is_empty()
    }

    /// Does it. Statements for each table, whatever the number of rows.
    ///
    /// # Errors
    /// The database fails.
    pub async fn write(mut self, tx: &mut Tx) -> Result<Edited, Failure> {
        let people = std::mem::take(&mut self.people);
        let mut records = std::mem::take(&mut self.told);
        let mut held = Vec::new();
        // Those that refer to others go before them.
        for table in TABLES.iter().rev() {
            let rows = self.removed.iter().filter(|(of, _)| std::ptr::eq(*of, table));
            let rows: Vec<Image> = rows.map(|(_, row)| row.clone()).collect();
            held.extend(remove(tx, table, rows).await?.into_iter().map(|row| (table, row)));
        }
        if self.is_empty() {
            records.clear();
        }
        records.extend(self.own.iter().map(|(id, (table, _))| (table.owner, *id)));
        let parts = self.parts.iter().chain(&self.removed);
        records.extend(parts.filter_map(|(table, row)| Some((table.owner, row.id(table.by)?))));
        self.look_up(tx, &records).await?;
        let mut rows = self.announced(tx, &records);
        rows.append(&mut self.parts);
        let late = put(tx, rows, false).await?;
        let stood = self.stand;
        Ok(Edited {
            records,
            people,
            late,
            held,
            stood,
        })
    }

    /// Reads the own rows of records that are told of it, where they are not known.
    async fn look_up(&mut self, tx: &Tx, records: &BTreeSet<(RecordType, Uuid)>) -> Result<(), Fault> {
        let mut unknown: BTreeMap<RecordType, Vec<Uuid>> = BTreeMap::new();
        for (kind, id) in records {
            if !self.stand.contains_key(id) {
                unknown.entry(*kind).or_default().push(*id);
            }
        }
        for (kind, ids) in unknown {
            let Some(table) = of_owner(kind).next() else {
                continue;
            };
            for row in table.rows(&tx.read(), "id", &ids).await? {
                if let Some(id) = row.id("id") {
                    self.stand.insert(id, row);
                }
            }
        }
        Ok(())
    }

    /// Adds the changes of the records to the feed; answers their own rows, with what every write changes in them.
    fn announced(&mut self, tx: &mut Tx, records: &BTreeSet<(RecordType, Uuid)>) -> Vec<Row> {
        let mut rows = Vec::with_capacity(records.len());
        for (kind, id) in records {
            let stands = self.stand.get(id);
            let own = self.own.remove(id).map(|(_, row)| row);
            let (Some(mut row), Some(table)) = (own.or_else(|| stands.cloned()), of_owner(*kind).next())
            else {
                continue;
            };
            let op = self.ops.get(id).copied().unwrap_or_else(|| op_of(stands, &row));
            // Of what is gone, its going was a change.
            let last = match stands {
                Some(stands) => stands.number("revision").unwrap_or_default(),
                None => row.number("revision").unwrap_or_default() + 1,
            };
            let seq = tx.announce_restored((*kind, *id), op, last + 1, &changed(stands, &row));
            row.set("revision", (last + 1).into());
            row.set("seq", seq.into());
            row.set("updated_at", tx.now().into());
            rows.push((table, row));
        }
        rows
    }
}

/// The people of whom a row speaks.
pub fn people_of(table: &'static Table, row: &Image) -> impl Iterator<Item = Uuid> {
    let own = (table.owner == RecordType::Person && table.is_of_records()).then_some("id");
    let columns = table.naming(RecordType::Person).chain(own);
    columns.filter_map(|column| row.id(column))
}

fn changed(before: Option<&Image>, after: &Image) -> Vec<&'static str> {
    let columns = after.columns().filter(|(column, value)| {
        is_said(column) && before.is_none_or(|before| before.get(column) != Some(*value))
    });
    columns.map(|(column, _)| column).collect()
}

fn op_of(before: Option<&Image>, after: &Image) -> ChangeOp {
    let is_archived = !after.is_empty("archived_at");
    match before.map(|before| !before.is_empty("archived_at")) {
        Some(was_archived) if was_archived == is_archived => ChangeOp::Update,
        Some(false) => ChangeOp::Archive,
        _ => ChangeOp::Restore,
    }
}

/// Writes rows, those that others refer to first; answers those that the database does not take, for another has their place or what they
/// refer to is gone. `is_feared` is said of rows of which some are not taken.
///
/// # Errors
/// The database fails.
pub async fn put(tx: &mut Tx, rows: Vec<Row>, is_feared: bool) -> Result<Vec<Row>, Failure> {
    let mut late = Vec::new();
    for table in TABLES.iter() {
        let of_table = rows.iter().filter(|(of, _)| std::ptr::eq(*of, table));
        let rows: Vec<Image> = of_table.map(|(_, row)| row.clone()).collect();
        if rows.is_empty() || (!is_feared && try_put(tx, table, rows.clone()).await?) {
            continue;
        }
        late.extend(
            one_by_one(tx, table, rows)
                .await?
                .into_iter()
                .map(|row| (table, row)),
        );
    }
    Ok(late)
}

/// Writes each row by itself, again while that lets others in: rows of a table may refer to each other. Answers those that stay out.
async fn one_by_one(tx: &mut Tx, table: &'static Table, mut rows: Vec<Image>) -> Result<Vec<Image>, Failure> {
    loop {
        let mut left = Vec::new();
        for row in &rows {
            if !try_put(tx, table, vec![row.clone()]).await? {
                left.push(row.clone());
            }
        }
        if left.is_empty() || left.len() == rows.len() {
            return Ok(left);
        }
        rows = left;
    }
}

/// Removes rows; answers those that others refer to, which stay.
async fn remove(tx: &mut Tx, table: &'static Table, rows: Vec<Image>) -> Result<Vec<Image>, Failure> {
    let mut held = Vec::new();
    if rows.is_empty() || try_remove(tx, table, rows.clone()).await? {
        return Ok(held);
    }
    for row in rows {
        if !try_remove(tx, table, vec![row.clone()]).await? {
            held.push(row);
        }
    }
    Ok(held)
}

/// Rows of a table that are to be written, or to go.
struct Writing {
    table: &'static Table,
    rows: Vec<Image>,
}

/// Whether the database takes these rows, all of them. Where it does not, none is written.
///
/// # Errors
/// The database fails.
pub async fn try_put(tx: &mut Tx, table: &'static Table, rows: Vec<Image>) -> Result<bool, Failure> {
    taken(tx.attempt(&Writing { table, rows }, write).await)
}

/// Whether the database lets these rows go, all of them. Where it does not, all stay.
async fn try_remove(tx: &mut Tx, table: &'static Table, rows: Vec<Image>) -> Result<bool, Failure> {
    taken(tx.attempt(&Writing { table, rows }, unwrite).await)
}

fn taken(done: Result<(), Failure>) -> Result<bool, Failure> {
    match done {
        Ok(()) => Ok(true),
        Err(Failure::Fault(Fault::Db(error))) if is_constraint(&error) => Ok(false),
        Err(failure) => Err(failure),
    }
}

async fn write(tx: &mut Tx, writing: &Writing) -> Result<(), Failure> {
    Ok(writing.table.write(tx, &writing.rows).await?)
}

async fn unwrite(tx: &mut Tx, writing: &Writing) -> Result<(), Failure> {
    let rows: Vec<&Image> = writing.rows.iter().collect();
    Ok(writing.table.remove(tx, &rows).await?)
}
