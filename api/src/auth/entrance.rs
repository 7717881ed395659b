//! What is needed to let somebody in, as all requests share it.

use std::sync::Arc;

use super::{Attempts, Callers, Keys, Passwords};
use crate::config::AuthSettings;
use crate::kit::{Clock, Db};

/// The entrance; cheap to clone.
#[derive(Clone)]
pub struct Entrance(Arc<Shared>);

/// What it holds.
pub struct Shared {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// How it is set up.
    pub settings: AuthSettings,
    /// The keys that sign access tokens.
    pub keys: Keys,
    /// How passwords are hashed.
    pub passwords: Passwords,
    /// Attempts to sign in.
    pub attempts: Attempts,
    /// Callers whose token was checked a moment ago.
    pub callers: Callers,
}

impl Entrance {
    /// An entrance to what this database holds.
    #[must_use]
    pub fn new(db: Db, clock: Clock, settings: AuthSettings, (keys, passwords): (Keys, Passwords)) -> Self {
        let attempts = Attempts::new(&settings);
        let callers = Callers::new(db.grants().clone(), settings.caller_cache_seconds);
        Self(Arc::new(Shared {
            db,
            clock,
            settings,
            keys,
            passwords,
            attempts,
            callers,
        }))
    }
}

impl std::ops::Deref for Entrance {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
