//! Reading introductions and what belongs to them.

mod invitation;
mod list;
mod load;

use std::collections::HashMap;

use entity::ids::IntroductionId;
use entity::{introduction, introduction_side, introduction_step};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

pub use invitation::{Invitation, Invited, invitation};
pub(super) use list::overdue;
pub use list::{
    IntroductionFilter, IntroductionLeaf, IntroductionOrder, OfPerson, StateTest, of_people, page, position,
};
pub use load::{ConnectorLoad, connector_load};

use crate::kit::batch::group;
use crate::kit::{Fault, Reader, record};

/// Introductions by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn by_ids(
    reader: &Reader<'_>,
    ids: &[IntroductionId],
) -> Result<HashMap<IntroductionId, introduction::Model>, Fault> {
    let found = record::by_ids::<introduction::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}

/// The sides of introductions: A, B, then the connector.
///
/// # Errors
/// The database fails.
pub async fn sides_of(
    reader: &Reader<'_>,
    ids: &[IntroductionId],
) -> Result<HashMap<IntroductionId, Vec<introduction_side::Model>>, Fault> {
    use introduction_side::Column;
    let select = reader
        .select::<introduction_side::Entity>()
        .filter(Column::IntroductionId.is_in(ids.iter().copied()));
    let sides = select
        .order_by_asc(Column::IntroductionId)
        .order_by_asc(Column::Side)
        .all(reader.conn())
        .await?;
    Ok(group(sides.into_iter().map(|side| (side.introduction_id, side))))
}

/// The steps of introductions, first to last: at most 50 of each, as the rules see to.
///
/// # Errors
/// The database fails.
pub async fn history_of(
    reader: &Reader<'_>,
    ids: &[IntroductionId],
) -> Result<HashMap<IntroductionId, Vec<introduction_step::Model>>, Fault> {
    use introduction_step::Column;
    let select = reader
        .select::<introduction_step::Entity>()
        .filter(Column::IntroductionId.is_in(ids.iter().copied()));
    let steps = select
        .order_by_asc(Column::IntroductionId)
        .order_by_asc(Column::Position)
        .all(reader.conn())
        .await?;
    Ok(group(steps.into_iter().map(|step| (step.introduction_id, step))))
}
