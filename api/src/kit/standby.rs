//! Reads from a standby, which may be behind: only those of which is said which change they have to have seen.

use std::sync::Arc;

use super::rows::{Cell, Kind, Session, Statement};
use super::{Db, Fault, Scope};

/// The last change of a workspace that a database has.
const SEEN: &str = "SELECT latest_seq FROM workspace WHERE id = $1";

impl Db {
    /// A session for one request that has to see this change of its workspace, and what was before it: of the standby, if there is one
    /// and it has got as far.
    pub async fn session_seeing(&self, scope: &Scope, seq: i64) -> Session {
        let Some(standby) = &self.standby else {
            return self.session(scope);
        };
        let session = standby.session(scope);
        match seen(&session, scope).await {
            Ok(seen) if seen >= seq => return session,
            Ok(seen) => tracing::debug!(seen, seq, "the standby is behind"),
            Err(fault) => tracing::warn!(%fault, "the standby cannot be read"),
        }
        self.session(scope)
    }
}

/// What a database has seen of a workspace; of one that it does not have, nothing yet.
async fn seen(session: &Session, scope: &Scope) -> Result<i64, Fault> {
    let statement = Statement {
        sql: Arc::from(SEEN),
        values: vec![scope.workspace().0.into()],
        kinds: Arc::from([Kind::Big]),
    };
    match session.run(&statement).await?.cell(0, 0) {
        Cell::Int(seen) => Ok(seen),
        _ => Ok(-1),
    }
}
