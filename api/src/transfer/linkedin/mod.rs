//! LinkedIn's `Connections.csv`, as exported and as spreadsheets save it again.
//!
//! The header is found by content, since the notes above it come and go, and columns by name, since older exports have fewer.

mod columns;
#[cfg(test)]
mod tests;
mod words;

use columns::Columns;

use super::contact::NumberedRow;
use super::format::{FileError, Format};
use super::sheet;

/// Whether the text is a LinkedIn export.
pub(super) fn has_header(text: &str) -> bool {
    sheet::find(text, Columns::find).is_some()
}

/// Every data row of the file, in order.
pub(super) fn rows(text: &str, max: usize) -> Result<Vec<NumberedRow>, FileError> {
    let sheet = sheet::find(text, Columns::find).ok_or(FileError::NoHeader(Format::LinkedInCsv))?;
    sheet.rows(max)
}
