//! What can be decided without a database.

use std::time::Duration;

use chrono::TimeDelta;
use entity::job::JobState;

/// Most bytes of a file.
pub const LARGEST: usize = 1 << 30;
/// Bytes of a piece in which a file is stored.
pub const PIECE: usize = 1 << 20;
/// Most bytes of a line.
pub const LONGEST: usize = 1 << 20;
/// Most files of a workspace that are kept at a time.
pub const UPLOADS: usize = 50;
/// Most jobs of a workspace that wait or run.
pub const JOBS: usize = 20;
/// Most lines of a chunk: as many as a request may have.
pub const LINES: usize = 500;
/// Lines of the first chunk.
pub const FEW: usize = 20;
/// Most problems of a line that are told.
pub const PROBLEMS: usize = 20;
/// How often a line is tried that takes too long.
pub const TRIES: u32 = 3;
/// How long a chunk is meant to take: others who write wait for it.
const MEANT: Duration = Duration::from_millis(60);

/// How long a file is waited for, or for more of it.
#[must_use]
pub const fn waits() -> TimeDelta {
    TimeDelta::hours(1)
}

/// How long a file is kept for a job to be started.
#[must_use]
pub const fn lies() -> TimeDelta {
    TimeDelta::hours(24)
}

/// How long the results of a job are kept, and its file with them.
#[must_use]
pub const fn kept_for() -> TimeDelta {
    TimeDelta::days(7)
}

/// How long the file of a job is kept that does not come to its end.
#[must_use]
pub const fn open_for() -> TimeDelta {
    TimeDelta::days(30)
}

/// After what time without a sign of the server that runs a job another one goes on with it.
#[must_use]
pub const fn held_for() -> TimeDelta {
    TimeDelta::seconds(15)
}

/// Whether a job waits or runs.
#[must_use]
pub const fn is_open(state: JobState) -> bool {
    matches!(state, JobState::Queued | JobState::Running)
}

/// How many lines the next chunk has, after one of so many that took so long.
#[must_use]
pub fn next_size(lines: usize, took: Duration) -> usize {
    let took = took.as_micros().max(1);
    let meant = (lines as u128 * MEANT.as_micros()) / took;
    let most = (lines * 2).clamp(FEW, LINES);
    usize::try_from(meant).unwrap_or(LINES).clamp(1, most)
}

/// Counts the lines of a file while it comes in, and refuses it where one is too long.
#[derive(Debug, Default)]
pub struct Count {
    /// Lines that say something.
    pub lines: usize,
    /// The line that is under way, from 1.
    number: usize,
    /// Its bytes so far.
    length: usize,
    says: bool,
}

impl Count {
    /// Counts what comes next.
    ///
    /// # Errors
    /// The number of a line that is too long.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), usize> {
        for (place, part) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if place > 0 {
                self.end();
            }
            self.length += part.len();
            self.says |= !part.trim_ascii().is_empty();
            if self.length > LONGEST {
                return Err(self.number + 1);
            }
        }
        Ok(())
    }

    /// Ends the line that is under way.
    pub fn end(&mut self) {
        self.lines += usize::from(self.says);
        self.number += 1;
        self.length = 0;
        self.says = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_wherever_the_pieces_end() {
        let text = b"{\"a\":1}\r\n\n  \n{\"b\":2}\n{\"c\":3}";
        for size in 1..=text.len() {
            let mut count = Count::default();
            for piece in text.chunks(size) {
                count.add(piece).unwrap();
            }
            count.end();
            assert_eq!(count.lines, 3, "in pieces of {size}");
        }
        let mut count = Count::default();
        count.add(b"{}\n").unwrap();
        assert_eq!(count.add(&vec![b'x'; LONGEST + 1]), Err(2));
    }

    #[test]
    fn a_chunk_grows_slowly_and_shrinks_at_once() {
        let ms = Duration::from_millis;
        assert_eq!(next_size(50, ms(1)), 100);
        assert_eq!(next_size(400, ms(1)), LINES);
        assert_eq!(next_size(500, ms(600)), 50);
        assert_eq!(next_size(500, ms(60_000)), 1);
        assert_eq!(next_size(100, ms(60)), 100);
        assert_eq!(next_size(1, ms(0)), FEW);
    }
}
