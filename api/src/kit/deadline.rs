//! How long a write may take: as long as a query may.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::{Instant, error::Elapsed, timeout_at};

/// How long a write may take for which nobody waits: a command's, or one beside a request. It is bounded, for a connection
/// that hangs is lost to the others.
const ALONE: Duration = Duration::from_secs(300);

tokio::task_local! {
    static PATIENCE: Patience;
}

struct Patience {
    each: Duration,
    lost: Cell<bool>,
    is_long: bool,
}

/// Runs a request, each of whose writes may take this long. Once one has taken longer, the others fail at once, so that a
/// request whose database hangs comes to its end. One that is long has work for so many rows that others should not wait for it.
pub fn within<F: Future>(each: Duration, is_long: bool, request: F) -> impl Future<Output = F::Output> {
    let lost = Cell::new(false);
    let patience = Patience { each, lost, is_long };
    PATIENCE.scope(patience, request)
}

/// Whether the request has work for many rows.
pub(super) fn is_long() -> bool {
    PATIENCE.try_with(|patience| patience.is_long).unwrap_or(true)
}

/// When a write is given up; never, if somebody else sees to that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    /// For a write that begins now.
    pub(super) fn of_write() -> Self {
        let allowed = PATIENCE.try_with(|patience| match patience.lost.get() {
            true => Duration::ZERO,
            false => patience.each,
        });
        Self(Some(Instant::now() + allowed.unwrap_or(ALONE)))
    }

    /// For what somebody else bounds.
    pub(super) const fn never() -> Self {
        Self(None)
    }

    /// Waits for work, but no longer.
    ///
    /// # Errors
    /// It took too long, and was dropped.
    pub(super) async fn bound<F: Future>(self, work: F) -> Result<F::Output, Elapsed> {
        let Some(deadline) = self.0 else {
            return Ok(work.await);
        };
        let outcome = timeout_at(deadline, work).await;
        if outcome.is_err() {
            let _ = PATIENCE.try_with(|patience| patience.lost.set(true));
        }
        outcome
    }
}
