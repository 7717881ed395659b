//! Tables, however their programs write them: the header is found by content, since notes come and go above it, and a quotation
//! mark that is never closed takes no other rows along.

use std::collections::HashMap;

use super::contact::{ImportedContact, NumberedRow, Row};
use super::date::{self, Order};
use super::format::{FileError, LEADING_LINES};

/// How often reading may start again behind a quotation mark that is never closed.
const MAX_RESTARTS: usize = 100;
/// The longest line read, in bytes. Memory goes with the number of fields, and a field takes one byte.
const MAX_LINE: usize = 64 * 1024;

/// What the columns of a table say.
pub(super) trait Head {
    /// What the row becomes, and what to call it.
    fn row(&self, record: &csv::StringRecord) -> Read;
    /// A field with another whole row inside it: its quotation mark was meant as text.
    fn is_swallowing(&self, record: &csv::StringRecord, delimiter: u8) -> bool;
    /// Takes in a date, in the order of day and month of its column.
    fn date(&self, contact: &mut ImportedContact, dated: &Dated, column: Option<Order>);
}

/// A row read: what to call it, what it becomes, and its dates.
pub(super) struct Read {
    pub(super) name: Option<String>,
    pub(super) row: Row,
    pub(super) dates: Vec<Dated>,
}

/// A date in the words of the file: which number is the day is known at its end.
pub(super) struct Dated {
    /// In which column it stands.
    pub(super) column: usize,
    /// What stands there.
    pub(super) raw: String,
    /// What the row calls it.
    pub(super) label: Option<String>,
}

impl Read {
    pub(super) const fn of(row: Row) -> Self {
        Self {
            name: None,
            row,
            dates: Vec::new(),
        }
    }
}

/// A header found: how its file separates fields, what they say, and what comes below.
pub(super) struct Sheet<'a, H> {
    delimiter: u8,
    head: H,
    body: &'a str,
}

/// The header of a table, if one of its first lines is one.
pub(super) fn find<H>(text: &str, head: impl Fn(&csv::StringRecord) -> Option<H>) -> Option<Sheet<'_, H>> {
    records(text).find_map(|(record, delimiter, body)| {
        let head = head(&record)?;
        Some(Sheet {
            delimiter,
            head,
            body,
        })
    })
}

impl<H: Head> Sheet<'_, H> {
    /// Every data row of the file, in order.
    pub(super) fn rows(&self, max: usize) -> Result<Vec<NumberedRow>, FileError> {
        if self.body.split(['\n', '\r']).any(|line| line.len() > MAX_LINE) {
            return Err(FileError::LineTooLong);
        }
        let mut rows = Rows {
            rows: Vec::new(),
            dates: Vec::new(),
            max,
        };
        let mut body = Some(self.body);
        let mut restarts = 0;
        while let Some(rest) = body {
            body = self.read(rest, &mut rows)?;
            restarts += 1;
            if restarts > MAX_RESTARTS && body.is_some() {
                let reason =
                    "too many quotation marks that are never closed; the rest of the file was not read";
                rows.reject(reason.to_owned())?;
                break;
            }
        }
        Ok(rows.dated(&self.head))
    }

    /// Reads rows up to the end, or up to a row that swallowed others; then answers with the text from the line after it.
    fn read<'b>(&self, body: &'b str, rows: &mut Rows) -> Result<Option<&'b str>, FileError> {
        let mut reader = csv_reader(body, self.delimiter);
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => return Ok(None),
                Ok(true) if self.head.is_swallowing(&record, self.delimiter) => {
                    let reason = "a quotation mark is opened in this row and not closed";
                    rows.reject(reason.to_owned())?;
                    let start = record.position().and_then(|at| usize::try_from(at.byte()).ok());
                    let line = start
                        .and_then(|start| body.get(start..))
                        .map(|rest| rest.trim_start_matches(['\r', '\n']));
                    return Ok(line
                        .and_then(|line| line.split_once(['\n', '\r']))
                        .map(|(_, after)| after));
                }
                Ok(true) => rows.push(self.head.row(&record))?,
                Err(error) => rows.reject(format!("the row cannot be read: {error}"))?,
            }
        }
    }
}

/// The rows so far, and the dates of each.
struct Rows {
    rows: Vec<NumberedRow>,
    dates: Vec<Vec<Dated>>,
    max: usize,
}

impl Rows {
    fn push(&mut self, read: Read) -> Result<(), FileError> {
        if self.rows.len() >= self.max {
            return Err(FileError::TooManyRows);
        }
        let position = self.rows.len() + 1;
        let Read { name, row, dates } = read;
        self.rows.push(NumberedRow { position, name, row });
        self.dates.push(dates);
        Ok(())
    }

    fn reject(&mut self, reason: String) -> Result<(), FileError> {
        self.push(Read::of(Row::Rejected(reason)))
    }

    /// The rows with their dates.
    fn dated<H: Head>(mut self, head: &H) -> Vec<NumberedRow> {
        let mut columns: HashMap<usize, Vec<&str>> = HashMap::new();
        for dated in self.dates.iter().flatten() {
            columns.entry(dated.column).or_default().push(&dated.raw);
        }
        let columns = columns.into_iter();
        let orders: HashMap<usize, Option<Order>> = columns
            .map(|(column, all)| (column, date::order(all.into_iter())))
            .collect();
        for (row, dates) in self.rows.iter_mut().zip(&self.dates) {
            let Row::Contact(contact) = &mut row.row else {
                continue;
            };
            for dated in dates {
                head.date(contact, dated, orders.get(&dated.column).copied().flatten());
            }
        }
        self.rows
    }
}

fn csv_reader(body: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(body.as_bytes())
}

/// The first lines of a table, each with what comes below it, as records by each delimiter. A header is one line, so lines are
/// tried one by one: a stray quotation mark in the notes above cannot hide it.
fn records(text: &str) -> impl Iterator<Item = (csv::StringRecord, u8, &str)> {
    let mut rest = text;
    let lines = std::iter::from_fn(move || {
        let (line, body) = rest.split_once(['\n', '\r']).unwrap_or((rest, ""));
        let next = (!rest.is_empty()).then_some((line, body));
        rest = body;
        next
    });
    let told = lines
        .filter(|(line, _)| !line.trim().is_empty())
        .take(LEADING_LINES);
    told.filter(|(line, _)| line.len() <= MAX_LINE)
        .flat_map(|(line, body)| {
            // Making a reader costs more than looking.
            let delimiters = [b',', b';', b'\t']
                .into_iter()
                .filter(|delimiter| line.as_bytes().contains(delimiter));
            delimiters.filter_map(move |delimiter| {
                let mut record = csv::StringRecord::new();
                let read = csv_reader(line, delimiter).read_record(&mut record);
                matches!(read, Ok(true)).then_some((record, delimiter, body))
            })
        })
}
