//! How long a write may take: as long as a query may.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::{Instant, error::Elapsed, timeout_at};

tokio::task_local! {
    static PATIENCE: Patience;
}

struct Patience {
    each: Duration,
    lost: Cell<bool>,
}

/// Runs a request, each of whose writes may take this long. Once one has taken longer, the others fail at once, so that a
/// request whose database hangs comes to its end.
pub fn within<F: Future>(each: Duration, request: F) -> impl Future<Output = F::Output> {
    let lost = Cell::new(false);
    PATIENCE.scope(Patience { each, lost }, request)
}

/// When a write is given up; never, where nobody waits for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    /// For a write that begins now.
    pub(super) fn of_write() -> Self {
        let allowed = |patience: &Patience| {
            let each = if patience.lost.get() {
                Duration::ZERO
            } else {
                patience.each
            };
            Instant::now() + each
        };
        Self(PATIENCE.try_with(allowed).ok())
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
