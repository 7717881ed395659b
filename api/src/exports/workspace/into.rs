//! A workspace taken in from its lines.

use std::fs::File;
use std::io::{BufReader, Seek as _};
use std::time::Duration;

use entity::change::ChangeOp;
use entity::ids::{UserId, WorkspaceId};
use entity::{Actor, RecordType, change, workspace};
use sea_orm::{ColumnTrait as _, QueryFilter as _, QuerySelect as _, Value};
use uuid::Uuid;

use super::head::Head;
use super::lines::{Lines, Row, wrong};
use crate::graphql::catalogue::catalogue;
use crate::kit::afresh::{Afresh, afresh};
use crate::kit::images::{BOOKS, Image, TABLES, Table, try_put};
use crate::kit::phone::Region;
use crate::kit::{Code, Db, Failure, Fault, Path, Problem, Tx, Writer, deadline};
use crate::{people, search, workspaces};

/// Rows of one statement.
const ROWS: usize = 500;

/// The columns that say who wrote something.
const BY: [&str; 2] = ["created_by", "actor"];

/// The columns in which change sets keep rows.
const KEPT: [&str; 2] = ["before", "after"];

/// A file that is taken in.
struct Restore {
    file: File,
    /// What works out again what follows from rows.
    afresh: Vec<Afresh>,
    /// The user who made the workspace where it was, and who they are here.
    maker: Option<(UserId, UserId)>,
}

/// What was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// How many rows.
    pub rows: u64,
    /// The workspace's last change.
    pub seq: i64,
}

fn lines(file: &File) -> Result<(Head, Lines<BufReader<File>>), Failure> {
    let unread = |error: std::io::Error| Fault::Internal(format!("the file cannot be read: {error}"));
    let mut file = file.try_clone().map_err(unread)?;
    file.rewind().map_err(unread)?;
    Ok(Lines::open(BufReader::with_capacity(1 << 16, file))?)
}

/// For how long a workspace may be taken in.
const LONGEST: Duration = Duration::from_secs(3600);

/// Takes a file into a workspace, for a user who becomes the one who made it. The file is read twice: what can be seen to be wrong with it is seen
/// before anybody else who writes waits.
///
/// # Errors
/// The workspace is not empty, the file is wrong, or the database fails. Nothing was written.
pub async fn take_in(db: &Db, by: &Writer, user: UserId, file: File) -> Result<Restored, Failure> {
    let maker = check(&file)?;
    let afresh = catalogue().services::<Afresh>().copied().collect();
    let input = Restore {
        file,
        afresh,
        maker: maker.map(|maker| (maker, user)),
    };
    let done = deadline::within(LONGEST, true, db.write(by, &input, restore)).await?;
    Ok(done.value)
}

/// Reads a file to its end and writes nothing; answers the user who made the workspace: the one for whom a person stands in it.
fn check(file: &File) -> Result<Option<UserId>, Failure> {
    let (_, mut lines) = lines(file)?;
    let mut maker = None;
    while let Some(Row { table, image, .. }) = lines.next()? {
        let is_self = table.name == "person" && image.get("is_self") == Some(&true.into());
        if let (true, Some(Value::String(Some(by)))) = (is_self, image.get("created_by")) {
            maker = by.parse::<Actor>().ok().and_then(|by| by.user);
        }
    }
    Ok(maker)
}

/// Takes a file in, in one transaction: all of it or nothing. Ids, numbers of changes and history are those of the file, so it adds no change of
/// its own to the feed. Statements for some hundred rows each.
async fn restore(tx: &mut Tx, input: &Restore) -> Result<Restored, Failure> {
    empty(tx).await?;
    let (head, mut lines) = lines(&input.file)?;
    let was: WorkspaceId = head.workspace.id.parse().map_err(|error| wrong(1, error))?;
    let mut taking = Taking {
        was,
        maker: input.maker,
        some: Vec::new(),
        rows: 0,
        refers: false,
    };
    while let Some(row) = lines.next()? {
        taking.add(tx, row).await?;
    }
    taking.put(tx).await?;
    if taking.refers {
        taking.refer(tx, &input.file).await?;
    }
    settle(tx, &head).await?;
    follow(tx, &input.afresh).await?;
    let (rows, seq) = (taking.rows, head.seq);
    Ok(Restored { rows, seq })
}

/// A workspace is empty as long as nobody has written anything of a network in it: also what is gone again was there. The person who stands for
/// its user since they signed up gives way.
async fn empty(tx: &Tx) -> Result<(), Failure> {
    let filled = |what: &str| {
        let message = format!(
            "the workspace is not empty: {what}; a workspace is taken in where nothing was written yet"
        );
        Problem::new(Code::State, Path::argument("workspace"), message)
    };
    let own = people::own(&tx.read()).await?.map(|(own, _)| own.0);
    let told = tx.read().select::<change::Entity>();
    let of_itself = [RecordType::Workspace, RecordType::ApiToken];
    let others = change::Column::RecordType.is_not_in(of_itself);
    let told = told.filter(others).select_only();
    let told = told
        .columns([change::Column::RecordId, change::Column::Op])
        .limit(2);
    let told: Vec<(Uuid, ChangeOp)> = told.into_tuple().all(tx.conn()).await?;
    match told.as_slice() {
        [] => {}
        [(record, ChangeOp::Create)] if Some(*record) == own => {}
        _ => return Err(filled("its feed tells of records").into()),
    }
    for table in TABLES.iter() {
        let first = table.page(&tx.read(), None, 1).await.map_err(Fault::from)?;
        let is_own = |row: &Image| table.owner == RecordType::Person && row.id(table.by) == own;
        if first.first().is_some_and(|row| !is_own(row)) {
            return Err(filled(&format!("it has rows of {}", table.name)).into());
        }
    }
    for table in BOOKS.iter().chain(TABLES.iter()).rev() {
        table.clear(tx).await.map_err(Fault::from)?;
    }
    let own: Vec<Uuid> = own.into_iter().collect();
    Ok(search::forget(tx, &own).await?)
}

/// Rows on their way into the database.
struct Taking {
    was: WorkspaceId,
    maker: Option<(UserId, UserId)>,
    /// Rows of one table.
    some: Vec<Row>,
    rows: u64,
    /// Whether rows refer to others of their table, which may stand behind them.
    refers: bool,
}

impl Taking {
    async fn add(&mut self, tx: &mut Tx, mut row: Row) -> Result<(), Failure> {
        let is_next = self
            .some
            .last()
            .is_some_and(|last| !std::ptr::eq(last.table, row.table));
        if is_next || self.some.len() >= row.table.at_once() {
            self.put(tx).await?;
        }
        for column in of_itself(row.table) {
            if !row.image.is_empty(column) {
                self.refers = true;
                row.image.set(column, Value::Uuid(None));
            }
        }
        self.rename(&mut row.image);
        if row.table.name == "change" && row.image.id("record_id") == Some(self.was.0) {
            row.image.set("record_id", tx.workspace().0.into());
        }
        self.some.push(row);
        self.rows += 1;
        Ok(())
    }

    /// Whatever the user who made the workspace wrote, the one here wrote.
    fn rename(&self, row: &mut Image) {
        for column in BY {
            let by = match row.get(column) {
                Some(Value::String(Some(by))) => by.parse::<Actor>().ok(),
                _ => None,
            };
            if let (Some(by), Some((was, is))) = (by, self.maker)
                && by.user == Some(was)
            {
                let is = Actor { user: Some(is), ..by };
                row.set(column, is.to_string().into());
            }
        }
        // What is kept of rows is text.
        for column in KEPT {
            if let (Some(Value::String(Some(kept))), Some((was, is))) = (row.get(column), self.maker) {
                let kept = kept.replace(&format!(":{}\"", was.0), &format!(":{}\"", is.0));
                row.set(column, kept.into());
            }
        }
    }

    async fn put(&mut self, tx: &mut Tx) -> Result<(), Failure> {
        put(tx, &std::mem::take(&mut self.some)).await
    }

    /// Writes the rows again that refer to others of their table, now that all of these are there.
    async fn refer(&self, tx: &mut Tx, file: &File) -> Result<(), Failure> {
        let (_, mut lines) = lines(file)?;
        let last = TABLES.iter().rposition(|table| of_itself(table).next().is_some());
        let mut some: Vec<Row> = Vec::new();
        while let Some(mut row) = lines.next()? {
            let place = TABLES.iter().position(|table| std::ptr::eq(table, row.table));
            if place.is_none_or(|place| Some(place) > last) {
                break;
            }
            if of_itself(row.table).all(|column| row.image.is_empty(column)) {
                continue;
            }
            let is_next = some
                .last()
                .is_some_and(|last| !std::ptr::eq(last.table, row.table));
            if is_next || some.len() >= ROWS {
                put(tx, &std::mem::take(&mut some)).await?;
            }
            self.rename(&mut row.image);
            some.push(row);
        }
        put(tx, &some).await
    }
}

/// By which columns rows of a table refer to others of it.
fn of_itself(table: &'static Table) -> impl Iterator<Item = &'static str> {
    let own = table
        .refers
        .iter()
        .filter(|(_, to)| table.is_of_records() && *to == table.owner);
    own.map(|(column, _)| *column)
}

/// Writes rows of one table; names the line of the first that the database does not take.
async fn put(tx: &mut Tx, rows: &[Row]) -> Result<(), Failure> {
    let Some(first) = rows.first() else { return Ok(()) };
    let images: Vec<Image> = rows.iter().map(|row| row.image.clone()).collect();
    if try_put(tx, first.table, images).await? {
        return Ok(());
    }
    for row in rows {
        if !try_put(tx, row.table, vec![row.image.clone()]).await? {
            let what = format!(
                "the database does not take this row of {}: it refers to what is not there, or has what another row has",
                row.table.name
            );
            return Err(wrong(row.line, what).into());
        }
    }
    Ok(())
}

/// Gives the workspace what the file says of it.
async fn settle(tx: &mut Tx, head: &Head) -> Result<(), Failure> {
    let after = head
        .settle(workspaces::own(tx).await?)
        .map_err(|what| wrong(1, what))?;
    tx.read_numbers_by(after.default_region.as_deref().and_then(Region::parse));
    // Which day it is, is kept with who calls.
    tx.regrant();
    tx.put::<workspace::Entity>(&after).await?;
    Ok(())
}

/// Works out again what follows from all records.
async fn follow(tx: &mut Tx, all: &[Afresh]) -> Result<(), Failure> {
    for table in TABLES.iter().filter(|table| table.is_of_records()) {
        let mut last = None;
        loop {
            let rows = table
                .page(&tx.read(), last.as_ref(), ROWS as u64)
                .await
                .map_err(Fault::from)?;
            let records = rows.iter().filter_map(|row| Some((table.owner, row.id("id")?)));
            afresh(tx, all, records.collect::<Vec<_>>()).await?;
            if rows.len() < ROWS {
                break;
            }
            last = rows.into_iter().next_back();
        }
    }
    Ok(())
}
