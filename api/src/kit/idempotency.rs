//! Answers that are kept under a client's idempotency key: a request that is sent again is answered with the same bytes, and nothing
//! is done again.
//!
//! A row is written in the transaction of the write that it answers, and looked for under the workspace's write lock: of requests
//! that are sent at once, to whichever servers, one writes and the others find what it left. Neither the key nor the request is kept,
//! only hashes of them. What was answered holds personal data: it goes after [`kept_for`], and with any record that it names.

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::WorkspaceId;
use entity::{Actor, Tenant, idempotency_key, idempotency_key_record};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::Value;
use uuid::Uuid;

use super::{Db, Failure, Fault, Reader, Together, Tx, form, secret};

/// Most bytes of an answer that is kept.
const LONGEST: usize = 1 << 20;

/// Rows of one statement, within the parameters that either database takes.
const CHUNK: usize = 500;

/// How long an answer is kept.
#[must_use]
pub const fn kept_for() -> TimeDelta {
    TimeDelta::hours(48)
}

/// What a client named its request, and what it asked.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    key: String,
    request_hash: String,
}

impl IdempotencyKey {
    /// The key of a request. Which order the keys of its objects come in does not count.
    #[must_use]
    pub fn new(key: &str, request: Value) -> Self {
        Self {
            key: key.to_owned(),
            request_hash: form::exact(request),
        }
    }

    /// Where the answer is kept. Accounts and tokens have keys of their own.
    fn id(&self, caller: Actor) -> Uuid {
        secret::id(format!("{caller} {}", self.key).as_bytes())
    }
}

impl Tx {
    /// What was answered to this request before, if anything was.
    ///
    /// # Errors
    /// Something else was asked under this key, or the answer is erased.
    pub async fn answered(&self, key: &IdempotencyKey) -> Result<Option<String>, Failure> {
        let id = key.id(self.actor());
        let own = self.read().select::<idempotency_key::Entity>();
        let own = own.filter(idempotency_key::Column::Id.eq(id));
        let Some(known) = own.one(self.conn()).await? else {
            return Ok(None);
        };
        if known.kept_at <= self.now() - kept_for() {
            self.forget(idempotency_key::Column::Id.eq(id)).await?;
            return Ok(None);
        }
        if known.request_hash != key.request_hash {
            let message = "this idempotency key was used for another request; take a new key for this one";
            return Err(Fault::key("IDEMPOTENCY_KEY_REUSED", message).into());
        }
        let Some(answer) = known.answer else {
            let message = "this was written, and is not written again; the answer is erased, with a record that it named";
            return Err(Fault::key("IDEMPOTENCY_ANSWER_ERASED", message).into());
        };
        Ok(Some(answer))
    }

    /// Erases the answers that name one of these records, or parts of one: to be called by whatever removes a record for good. That
    /// they were given stays, so that a request that comes again makes nothing anew. Answers how many they were.
    ///
    /// # Errors
    /// The database fails.
    pub async fn erase_answers(&self, named: &[Uuid]) -> Result<u64, Failure> {
        use idempotency_key_record::Column::{KeyId, RecordId};
        let mut erased = 0;
        for named in named.chunks(CHUNK) {
            let naming = self.read().select::<idempotency_key_record::Entity>();
            let naming = naming.filter(RecordId.is_in(named.iter().copied()));
            let naming = naming.select_only().column(KeyId).into_query();
            let update = idempotency_key::Entity::update_many()
                .col_expr(idempotency_key::Column::Answer, Expr::val(None::<String>))
                .filter(idempotency_key::Entity::workspace_column().eq(self.workspace()))
                .filter(idempotency_key::Column::Id.in_subquery(naming))
                .filter(idempotency_key::Column::Answer.is_not_null());
            erased += update.exec(self.conn()).await?.rows_affected;
        }
        Ok(erased)
    }

    /// Forgets some keys, with what they name.
    async fn forget(&self, which: impl IntoCondition) -> Result<u64, Failure> {
        let own = idempotency_key::Entity::delete_many()
            .filter(idempotency_key::Entity::workspace_column().eq(self.workspace()))
            .filter(which);
        Ok(own.exec(self.conn()).await?.rows_affected)
    }
}

/// Keeps an answer, in the transaction that `reader` reads in, with what it names.
///
/// # Errors
/// The answer is too long to be kept, or the database fails. The write must not be stored then.
pub async fn keep(
    reader: &Reader<'_>,
    (caller, now): (Actor, DateTime<Utc>),
    key: &IdempotencyKey,
    answer: &str,
    named: impl IntoIterator<Item = Uuid>,
) -> Result<(), Fault> {
    if answer.len() > LONGEST {
        let message = format!(
            "the answer has {} bytes; at most {LONGEST} are kept under an idempotency key: select less, or send it without. Nothing was written",
            answer.len()
        );
        return Err(Fault::key("IDEMPOTENCY_KEY_UNSUPPORTED", message));
    }
    let (workspace_id, id) = (reader.workspace(), key.id(caller));
    let kept = idempotency_key::Model {
        workspace_id,
        id,
        request_hash: key.request_hash.clone(),
        answer: Some(answer.to_owned()),
        kept_at: now,
    };
    let link = reader
        .link()
        .ok_or_else(|| Fault::Internal("an answer is kept outside of a write".to_owned()))?;
    let mut together = Together::new(link.backend());
    together.add(idempotency_key::Entity::insert(kept.into_active_model()).into_query());
    let rows = named.into_iter().map(|record_id| {
        let key_id = id;
        idempotency_key_record::Model {
            workspace_id,
            key_id,
            record_id,
        }
        .into_active_model()
    });
    let rows: Vec<idempotency_key_record::ActiveModel> = rows.collect();
    let mut parts = rows.chunks(CHUNK);
    if let Some(first) = parts.next() {
        together.add(idempotency_key_record::Entity::insert_many(first.to_vec()).into_query());
    }
    together.send(link).await?;
    for more in parts {
        let more = idempotency_key_record::Entity::insert_many(more.to_vec());
        more.exec_without_returning(link).await?;
    }
    Ok(())
}

/// The workspaces that have answers whose time is over.
///
/// # Errors
/// The database fails.
pub async fn workspaces_outdated(db: &Db, now: DateTime<Utc>) -> Result<Vec<WorkspaceId>, DbErr> {
    db.workspaces_with::<idempotency_key::Entity>(outdated(now)).await
}

/// Forgets answers whose time is over, some at a time; answers how many.
///
/// # Errors
/// The database fails.
pub async fn expire(tx: &mut Tx, (): &()) -> Result<u64, Failure> {
    let some = tx.read().select::<idempotency_key::Entity>();
    let some = some
        .filter(outdated(tx.now()))
        .order_by_asc(idempotency_key::Column::KeptAt)
        .limit(CHUNK as u64);
    let some = some.select_only().column(idempotency_key::Column::Id);
    tx.forget(idempotency_key::Column::Id.in_subquery(some.into_query()))
        .await
}

fn outdated(now: DateTime<Utc>) -> Expr {
    idempotency_key::Column::KeptAt.lte(now - kept_for())
}
