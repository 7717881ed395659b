//! What became of lines, as it is kept: a JSON array with an entry for each line of a chunk that says something.

use serde::{Deserialize, Serialize};

use super::lines::{packed, unpacked};
use crate::kit::Fault;

/// Most bytes of a chunk's outcomes: each line has a word, an id or a few problems.
const MOST: usize = 64 << 20;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Became {
    /// It made a record.
    Created,
    /// It changed something.
    Updated,
    /// It found all as it was to be.
    Unchanged,
    /// It was refused.
    Rejected,
}

/// What became of a line, and of which record, or why not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// What became of it.
    #[serde(rename = "s")]
    pub became: Became,
    /// The id of the record that it wrote, as clients know it.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Why it was refused.
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<LineError>,
}

/// Something that is wrong with a line, as a `UserError` says it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LineError {
    /// The kind of error, by its name in the schema.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The place in the line.
    pub path: Vec<String>,
}

/// What became of a chunk's lines, as it is stored.
///
/// # Errors
/// They cannot be written.
pub fn pack(outcomes: &[Outcome]) -> Result<Vec<u8>, Fault> {
    let json = serde_json::to_vec(outcomes).map_err(|error| Fault::Internal(error.to_string()))?;
    packed(&json)
}

/// What became of a chunk's lines, as it was stored.
///
/// # Errors
/// It cannot be read.
pub fn unpack(stored: &[u8]) -> Result<Vec<Outcome>, Fault> {
    let json = unpacked(stored, MOST)?;
    serde_json::from_slice(&json).map_err(|error| Fault::Internal(error.to_string()))
}
