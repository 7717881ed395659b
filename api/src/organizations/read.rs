use std::collections::HashMap;

use entity::ids::OrganizationId;
use entity::organization;

use crate::kit::{Fault, Reader, record};

/// Organisations by id.
///
/// # Errors
/// The database fails.
pub async fn by_ids(
    reader: &Reader<'_>,
    ids: &[OrganizationId],
) -> Result<HashMap<OrganizationId, organization::Model>, Fault> {
    let found = record::by_ids::<organization::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}
