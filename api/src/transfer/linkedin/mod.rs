//! LinkedIn's `Connections.csv`, as exported and as spreadsheets save it again.
//!
//! The header is found by content, since the notes above it come and go, and columns by name, since older exports have fewer.

mod columns;
#[cfg(test)]
mod tests;

use columns::Columns;

use super::contact::{NumberedRow, Row};
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
    let header = header(text).ok_or(FileError::NoHeader)?;
    if header.body.split(['\n', '\r']).any(|line| line.len() > MAX_LINE) {
        return Err(FileError::LineTooLong);
    }
    let mut rows = Vec::new();
    let mut body = Some(header.body);
    let mut restarts = 0;
    while let Some(rest) = body {
        body = read(rest, &header, max, &mut rows)?;
        restarts += 1;
        if restarts > MAX_RESTARTS && body.is_some() {
            let reason = "too many quotation marks that are never closed; the rest of the file was not read";
            push(&mut rows, max, None, Row::Rejected(reason.to_owned()))?;
            break;
        }
    }
    Ok(rows)
}

/// Reads rows up to the end, or up to a row that swallowed others; then answers with the text from the line after it.
fn read<'a>(
    body: &'a str,
    header: &Header<'_>,
    max: usize,
    rows: &mut Vec<NumberedRow>,
) -> Result<Option<&'a str>, FileError> {
    let mut reader = csv_reader(body, header.delimiter);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(None),
            Ok(true) if swallowed_rows(&record, header.delimiter) => {
                let reason = "a quotation mark is opened in this row and not closed";
                push(rows, max, None, Row::Rejected(reason.to_owned()))?;
                let start = record.position().and_then(|at| usize::try_from(at.byte()).ok());
                let line = start
                    .and_then(|start| body.get(start..))
                    .map(|rest| rest.trim_start_matches(['\r', '\n']));
                return Ok(line
                    .and_then(|line| line.split_once(['\n', '\r']))
                    .map(|(_, after)| after));
            }
            Ok(true) => {
                let (name, row) = header.columns.row(&record);
                push(rows, max, name, row)?;
            }
            Err(error) => push(
                rows,
                max,
                None,
                Row::Rejected(format!("the row cannot be read: {error}")),
            )?,
        }
    }
}

fn push(rows: &mut Vec<NumberedRow>, max: usize, name: Option<String>, row: Row) -> Result<(), FileError> {
    if rows.len() >= max {
        return Err(FileError::TooManyRows);
    }
    rows.push(NumberedRow {
        position: rows.len() + 1,
        name,
        row,
    });
    Ok(())
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

/// The header is one line, so lines are tried one by one: a stray quotation mark in the notes above cannot hide it.
fn header(text: &str) -> Option<Header<'_>> {
    let mut rest = text;
    let mut tried = 0;
    while !rest.is_empty() && tried < LEADING_LINES {
        let (line, body) = rest.split_once(['\n', '\r']).unwrap_or((rest, ""));
        rest = body;
        if line.trim().is_empty() {
            continue;
        }
        tried += 1;
        // Making a reader costs more than looking.
        if !line.to_ascii_lowercase().contains("first name") {
            continue;
        }
        for delimiter in [b',', b';', b'\t'] {
            let mut record = csv::StringRecord::new();
            if matches!(csv_reader(line, delimiter).read_record(&mut record), Ok(true))
                && let Some(columns) = Columns::find(&record)
            {
                return Some(Header {
                    delimiter,
                    columns,
                    body,
                });
            }
        }
    }
    None
}
