//! Ids that clients make: a create that is repeated is a success.
//!
//! Which create made a record is remembered by its fingerprint: what the client said, in the form of [`crate::kit::form`]. Before
//! there was that form it was a hash of the command's input, [`of_old`]; a create that was remembered so is a success still.

use std::collections::HashMap;

use entity::change::{self, ChangeOp};
use entity::{Record, RecordType, TypedId};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

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

/// What became of an id that a client made, or what is wrong with it.
pub type Claimed<I> = Result<Claim<I>, Problem>;

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
        let wanted = [(wanted, self.said())];
        let claimed = self.claim_all::<M>(&wanted, |_| of_old(content)).await?;
        let claimed = claimed.into_iter().next();
        Ok(claimed.unwrap_or_else(|| Ok(Claim::New(self.new_id(), None)))?)
    }

    /// The same for many, each with what the client said to have it made. One statement, whatever their number.
    ///
    /// # Errors
    /// The database fails.
    pub async fn claim_all<M: Record>(
        &self,
        wanted: &[(Option<M::Id>, Option<&str>)],
        of_old: impl Fn(usize) -> Result<String, Fault>,
    ) -> Result<Vec<Claimed<M::Id>>, Fault> {
        let ids: Vec<Uuid> = wanted
            .iter()
            .filter_map(|(id, _)| Some(id.as_ref()?.uuid()))
            .collect();
        let mut earlier: HashMap<Uuid, Made> = HashMap::new();
        if !ids.is_empty() {
            let creates = self
                .read()
                .select::<change::Entity>()
                .filter(self.read().among(change::Column::RecordId, ids))
                .filter(change::Column::Op.eq(ChangeOp::Create))
                .select_only()
                .columns([
                    change::Column::RecordId,
                    change::Column::RecordType,
                    change::Column::Fingerprint,
                ])
                .order_by_asc(change::Column::Seq);
            let found: Vec<(Uuid, RecordType, Option<String>)> =
                creates.into_tuple().all(self.conn()).await?;
            for (id, record_type, fingerprint) in found {
                earlier.entry(id).or_insert((record_type, fingerprint));
            }
        }
        let claims = wanted.iter().enumerate().map(|(place, (id, said))| {
            let Some(id) = *id else {
                return Ok(Ok(Claim::New(self.new_id(), None)));
            };
            // What this write made itself is not in the feed yet.
            let made = earlier.get(&id.uuid()).cloned().or_else(|| self.made(id.uuid()));
            Ok(match made {
                None => Ok(Claim::New(id, said.map(str::to_owned))),
                Some((kind, Some(before)))
                    if kind == M::TYPE && (*said == Some(&before) || of_old(place)? == before) =>
                {
                    Ok(Claim::Done(id))
                }
                Some((record_type, _)) => Err(taken(record_type, id.uuid())),
            })
        });
        claims.collect()
    }
}

/// Of which type a record is that was made, and from what the client said.
type Made = (RecordType, Option<String>);

fn taken(record_type: RecordType, id: Uuid) -> Problem {
    let message = "a record with this id exists, with other content";
    let existing = Detail::Existing(RecordRef { record_type, id });
    Problem::new(Code::Duplicate, Path::input("id"), message).with(existing)
}

/// The fingerprint as it was before version 1: of the command's input, each field by its name in the program, one that is left
/// alone too. What was added since is left out of it while it says nothing (`skip_serializing_if`); names do not change.
pub fn of_old(content: &impl Serialize) -> Result<String, Fault> {
    let json = serde_json::to_vec(content).map_err(|error| Fault::Internal(error.to_string()))?;
    Ok(secret::hash(&json))
}
