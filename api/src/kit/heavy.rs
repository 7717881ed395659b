//! What was too much for a worker lately, so that it is not begun there again only to be given up half way.

use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long it is remembered: what was much may have become little.
const LATELY: Duration = Duration::from_mins(10);
/// Most that is remembered; what is forgotten is begun on a worker once more.
const MOST: usize = 4096;

/// Kinds of work that were too much.
#[derive(Default)]
pub struct Heavy(Mutex<HashMap<u64, Instant>>);

/// A kind of work: what is asked, of whom, by which arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work(u64);

impl Work {
    /// What tells it from other work.
    #[must_use]
    pub fn of(what: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl Heavy {
    fn known(&self) -> MutexGuard<'_, HashMap<u64, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it was too much lately.
    #[must_use]
    pub fn was(&self, work: Work) -> bool {
        self.known()
            .get(&work.0)
            .is_some_and(|since| since.elapsed() < LATELY)
    }

    /// Remembers that it was too much.
    pub fn remember(&self, work: Work) {
        let mut known = self.known();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(work.0, Instant::now());
    }
}

impl fmt::Debug for Heavy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Heavy")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_too_much_is_known_by_what_it_was() {
        let heavy = Heavy::default();
        let (one, other) = (Work::of(("agenda", 1)), Work::of(("agenda", 2)));
        heavy.remember(one);
        assert!(heavy.was(one) && !heavy.was(other));
        for place in 0..MOST {
            heavy.remember(Work::of(place));
        }
        assert!(heavy.known().len() <= MOST);
    }
}
