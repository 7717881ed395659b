//! How far a statement may go: SQLite's progress handler asks at equal distances of steps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use crate::kit::Wanted;

/// How many steps of SQLite's machine pass between two questions: some tens of microseconds.
pub const STEPS: i32 = 4000;

/// How far a statement may go.
pub struct Reach {
    /// When it is cut off, wherever it runs.
    pub until: Instant,
    /// What else ends it.
    pub by: By,
}

/// What ends a statement.
pub enum By {
    /// Its request has made as many steps on the worker's thread as it may. A count and no time, so that it is the same each time.
    Steps(Arc<Steps>),
    /// Nobody waits for it any more.
    Wish(Wanted),
    /// Nothing but the time.
    Time,
}

/// The steps that a request may still make where others wait, [`STEPS`] at a time.
#[derive(Debug)]
pub struct Steps(AtomicU32);

impl Steps {
    /// As many steps, or a few thousand more.
    pub fn new(steps: u32) -> Self {
        Self(AtomicU32::new(steps / STEPS.unsigned_abs()))
    }

    /// Whether there are none left.
    pub fn are_used_up(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }

    fn take(&self) -> bool {
        let one_less = |left: u32| left.checked_sub(1);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
            .is_ok()
    }
}

impl Reach {
    /// Whether a statement may make the next steps.
    pub fn goes_on(&self) -> bool {
        let may = match &self.by {
            By::Steps(steps) => steps.take(),
            By::Wish(wanted) => wanted.is(),
            By::Time => true,
        };
        may && Instant::now() <= self.until
    }
}
