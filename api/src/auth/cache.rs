//! Callers whose token was checked a moment ago. Checking one costs a signature and two statements, more than many a query.
//!
//! Only who was let in is kept, by a hash of the whole token, and never past the token's end. Every write of this process that takes something
//! from a caller empties it; another process's shows within the few seconds that an entry lives.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use lru::LruCache;
use sha2::{Digest, Sha256};

use crate::kit::{Caller, Grants};

/// Most callers that are kept: about a megabyte.
const MOST: usize = 4096;

/// A token, as it is known here.
type Key = [u8; 32];

/// Callers whose token was checked a moment ago.
pub struct Callers {
    grants: Grants,
    life: TimeDelta,
    /// None if it is switched off.
    kept: Option<Mutex<Kept>>,
}

struct Kept {
    /// What was learnt before this epoch is gone.
    epoch: u64,
    entries: LruCache<Key, Entry>,
}

struct Entry {
    caller: Caller,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// A token that is about to be checked, and what was true when that began.
pub(super) struct Checked {
    key: Key,
    epoch: u64,
    now: DateTime<Utc>,
}

impl Callers {
    /// Callers are kept for so many seconds; for none at all if that is nought.
    #[must_use]
    pub fn new(grants: Grants, seconds: u32) -> Self {
        Self::with_room(grants, seconds, MOST)
    }

    fn with_room(grants: Grants, seconds: u32, most: usize) -> Self {
        let room = NonZeroUsize::new(most).filter(|_| seconds > 0);
        let kept = room.map(|most| {
            let entries = LruCache::new(most);
            Mutex::new(Kept {
                epoch: grants.epoch(),
                entries,
            })
        });
        let life = TimeDelta::seconds(seconds.into());
        Self { grants, life, kept }
    }

    /// Begins to check a token. Before anything is read: what changes from here on is noticed.
    pub(super) fn check(&self, token: &str, now: DateTime<Utc>) -> Checked {
        let epoch = self.grants.epoch();
        let key = if self.kept.is_some() {
            Sha256::digest(token).into()
        } else {
            [0; 32]
        };
        Checked { key, epoch, now }
    }

    /// Who it was a moment ago.
    pub(super) fn known(&self, Checked { key, now, .. }: &Checked) -> Option<Caller> {
        let mut kept = self.kept()?;
        let Entry { caller, from, until } = kept.entries.get(key)?;
        // A clock that was put back proves nothing.
        if from <= now && now < until {
            return Some(caller.clone());
        }
        kept.entries.pop(key);
        None
    }

    /// Keeps who it is, until then at the most; unless somebody lost something meanwhile, and it may have been them.
    pub(super) fn keep(&self, Checked { key, epoch, now }: Checked, caller: &Caller, until: DateTime<Utc>) {
        let Some(mut kept) = self.kept() else { return };
        if epoch == kept.epoch {
            let until = until.min(now + self.life);
            kept.entries.put(
                key,
                Entry {
                    caller: caller.clone(),
                    from: now,
                    until,
                },
            );
        }
    }

    /// What is kept, emptied if somebody lost something since it was last looked at.
    fn kept(&self) -> Option<MutexGuard<'_, Kept>> {
        let mut kept = self.kept.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let epoch = self.grants.epoch();
        if kept.epoch != epoch {
            kept.entries.clear();
            kept.epoch = epoch;
        }
        Some(kept)
    }

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept().map_or(0, |kept| kept.entries.len())
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;
    use entity::Role;
    use entity::ids::{SessionId, UserId, WorkspaceId};
    use uuid::Uuid;

    use super::*;

    fn caller() -> Caller {
        let id = Uuid::nil();
        Caller::session(UserId(id), SessionId(id), (WorkspaceId(id), Tz::UTC), Role::Owner)
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    fn keep(callers: &Callers, token: &str) {
        callers.keep(callers.check(token, at(0)), &caller(), at(100));
    }

    fn knows(callers: &Callers, token: &str, second: i64) -> bool {
        callers.known(&callers.check(token, at(second))).is_some()
    }

    #[test]
    fn a_caller_is_known_for_as_long_as_an_entry_lives() {
        let callers = Callers::new(Grants::default(), 5);
        keep(&callers, "one");
        assert!(knows(&callers, "one", 0) && knows(&callers, "one", 4) && !knows(&callers, "two", 0));
        assert!(!knows(&callers, "one", 5) && callers.is_empty());
    }

    #[test]
    fn a_caller_is_not_known_past_the_end_of_the_token() {
        let callers = Callers::new(Grants::default(), 5);
        callers.keep(callers.check("one", at(0)), &caller(), at(2));
        assert!(knows(&callers, "one", 1) && !knows(&callers, "one", 2));
    }

    #[test]
    fn a_caller_is_not_known_before_they_were() {
        let callers = Callers::new(Grants::default(), 5);
        keep(&callers, "one");
        assert!(!knows(&callers, "one", -1));
    }

    #[test]
    fn the_callers_that_came_last_are_kept() {
        let callers = Callers::with_room(Grants::default(), 5, 2);
        for token in ["one", "two"] {
            keep(&callers, token);
        }
        assert!(knows(&callers, "one", 0));
        keep(&callers, "three");
        assert_eq!(callers.len(), 2);
        assert!(knows(&callers, "one", 0) && !knows(&callers, "two", 0));
    }

    #[test]
    fn nobody_is_known_after_somebody_lost_something() {
        let grants = Grants::default();
        let callers = Callers::new(grants.clone(), 5);
        keep(&callers, "one");
        grants.changed();
        assert!(!knows(&callers, "one", 0) && callers.is_empty());
        keep(&callers, "one");
        assert!(knows(&callers, "one", 0));
    }

    #[test]
    fn what_was_read_before_somebody_lost_something_is_not_kept_after() {
        let grants = Grants::default();
        let callers = Callers::new(grants.clone(), 5);
        let before = callers.check("one", at(0));
        grants.changed();
        assert!(callers.is_empty(), "the cache has seen the change");
        callers.keep(before, &caller(), at(100));
        let before = callers.check("two", at(0));
        grants.changed();
        callers.keep(before, &caller(), at(100));
        assert!(callers.is_empty());
    }

    #[test]
    fn nobody_is_known_where_it_is_switched_off() {
        let callers = Callers::new(Grants::default(), 0);
        keep(&callers, "one");
        assert!(!knows(&callers, "one", 0) && callers.is_empty());
    }
}
