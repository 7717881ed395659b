//! What follows from records and is kept beside them.

use std::collections::{BTreeMap, BTreeSet};

use entity::RecordType;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::{Failure, Tx};

/// Records of one turn.
const SOME: usize = 500;

/// Works out again what follows from records of one kind and is kept elsewhere: by which words they are found, say. Areas serve it, for
/// whoever writes rows and knows no area.
#[derive(Clone, Copy)]
pub struct Afresh {
    /// The kind of record.
    pub of: RecordType,
    /// Does it for those of them that there are.
    pub run: Run,
}

/// A function that works out again what follows from these records.
pub type Run = for<'a> fn(&'a mut Tx, &'a [Uuid]) -> BoxFuture<'a, Result<(), Failure>>;

/// Works out again what follows from these records.
///
/// # Errors
/// The database fails.
pub async fn afresh(
    tx: &mut Tx,
    all: &[Afresh],
    records: impl IntoIterator<Item = (RecordType, Uuid)>,
) -> Result<(), Failure> {
    let mut of: BTreeMap<RecordType, BTreeSet<Uuid>> = BTreeMap::new();
    for (kind, id) in records {
        of.entry(kind).or_default().insert(id);
    }
    for it in all {
        let ids: Vec<Uuid> = of.get(&it.of).into_iter().flatten().copied().collect();
        for ids in ids.chunks(SOME) {
            (it.run)(tx, ids).await?;
        }
    }
    Ok(())
}
