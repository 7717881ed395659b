//! Reading introductions and what belongs to them.

mod invitation;
mod list;
mod load;
mod pairs;

use std::collections::HashMap;

use entity::ids::IntroductionId;
use entity::introduction_side::Side;
use entity::{introduction, introduction_side, introduction_step, person};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

pub use invitation::{Invitation, Invited, invitation};
pub(super) use list::overdue;
pub use list::{
    IntroductionFilter, IntroductionLeaf, IntroductionOrder, StateTest, list, of_people, under_way_of_people,
    unfinished, workspaces_overdue,
};
pub use load::{ConnectorLoad, connector_load};
pub use pairs::{introduced, tried};

use crate::kit::batch::group;
use crate::kit::list::Children;
use crate::kit::models::models;
use crate::kit::{Fault, Reader, Scope, record};

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
        .order_by_asc(Column::Side);
    let sides = models(reader, sides).await?;
    Ok(group(sides.into_iter().map(|side| (side.introduction_id, side))))
}

/// The sides of introductions: A, B, then the connector.
#[must_use]
pub fn sides(scope: &Scope) -> Children {
    use introduction_side::Column;
    Children::of::<introduction_side::Entity>(scope, Column::IntroductionId, Column::Side)
}

/// The steps of introductions, first to last: at most 50 of each, as the rules see to.
#[must_use]
pub fn history(scope: &Scope) -> Children {
    use introduction_step::Column;
    Children::of::<introduction_step::Entity>(scope, Column::IntroductionId, Column::Position)
}

/// The people on side A of introductions.
#[must_use]
pub fn person_a(scope: &Scope) -> Children {
    on_side(scope, Side::A)
}

/// The people on side B of introductions.
#[must_use]
pub fn person_b(scope: &Scope) -> Children {
    on_side(scope, Side::B)
}

fn on_side(scope: &Scope, side: Side) -> Children {
    use introduction_side::Column as Link;
    Children::linked::<person::Entity, introduction_side::Entity>(
        scope,
        person::Column::Id,
        Link::PersonId,
        Link::IntroductionId,
    )
    .filter(Link::Side.eq(side))
}
