//! Ids that clients make: a create that is repeated is a success.
//!
//! Which create made a record is remembered by its fingerprint: what the client said, in the form of [`crate::kit::form`]. Before
//! there was that form it was a hash of the command's input, [`of_old`]; a create that was remembered so is a success still.

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
        let earlier: Option<(entity::RecordType, Option<String>)> = self
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
        // What this write made itself is not in the feed yet.
        match earlier.or_else(|| self.made(id.uuid())) {
            None => Ok(Claim::New(id, self.said().map(str::to_owned))),
            Some((kind, Some(before)))
                if kind == M::TYPE && (self.said() == Some(&before) || of_old(content)? == before) =>
            {
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

/// The fingerprint as it was before version 1: of the command's input, each field by its name in the program, one that is left
/// alone too. What was added since is left out of it while it says nothing (`skip_serializing_if`); names do not change.
fn of_old(content: &impl Serialize) -> Result<String, Fault> {
    let json = serde_json::to_vec(content).map_err(|error| Fault::Internal(error.to_string()))?;
    Ok(secret::hash(&json))
}
