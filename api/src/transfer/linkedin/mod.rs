//! LinkedIn's `Connections.csv`, as exported and as spreadsheets save it again.
//!
//! The header is found by content, since the notes above it come and go, and columns by name, since older exports have fewer.

mod columns;
#[cfg(test)]
mod tests;
mod words;

use columns::{Columns, Read};
pub use words::Foreign;

use super::contact::{NumberedRow, Row};
use super::date;
use super::format::{FileError, LEADING_LINES};

/// How often reading may start again behind a quotation mark that is never closed.
const MAX_RESTARTS: usize = 100;
/// The longest line read, in bytes. Memory goes with the number of fields, and a field takes one byte.
const MAX_LINE: usize = 64 * 1024;

/// A header found: how its file separates fields, where they are, and what comes below.
struct Header<'a> {
    delimiter: u8,
    columns: Columns,
    body: &'a str,
}

/// Whether the text is a LinkedIn export.
pub(super) fn has_header(text: &str) -> bool {
    header(text).is_some()
}

/// Every data row of the file, in order.
pub(super) fn rows(text: &str, max: usize) -> Result<Vec<NumberedRow>, FileError> {
    let refusal = || foreign(text).map_or(FileError::NoHeader, FileError::Foreign);
    let header = header(text).ok_or_else(refusal)?;
    if header.body.split(['\n', '\r']).any(|line| line.len() > MAX_LINE) {
        return Err(FileError::LineTooLong);
    }
    let mut rows = Rows {
        rows: Vec::new(),
        connected: Vec::new(),
        max,
    };
    let mut body = Some(header.body);
    let mut restarts = 0;
    while let Some(rest) = body {
        body = read(rest, &header, &mut rows)?;
        restarts += 1;
        if restarts > MAX_RESTARTS && body.is_some() {
            let reason = "too many quotation marks that are never closed; the rest of the file was not read";
            rows.reject(reason.to_owned())?;
            break;
        }
    }
    Ok(rows.dated(header.columns.usual_order()))
}

/// The rows so far, and when each connected, in the words of the file: which number is the day is known at its end.
struct Rows {
    rows: Vec<NumberedRow>,
    connected: Vec<Option<String>>,
    max: usize,
}

impl Rows {
    fn push(&mut self, read: Read) -> Result<(), FileError> {
        if self.rows.len() >= self.max {
            return Err(FileError::TooManyRows);
        }
        let position = self.rows.len() + 1;
        let Read { name, row, connected } = read;
        self.rows.push(NumberedRow { position, name, row });
        self.connected.push(connected);
        Ok(())
    }

    fn reject(&mut self, reason: String) -> Result<(), FileError> {
        let row = Row::Rejected(reason);
        self.push(Read {
            name: None,
            row,
            connected: None,
        })
    }

    /// The rows with their dates.
    fn dated(mut self, usual: date::Order) -> Vec<NumberedRow> {
        let column = date::order(self.connected.iter().flatten().map(String::as_str));
        for (row, connected) in self.rows.iter_mut().zip(&self.connected) {
            let (Row::Contact(contact), Some(raw)) = (&mut row.row, connected) else {
                continue;
            };
            let Some(found) = date::from_table(raw, column, usual) else {
                contact.remarks.left_out("Connected On", raw);
                continue;
            };
            if found.is_doubtful {
                let words = format!("which number is the day is not clear, read as {}", found.date);
                contact.remarks.doubt(&words, raw);
            }
            contact.person.met_on = found.date.parse().ok();
        }
        self.rows
    }
}

/// Whose table it is, if it is one of people and not LinkedIn's.
pub(super) fn foreign(text: &str) -> Option<Foreign> {
    records(text).find_map(|(record, ..)| words::foreign(&record))
}

/// Reads rows up to the end, or up to a row that swallowed others; then answers with the text from the line after it.
fn read<'a>(body: &'a str, header: &Header<'_>, rows: &mut Rows) -> Result<Option<&'a str>, FileError> {
    let mut reader = csv_reader(body, header.delimiter);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(None),
            Ok(true) if swallowed_rows(&record, header.delimiter) => {
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
            Ok(true) => rows.push(header.columns.row(&record))?,
            Err(error) => rows.reject(format!("the row cannot be read: {error}"))?,
        }
    }
}

fn csv_reader(body: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(body.as_bytes())
}

/// A field with another whole row inside it: its quotation mark was meant as text.
fn swallowed_rows(record: &csv::StringRecord, delimiter: u8) -> bool {
    record.iter().any(|field| {
        let inside = field.split_once(['\n', '\r']).map(|(_, inside)| inside);
        inside.is_some_and(|inside| inside.bytes().filter(|&byte| byte == delimiter).count() >= 3)
    })
}

fn header(text: &str) -> Option<Header<'_>> {
    records(text).find_map(|(record, delimiter, body)| {
        let columns = Columns::find(&record)?;
        Some(Header {
            delimiter,
            columns,
            body,
        })
    })
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
