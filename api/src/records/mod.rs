//! How declared records are made, changed, archived and restored: the same for all of them, in one order.
//!
//! A record is made in these steps: the id that the client made is claimed; what is said of the record is applied to it; what it refers
//! to is looked up; the area decides, if it has to; all problems are told at once; the record is stored, enters the change feed and is
//! made findable. Many are made by the same steps, each of which is taken for all of them with as many statements as for one.

mod change;
mod erase;
pub mod gql;
mod list;
mod make;
mod step;

pub use change::{Changing, Open, update_all, update_all_then};
pub use erase::{Erased, erase};
pub use list::{Listed, Such, list, under};
pub use make::{Making, Said, create, create_all, create_all_with};
pub use step::{Stepped, Take, step, take, taken};

use entity::TypedId;
use uuid::Uuid;

use crate::kit::afresh::Afresh;
use crate::kit::declared::Declared;
use crate::kit::{Failure, Fault, Tx, record};
use crate::search::{self, Names};

/// Hides a record; it can be restored.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive<M: Declared>(tx: &mut Tx, (id, revision): &(M::Id, Option<i32>)) -> Result<M, Failure>
where
    ActiveOf<M>: Send,
{
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived record again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore<M: Declared>(tx: &mut Tx, (id, revision): &(M::Id, Option<i32>)) -> Result<M, Failure>
where
    ActiveOf<M>: Send,
{
    tx.set_archived(*id, *revision, false).await
}

/// By which words records are found, worked out again, where their declaration tells all of them.
#[must_use]
pub fn afresh<M: Declared>() -> Afresh {
    Afresh {
        of: M::TYPE,
        run: |tx, ids| Box::pin(found_again::<M>(tx, ids)),
    }
}

async fn found_again<M: Declared>(tx: &mut Tx, ids: &[Uuid]) -> Result<(), Failure> {
    let models = models::<M>(tx, ids).await?;
    let declaration = M::declaration();
    let texts = models
        .iter()
        .map(|model| (model.id().uuid(), declaration.text(model)));
    search::index_all(tx, M::TYPE, texts.collect::<Vec<_>>()).await?;
    let named = models.iter().filter(|model| !model.names().is_empty());
    let named: Vec<_> = named.map(|model| (model.id().uuid(), names(model))).collect();
    if !named.is_empty() {
        search::index_all_names(tx, M::TYPE, named).await?;
    }
    Ok(())
}

/// Those of these records that there are.
///
/// # Errors
/// The database fails.
pub async fn models<M: entity::Record + sea_orm::FromQueryResult>(
    tx: &Tx,
    ids: &[Uuid],
) -> Result<Vec<M>, Fault> {
    let ids: Vec<M::Id> = ids.iter().map(|id| M::Id::from_uuid(*id)).collect();
    Ok(record::by_ids(&tx.read(), &ids).await?)
}

/// How a record is written.
pub type ActiveOf<M> = <<M as entity::Record>::Table as sea_orm::EntityTrait>::ActiveModel;

/// By what a record is meant.
fn names<M: Declared>(model: &M) -> Names {
    let mut names = Names::default();
    for (field, name) in model.names() {
        names.name(field, name);
    }
    names
}

/// Makes changed records findable as they are now, where what they are found by has changed: each as it was, and as it is.
async fn index<M: Declared>(tx: &Tx, changed: &[(M, M)]) -> Result<(), Failure> {
    let declaration = M::declaration();
    let is_searched = declaration.entries.iter().any(|entry| entry.is_searched);
    if M::IS_FOUND_BY_PARTS || !is_searched {
        return Ok(());
    }
    let texts = changed.iter().filter_map(|(before, after)| {
        let text = declaration.text(after);
        (declaration.text(before) != text).then(|| (after.id().uuid(), text))
    });
    search::index_all(tx, M::TYPE, texts.collect::<Vec<_>>()).await?;
    let named = changed
        .iter()
        .filter(|(before, after)| before.names() != after.names());
    let named: Vec<_> = named
        .map(|(_, after)| (after.id().uuid(), names(after)))
        .collect();
    if !named.is_empty() {
        search::index_all_names(tx, M::TYPE, named).await?;
    }
    Ok(())
}
