//! The lines of a file, each held against what may stand there.

use std::cmp::Ordering;
use std::io::{BufRead, Read as _};

use sea_orm::Value;
use serde_json::{Map, Value as Json};

use super::head::Head;
use crate::kit::declared::custom;
use crate::kit::images::{BOOKS, Image, TABLES, Table};
use crate::kit::{Code, Path, Problem};

/// Bytes of the longest line.
const LONGEST: u64 = 16 << 20;

/// The tables of a file, in its order.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().chain(BOOKS.iter())
}

/// A row of a file.
pub struct Row {
    /// In which line, from 1.
    pub line: u64,
    pub table: &'static Table,
    pub image: Image,
}

/// Reads a file line by line, and holds one of them.
pub struct Lines<R> {
    from: R,
    line: u64,
    text: Vec<u8>,
    /// The place of the table that rows are of now.
    place: usize,
    last: Option<Image>,
    /// The number of the last change that was read.
    seq: i64,
    latest: i64,
}

/// What is wrong with a line.
pub fn wrong(line: u64, what: impl std::fmt::Display) -> Problem {
    Problem::new(
        Code::Invalid,
        Path::argument("file"),
        format!("line {line}: {what}"),
    )
}

impl<R: BufRead> Lines<R> {
    /// Reads the first line.
    ///
    /// # Errors
    /// The file is none of a workspace, or of a newer program.
    pub fn open(from: R) -> Result<(Head, Self), Problem> {
        let mut lines = Self {
            from,
            line: 0,
            text: Vec::new(),
            place: 0,
            last: None,
            seq: 0,
            latest: 0,
        };
        let json = lines.json()?;
        let head = Head::read(json).map_err(|what| wrong(1, what))?;
        lines.latest = head.seq;
        Ok((head, lines))
    }

    /// The next row; none behind the last.
    ///
    /// # Errors
    /// The next line is none that may stand here.
    pub fn next(&mut self) -> Result<Option<Row>, Problem> {
        let Json::Object(mut line) = self.json()? else {
            return Err(wrong(self.line, "this is no JSON object"));
        };
        if let Some(end) = line.remove("end") {
            return self.end(&end, &line).map(|()| None);
        }
        let (table, row) = (line.remove("table"), line.remove("row"));
        if let Some(other) = line.keys().next() {
            return Err(wrong(self.line, format!("{other} does not belong here")));
        }
        let (Some(Json::String(name)), Some(Json::Object(row))) = (table, row) else {
            return Err(wrong(
                self.line,
                "a row says its `table`, and what stands in it as `row`",
            ));
        };
        self.row(&name, row)
            .map(Some)
            .map_err(|what| wrong(self.line, what))
    }

    fn row(&mut self, name: &str, row: Map<String, Json>) -> Result<Row, String> {
        let found = tables().enumerate().find(|(_, table)| table.name == name);
        let (place, table) = found.ok_or_else(|| format!("there is no table {name}"))?;
        if place < self.place {
            return Err(format!("rows of {name} stand before what comes behind them"));
        }
        if place > self.place {
            (self.place, self.last) = (place, None);
        }
        let image = Image::of_json(row, table)?;
        table.judge(&image).map_err(|error| error.to_string())?;
        if image
            .text_in(custom::COLUMN)
            .is_some_and(|text| !custom::is_kept(text))
        {
            return Err(format!("{}: this is no object of texts", custom::COLUMN));
        }
        match self.last.as_ref().map(|last| in_order(table, last, &image)) {
            None | Some(Ordering::Less) => {}
            Some(Ordering::Equal) => return Err("this row is there already".to_owned()),
            Some(Ordering::Greater) => {
                return Err("rows of a table stand in the order of their keys".to_owned());
            }
        }
        if let Some(Value::BigInt(Some(seq))) = image.get("seq") {
            if *seq > self.latest {
                return Err(format!("seq: the workspace's last change is {}", self.latest));
            }
            if table.name == "change" {
                self.seq += 1;
                if *seq != self.seq {
                    return Err(format!("seq: the next change is {}", self.seq));
                }
            }
        }
        self.last = Some(image.clone());
        let line = self.line;
        Ok(Row { line, table, image })
    }

    fn end(&mut self, end: &Json, beside: &Map<String, Json>) -> Result<(), Problem> {
        let before = self.line - 1;
        if end.as_u64() != Some(before) || !beside.is_empty() {
            return Err(wrong(
                self.line,
                format!("there are {before} lines before this one: some are missing or too many"),
            ));
        }
        if self.seq != self.latest {
            let what = format!(
                "the last change is {}, and the first line says {}",
                self.seq, self.latest
            );
            return Err(wrong(self.line, what));
        }
        match self.from.fill_buf() {
            Ok([]) => Ok(()),
            Ok(_) => Err(wrong(self.line + 1, "something stands behind the last line")),
            Err(error) => Err(wrong(self.line + 1, error)),
        }
    }

    fn json(&mut self) -> Result<Json, Problem> {
        self.line += 1;
        self.text.clear();
        let mut line = (&mut self.from).take(LONGEST);
        let read = line.read_until(b'\n', &mut self.text);
        let read = read.map_err(|error| wrong(self.line, error))?;
        if read == 0 {
            return Err(wrong(
                self.line,
                "the file ends before its last line: it was cut off",
            ));
        }
        if self.text.last() != Some(&b'\n') && read as u64 == LONGEST {
            return Err(wrong(
                self.line,
                format!("the line is longer than {LONGEST} bytes"),
            ));
        }
        serde_json::from_slice(&self.text).map_err(|error| match error.is_eof() {
            true => wrong(self.line, "the line ends too soon: the file was cut off"),
            false => wrong(self.line, format!("this is no JSON: {error}")),
        })
    }
}

/// How two rows of a table stand to each other.
fn in_order(table: &Table, one: &Image, other: &Image) -> Ordering {
    let parts = table
        .key
        .iter()
        .map(|column| match (one.get(column), other.get(column)) {
            (Some(Value::Uuid(one)), Some(Value::Uuid(other))) => one.cmp(other),
            (Some(Value::String(one)), Some(Value::String(other))) => one.cmp(other),
            (Some(Value::Int(one)), Some(Value::Int(other))) => one.cmp(other),
            (Some(Value::BigInt(one)), Some(Value::BigInt(other))) => one.cmp(other),
            (Some(Value::ChronoDateTimeUtc(one)), Some(Value::ChronoDateTimeUtc(other))) => one.cmp(other),
            _ => Ordering::Equal,
        });
    parts.fold(Ordering::Equal, Ordering::then)
}
