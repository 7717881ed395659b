//! What people are called.

use std::collections::HashMap;

use entity::ids::PersonId;
use entity::person::{self, Column};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// The names of those of these people who are not archived.
///
/// # Errors
/// The database fails.
pub async fn names(reader: &Reader<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, Fault> {
    let live = reader
        .select::<person::Entity>()
        .filter(reader.listed(Column::Id, ids.iter().copied()))
        .filter(Column::ArchivedAt.is_null());
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Text, Column::DisplayName.into_expr()),
    ];
    let names: Vec<(Uuid, String)> = packed(reader, bare(live), columns).await?;
    Ok(names.into_iter().map(|(id, name)| (PersonId(id), name)).collect())
}
