//! The three files that a job answers: the lines that succeeded, those that failed, and those that were not run.
//!
//! They are made of the file as it was sent, while they are read. Each line can be sent again as it is: what is said of it stands
//! beside its `variables`.

use chrono::{DateTime, Utc};
use entity::ids::JobId;
use entity::{Role, job, job_chunk};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Map, Value, json};

use super::lines::{Line, Lines};
use super::outcomes::{Became, Outcome, unpack};
use super::read::{find, find_upload};
use super::rules::LINES;
use super::run::{Said, said};
use crate::kit::{Caller, Db, Fault, Scope};

/// Which of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Lines that were run.
    Succeeded,
    /// Lines that were refused.
    Failed,
    /// Lines that were not run.
    Unprocessed,
}

impl Part {
    /// The file of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "succeeded" => Some(Self::Succeeded),
            "failed" => Some(Self::Failed),
            "unprocessed" => Some(Self::Unprocessed),
            _ => None,
        }
    }
}

/// A file of results, read from its beginning on.
pub struct Results {
    db: Db,
    scope: Scope,
    job: job::Model,
    part: Part,
    /// Where the next chunk begins.
    at: i32,
    rest: Lines,
}

impl Results {
    /// One of the files of a job; none where there is no such job, it is somebody else's and the caller is no owner, or its time is over. A token
    /// reads those of its own jobs alone.
    ///
    /// # Errors
    /// The database fails.
    pub async fn open(
        db: &Db,
        (caller, now): (&Caller, DateTime<Utc>),
        id: JobId,
        part: Part,
    ) -> Result<Option<Self>, Fault> {
        let scope = *caller.scope();
        let reader = db.read_beside(&scope);
        let found = find(&reader, id).await?;
        let own = found.filter(|job| match caller.token {
            Some(_) => caller.token == job.token_id,
            None => job.user_id == caller.user || caller.role == Role::Owner,
        });
        let is_kept =
            |job: &job::Model| job.ended_at.is_none() || job.kept_until.is_some_and(|until| until > now);
        let Some(job) = own.filter(is_kept) else {
            return Ok(None);
        };
        let file = find_upload(&reader, job.upload_id).await?;
        if file.is_none_or(|file| file.expires_at <= now) {
            return Ok(None);
        }
        let count = |stored: i32| usize::try_from(stored).unwrap_or_default();
        let range = (count(job.done_size), count(job.size));
        let rest = Lines::new(job.upload_id, range, count(job.done_lines) + 1);
        Ok(Some(Self {
            db: db.clone(),
            scope,
            job,
            part,
            at: 0,
            rest,
        }))
    }

    /// What comes next of the file; none at its end.
    ///
    /// # Errors
    /// The database fails, or the time of the results is over.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        loop {
            let more = match self.part {
                Part::Unprocessed => self.unprocessed().await?,
                Part::Succeeded | Part::Failed => self.processed().await?,
            };
            match more {
                Some(more) if more.is_empty() => {}
                more => return Ok(more),
            }
        }
    }

    async fn unprocessed(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let reader = self.db.read_beside(&self.scope);
        let lines = self.rest.take(&reader, LINES).await?;
        let text = |line: Line| line.text.into_iter().chain([b'\n']);
        let is_over = lines.is_empty() && self.rest.is_done();
        Ok((!is_over).then(|| lines.into_iter().flat_map(text).collect()))
    }

    async fn processed(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        use job_chunk::Column;
        let job = &self.job;
        let has_some = match self.part {
            Part::Failed => job.rejected_count > 0,
            _ => job.created_count + job.updated_count + job.unchanged_count > 0,
        };
        if !has_some {
            return Ok(None);
        }
        let reader = self.db.read_beside(&self.scope);
        let chunk: Option<job_chunk::Model> = reader
            .select::<job_chunk::Entity>()
            .filter(Column::JobId.eq(self.job.id))
            .filter(Column::BeginSize.gte(self.at))
            .order_by_asc(Column::BeginSize)
            .limit(1)
            .one(reader.conn())
            .await?;
        let Some(chunk) = chunk else { return Ok(None) };
        self.at = chunk.end_size;
        let outcomes = unpack(&chunk.outcomes)?;
        let is_wanted =
            |outcome: &Outcome| (outcome.became == Became::Rejected) == (self.part == Part::Failed);
        if !outcomes.iter().any(is_wanted) {
            return Ok(Some(Vec::new()));
        }
        let count = |stored: i32| usize::try_from(stored).unwrap_or_default();
        let range = (count(chunk.begin_size), count(chunk.end_size));
        let mut lines = Lines::new(self.job.upload_id, range, count(chunk.first_line));
        let mut outcomes = outcomes.iter();
        let mut file = Vec::new();
        loop {
            let some = lines.take(&reader, LINES).await?;
            if some.is_empty() && lines.is_done() {
                return Ok(Some(file));
            }
            for (line, outcome) in some.iter().zip(outcomes.by_ref()) {
                if is_wanted(outcome) {
                    file.extend(told(line, outcome).to_string().into_bytes());
                    file.push(b'\n');
                }
            }
        }
    }
}

/// A line with what became of it.
fn told(line: &Line, outcome: &Outcome) -> Value {
    let mut told = Map::new();
    match said(&line.text) {
        Ok(Said {
            reference,
            name,
            variables,
        }) => {
            told.extend(reference.map(|it| ("ref".to_owned(), it.into())));
            told.extend(name.map(|it| ("name".to_owned(), it.into())));
            told.insert("variables".to_owned(), variables.into());
        }
        Err(_) => {
            told.insert("text".to_owned(), String::from_utf8_lossy(&line.text).into());
        }
    }
    told.insert("line".to_owned(), line.number.into());
    if outcome.became == Became::Rejected {
        let errors = outcome
            .errors
            .iter()
            .map(|it| json!({ "code": it.code, "message": it.message, "path": it.path }));
        told.insert("userErrors".to_owned(), errors.collect());
    } else {
        told.insert("status".to_owned(), json!(outcome.became));
        told.extend(
            outcome
                .record
                .clone()
                .map(|id| ("recordId".to_owned(), id.into())),
        );
    }
    told.into()
}
