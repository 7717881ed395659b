use std::collections::HashMap;

use entity::ids::PersonId;
use entity::person;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Failure, Fault, Reader, Tx, record};

/// People by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn by_ids(reader: &Reader<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, person::Model>, Fault> {
    let found = record::by_ids::<person::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}

/// Notes a problem for each of these who is not in the workspace.
///
/// # Errors
/// The database fails.
pub async fn require(tx: &Tx, checks: &mut Checks, wanted: &[(Path, PersonId)]) -> Result<(), Failure> {
    let ids = wanted.iter().map(|(_, id)| *id);
    let select = tx.read().select::<person::Entity>().filter(person::Column::Id.is_in(ids));
    let found: Vec<PersonId> = select.select_only().column(person::Column::Id).into_tuple().all(tx.conn()).await?;
    for (path, id) in wanted {
        if !found.contains(id) {
            checks.note(Code::NotFound, path.clone(), "there is no person with this id");
        }
    }
    Ok(())
}
