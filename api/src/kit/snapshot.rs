//! A workspace as it stood at one moment, for whoever reads it by many statements.

use std::sync::Arc;

use super::link::Link;
use super::{Db, Fault, Reader, Scope};

/// A transaction that only reads: every statement in it sees the same, whatever is written meanwhile. It keeps a connection of its own until it
/// is dropped, and nobody waits for it.
#[derive(Debug)]
pub struct Snapshot {
    link: Arc<Link>,
    scope: Scope,
}

impl Db {
    /// How a workspace stands now.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn snapshot(&self, scope: &Scope) -> Result<Snapshot, Fault> {
        let link = Arc::new(self.turns.look().await?);
        Ok(Snapshot { link, scope: *scope })
    }
}

impl Snapshot {
    /// A place to read from.
    #[must_use]
    pub fn read(&self) -> Reader<'_> {
        Reader::within(&self.link, &self.scope)
    }

    /// Gives the connection back.
    pub async fn end(self) {
        self.link.roll_back().await;
    }
}
