//! The lines of a file that is stored in pieces.

use entity::ids::UploadId;
use entity::upload_piece::{self, Column};
use sea_orm::{ColumnTrait, QueryFilter};

use super::rules::{LONGEST, PIECE};
use crate::kit::{Fault, Reader};

/// Bytes of lines that are taken at once.
const MUCH: usize = 1 << 20;
/// Bytes that are walked at once, where lines say nothing.
const FAR: usize = 8 << 20;

/// A line that says something.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// What it says.
    pub text: Vec<u8>,
    /// Where the next one begins.
    pub end: usize,
}

/// Reads lines from a place in a file on; at most two pieces of it are held.
#[derive(Debug)]
pub struct Lines {
    upload: UploadId,
    /// Where reading ends.
    until: usize,
    /// Where the next line begins.
    at: usize,
    /// Its number.
    number: usize,
    /// What is loaded, from `at` on, behind what was taken.
    loaded: Vec<u8>,
    taken: usize,
    /// The next piece.
    next: usize,
}

impl Lines {
    /// The lines of a part of a file, the first of which has this number.
    #[must_use]
    pub const fn new(upload: UploadId, (at, until): (usize, usize), number: usize) -> Self {
        Self {
            upload,
            until,
            at,
            number,
            loaded: Vec::new(),
            taken: 0,
            next: at / PIECE,
        }
    }

    /// Where the next line begins, and its number.
    #[must_use]
    pub const fn place(&self) -> (usize, usize) {
        (self.at, self.number)
    }

    /// Whether there are no more.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.at >= self.until
    }

    /// Lets go of what is loaded.
    pub fn unload(&mut self) {
        self.loaded = Vec::new();
        self.taken = 0;
        self.next = self.at / PIECE;
    }

    /// The next lines that say something, at most so many; fewer where they are long, where many say nothing, and at the end.
    ///
    /// # Errors
    /// The database fails, or a piece is missing.
    pub async fn take(&mut self, reader: &Reader<'_>, most: usize) -> Result<Vec<Line>, Fault> {
        let (mut lines, mut bytes, begin) = (Vec::new(), 0, self.at);
        while lines.len() < most && bytes < MUCH && self.at - begin < FAR && !self.is_done() {
            let rest = self.loaded.get(self.taken..).unwrap_or_default();
            let end = rest.iter().position(|byte| *byte == b'\n');
            let length = match end {
                Some(end) => end + 1,
                None if self.at + rest.len() >= self.until => rest.len(),
                None if rest.len() > LONGEST => {
                    return Err(Fault::Internal(format!("a line of {} is endless", self.upload)));
                }
                None => {
                    self.load(reader).await?;
                    continue;
                }
            };
            let text = rest.get(..length).unwrap_or_default();
            // As some programs begin their files.
            let text = match self.at {
                0 => text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text),
                _ => text,
            };
            let text = text.trim_ascii();
            let end = self.at + length;
            if !text.is_empty() {
                bytes += text.len();
                lines.push(Line {
                    number: self.number,
                    text: text.to_vec(),
                    end,
                });
            }
            self.taken += length;
            self.at = end;
            self.number += 1;
        }
        Ok(lines)
    }

    async fn load(&mut self, reader: &Reader<'_>) -> Result<(), Fault> {
        let number = i32::try_from(self.next).unwrap_or(i32::MAX);
        let piece: Option<upload_piece::Model> = reader
            .select::<upload_piece::Entity>()
            .filter(Column::UploadId.eq(self.upload))
            .filter(Column::Number.eq(number))
            .one(reader.conn())
            .await?;
        let piece = piece.ok_or_else(|| Fault::Internal(format!("a piece of {} is gone", self.upload)))?;
        let bytes = unpacked(&piece.bytes, PIECE)?;
        let begin = self.next * PIECE;
        self.loaded.drain(..self.taken);
        self.taken = 0;
        let skipped = (self.at + self.loaded.len()).saturating_sub(begin);
        let wanted = self.until.saturating_sub(begin).min(bytes.len());
        if skipped >= wanted {
            return Err(Fault::Internal(format!("a piece of {} is cut off", self.upload)));
        }
        self.loaded
            .extend_from_slice(bytes.get(skipped..wanted).unwrap_or_default());
        self.next += 1;
        Ok(())
    }
}

/// Bytes as they are stored.
///
/// # Errors
/// There is no memory for it.
pub fn packed(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    zstd::bulk::compress(bytes, 1).map_err(|error| Fault::Internal(error.to_string()))
}

/// Stored bytes as they were; at most so many.
///
/// # Errors
/// They cannot be read.
pub fn unpacked(bytes: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    zstd::bulk::decompress(bytes, most).map_err(|error| Fault::Internal(error.to_string()))
}
