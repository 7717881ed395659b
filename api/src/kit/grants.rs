//! When what callers may do has changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counts the writes of this process that took something from a caller: what was learnt before one is not believed after.
#[derive(Clone, Debug, Default)]
pub struct Grants(Arc<AtomicU64>);

impl Grants {
    /// How many there were. Taken before something is read, it tells later whether that still holds.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Somebody lost something.
    pub(crate) fn changed(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Whether a write takes something from a caller. It counts when the write is over, that is after its commit; a write that
/// failed, or was given up while it committed, counts too, which does no harm.
#[derive(Debug)]
pub(super) struct Mark {
    grants: Grants,
    set: AtomicBool,
}

impl Mark {
    pub(super) fn new(grants: &Grants) -> Arc<Self> {
        let (grants, set) = (grants.clone(), AtomicBool::new(false));
        Arc::new(Self { grants, set })
    }

    pub(super) fn set(&self) {
        self.set.store(true, Ordering::SeqCst);
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        if self.set.load(Ordering::SeqCst) {
            self.grants.changed();
        }
    }
}
