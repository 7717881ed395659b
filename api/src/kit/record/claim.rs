//! Ids that clients make: a create that is repeated is a success.

use entity::change::{self, ChangeOp};
use entity::{Record, TypedId};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

use crate::kit::failure::{Code, Detail, Problem, RecordRef};
use crate::kit::{Failure, Fault, Path, Tx, secret};

/// What a client that makes the id itself finds.
#[derive(Clone, Debug)]
pub enum Claim<I> {
    /// The id is free: make the record, with this fingerprint of its content if the client chose the id.
    New(I, Option<String>),
    /// The same create was done before: its record is the answer.
    Done(I),
}

impl Tx {
    /// Looks at the id that a client made. A repeated create with the same content is a success; with other content,
    /// a problem.
    ///
    /// # Errors
    /// [`Code::Duplicate`] when the id is taken.
    pub async fn claim<M: Record>(
        &self,
        wanted: Option<M::Id>,
        content: &(impl Serialize + Sync),
    ) -> Result<Claim<M::Id>, Failure> {
        let Some(id) = wanted else {
            return Ok(Claim::New(self.new_id(), None));
        };
        let json = serde_json::to_vec(content).map_err(|error| Fault::Internal(error.to_string()))?;
        let fingerprint = secret::hash(&json);
        let made: Option<(entity::RecordType, Option<String>)> = self
            .read()
            .select::<change::Entity>()
            .filter(change::Column::RecordId.eq(id.uuid()))
            .filter(change::Column::Op.eq(ChangeOp::Create))
            .select_only()
            .columns([change::Column::RecordType, change::Column::Fingerprint])
            .order_by_asc(change::Column::Seq)
            .limit(1)
            .into_tuple()
            .one(self.conn())
            .await?;
        match made {
            None => Ok(Claim::New(id, Some(fingerprint))),
            Some((kind, before)) if kind == M::TYPE && before.as_ref() == Some(&fingerprint) => {
                Ok(Claim::Done(id))
            }
            Some((record_type, _)) => {
                let existing = RecordRef {
                    record_type,
                    id: id.uuid(),
                };
                let message = "a record with this id exists, with other content";
                Err(Problem::new(Code::Duplicate, Path::input("id"), message)
                    .with(Detail::Existing(existing))
                    .into())
            }
        }
    }
}
