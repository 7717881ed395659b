//! The statements of one request: on the worker's thread while they are short, beside it when they turn out to be long.

use std::sync::Arc;

use tokio::sync::Mutex;
use uuid::Uuid;

use super::reach::{By, Steps};
use super::{Fault, Rows, Source, Statement};

/// Runs the statements of one request.
pub struct Session {
    source: Arc<Source>,
    /// For whom, in turns with others.
    asker: Uuid,
    steps: Arc<Steps>,
    /// Of one request, one statement at a time goes beside: its own need no turns among themselves.
    turn: Mutex<()>,
}

impl Session {
    /// For a workspace.
    pub fn new(source: Arc<Source>, asker: Uuid) -> Self {
        Self {
            steps: Arc::new(Steps::new(source.limits.steps)),
            source,
            asker,
            turn: Mutex::default(),
        }
    }

    /// Runs a statement. When the request's steps are used up, it is interrupted, its rows are forgotten, and it runs anew.
    pub async fn run(&self, statement: &Statement) -> Result<Rows, Fault> {
        if !self.steps.are_used_up()
            && let Some(rows) = self.source.run(statement, By::Steps(self.steps.clone()))?
        {
            return Ok(rows);
        }
        let _turn = self.turn.lock().await;
        let (source, statement) = (self.source.clone(), statement.clone());
        let done = self
            .source
            .aside
            .run(self.asker, move |wanted| {
                source.run(&statement, By::Wish(wanted.clone()))
            })
            .await??;
        done.ok_or_else(|| Fault::Internal("a statement beside the workers counted its steps".to_owned()))
    }
}
