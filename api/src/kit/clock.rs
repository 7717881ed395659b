//! The only place that reads the time.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine.
    #[default]
    System,
    /// A hand that tests move.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands still at `now`.
    #[must_use]
    pub fn fixed(now: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(now)))
    }

    /// The time, to the microsecond: what both databases keep.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the time"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            Self::System => Utc::now(),
            Self::Fixed(hand) => *hand.lock().unwrap_or_else(PoisonError::into_inner),
        };
        now.trunc_subsecs(6)
    }

    /// Moves a fixed clock on; does nothing to the machine's.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Fixed(hand) = self {
            *hand.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }

    /// Sets a fixed clock; does nothing to the machine's.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Self::Fixed(hand) = self {
            *hand.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }
}
