//! Parts of a write: commands that run one after the other in the same transaction, and what each of them did.

use std::sync::OnceLock;

use entity::{RecordType, change};
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{Command, Entry, Tx};
use crate::kit::Failure;

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It was made.
    Created,
    /// It, or something beside it, was changed.
    Updated,
    /// Nothing was changed: all was so already.
    Unchanged,
}

impl Tx {
    /// How many changes this write has so far.
    #[must_use]
    pub const fn changes(&self) -> usize {
        self.entries.len()
    }

    /// What this write has done since it had so many changes: to a record, or to anything.
    #[must_use]
    pub fn effect(&self, since: usize, record: Option<Uuid>) -> Effect {
        let entries = self.entries.get(since..).unwrap_or_default();
        let is_new = |entry: &Entry| entry.op == change::ChangeOp::Create && Some(entry.record_id) == record;
        match entries {
            [] => Effect::Unchanged,
            entries if entries.iter().any(is_new) => Effect::Created,
            _ => Effect::Updated,
        }
    }

    /// What this write has done to a record since it had so many changes.
    #[must_use]
    pub fn effect_on(&self, since: usize, record: Option<Uuid>) -> Effect {
        let entries = self.entries.get(since..).unwrap_or_default();
        let mut of_it = entries.iter().filter(|entry| Some(entry.record_id) == record);
        match of_it.next() {
            None => Effect::Unchanged,
            Some(entry) if entry.op == change::ChangeOp::Create => Effect::Created,
            Some(_) => Effect::Updated,
        }
    }

    /// Whether a record of this kind and id was ever made in the workspace.
    ///
    /// # Errors
    /// The database fails.
    pub async fn has_made(&self, kind: RecordType, id: Uuid) -> Result<bool, DbErr> {
        use change::Column;
        if self.made(id).is_some_and(|(made, _)| made == kind) {
            return Ok(true);
        }
        let made = self
            .read()
            .select::<change::Entity>()
            .filter(Column::RecordId.eq(id))
            .filter(Column::RecordType.eq(kind))
            .filter(Column::Op.eq(change::ChangeOp::Create));
        let made = made.select_only().column(Column::Seq).limit(1);
        let made: Option<i64> = made.into_tuple().one(self.conn()).await?;
        Ok(made.is_some())
    }

    /// Runs a command as a part of this write, which is to fail with it, or to be undone.
    ///
    /// # Errors
    /// What the command answers. What it has written until then stays.
    pub async fn part<I: Sync, T: Send>(
        &mut self,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
    ) -> Result<T, Failure> {
        self.earlier = self.entries.len();
        let run = Box::pin(command.run(self, input)).await;
        self.settle(run)
    }

    /// Runs a command as a part of this write: when it fails, nothing of it stays, and the rest can go on.
    ///
    /// # Errors
    /// What the command answers.
    pub async fn attempt<I: Sync, T: Send>(
        &mut self,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
    ) -> Result<T, Failure> {
        let part = self.conn.begin_part().await?;
        let before = self.entries.len();
        let mut inner = Self {
            conn: self.conn.clone(),
            now: self.now,
            ids: self.ids.clone(),
            by: self.by,
            region: self.region,
            opened_at: self.opened_at,
            earlier: before,
            entries: std::mem::take(&mut self.entries),
            stale: OnceLock::new(),
            said: None,
            discarded: false,
            undoes: None,
            mark: self.mark.clone(),
        };
        let run = Box::pin(command.run(&mut inner, input)).await;
        let run = inner.settle(run);
        self.entries = std::mem::take(&mut inner.entries);
        self.discarded |= inner.discarded;
        self.undoes = self.undoes.or(inner.undoes);
        drop(inner);
        let ended = self.conn.end_part(part, run.is_ok()).await;
        match run {
            Ok(value) => {
                ended?;
                Ok(value)
            }
            Err(failure) => {
                self.entries.truncate(before);
                // SQLite answers some failures by rolling all of the write back. Then there is no part any more, and the rest must
                // not go on, since each statement would be stored by itself.
                match (failure, ended) {
                    (Failure::Rejected(_), Err(error)) => Err(error.into()),
                    (failure, _) => Err(failure),
                }
            }
        }
    }
}
