//! A connection, and the statements that it has prepared.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::TryStreamExt as _;
use lru::LruCache;
use sea_orm::Value;
use tokio::runtime::Handle;
use tokio::time::timeout;
use tokio_postgres::{Client, Error, RowStream};

use super::super::{Rows, Statement, uneven};
use super::connect::Target;
use super::wire::{Parameter, declared};
use super::{Failed, Taken, cancel, explain};

/// Most prepared statements of a connection; the server keeps each in its memory.
const PREPARED: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// How long a cancelled statement is given to end before it is cancelled again.
pub(super) const CANCEL: Duration = Duration::from_millis(250);

/// A connection.
pub(super) struct Connection {
    pub(super) client: Arc<Client>,
    /// What was prepared by a name; none where nothing is.
    prepared: Option<Mutex<LruCache<Arc<str>, tokio_postgres::Statement>>>,
}

impl Connection {
    /// Opens one.
    pub(super) async fn open(target: &Target) -> Result<Self, Error> {
        let (client, driver) = target.config.connect(target.tls.clone()).await?;
        // It ends with its client, and says nothing that a statement does not say.
        Handle::current().spawn(async move {
            if let Err(error) = driver.await {
                tracing::debug!(error = explain(&error), "a connection to the database ended");
            }
        });
        if let Some(session) = &target.session {
            client.batch_execute(session).await?;
        }
        let prepared = target.named.then(|| Mutex::new(LruCache::new(PREPARED)));
        let client = Arc::new(client);
        Ok(Self { client, prepared })
    }

    pub(super) async fn run(&self, statement: &Statement, take: Taken) -> Result<Rows, Failed> {
        let Statement { sql, values, kinds } = statement;
        let asked = self.asked(sql, values).await?;
        let fits = |columns: usize| match columns == kinds.len() {
            true => Ok(()),
            false => Err(uneven("columns", columns, kinds.len(), sql)),
        };
        if let Some(prepared) = &asked {
            if prepared.params().len() != values.len() {
                return Err(uneven("values", prepared.params().len(), values.len(), sql).into());
            }
            fits(prepared.columns().len())?;
        }
        let found = self.found(&asked, sql, values).await?;
        let mut found = std::pin::pin!(found);
        let mut rows = Rows::of(kinds);
        while let Some(row) = found.try_next().await? {
            if asked.is_none() {
                fits(row.len())?;
            }
            take(&mut rows, &row, kinds)?;
        }
        Ok(rows)
    }

    /// What is asked by a name, prepared; nothing where each statement is prepared when it runs.
    pub(super) async fn asked(
        &self,
        sql: &str,
        values: &[Value],
    ) -> Result<Option<tokio_postgres::Statement>, Error> {
        let Some(all) = &self.prepared else {
            return Ok(None);
        };
        let known = all
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(sql)
            .cloned();
        if known.is_some() {
            return Ok(known);
        }
        let types: Vec<_> = values.iter().map(declared).collect();
        let prepared = self.client.prepare_typed(sql, &types).await?;
        // One that leaves the map is closed at the server when its last use ends.
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.put(sql.into(), prepared.clone());
        Ok(Some(prepared))
    }

    /// Runs what was asked. Its first poll sends it.
    pub(super) async fn found(
        &self,
        asked: &Option<tokio_postgres::Statement>,
        sql: &str,
        values: &[Value],
    ) -> Result<RowStream, Error> {
        match asked {
            Some(prepared) => {
                self.client
                    .query_raw(prepared, values.iter().map(Parameter))
                    .await
            }
            None => {
                let values = values.iter().map(|it| (Parameter(it), declared(it)));
                self.client.query_typed_raw(sql, values).await
            }
        }
    }

    /// Has the server stop what it does for this connection. Statements may be queued behind the one that runs, and a
    /// cancellation stops one.
    pub(super) async fn cancel(self, target: &Target) {
        let token = self.client.cancel_token();
        for _ in 0..40 {
            if timeout(CANCEL * 8, cancel::ask(&token, target)).await.is_err() {
                return;
            }
            if timeout(CANCEL, self.client.check_connection()).await.is_ok() {
                return;
            }
        }
    }
}
