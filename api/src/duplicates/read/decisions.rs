//! What was decided about people who may be the same.

use entity::duplicate_decision::{self, Column};
use entity::ids::PersonId;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::super::rules::Dismissed;
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// The decisions, newest first; `archived` ones were taken back.
#[must_use]
pub fn decisions(place: &Place, archived: bool) -> List {
    let mut select = place.scope.select::<duplicate_decision::Entity>();
    if !archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    List::of(select, Sort::by(Column::CreatedAt, Column::Id, true))
}

/// What was decided about two people, if anything ever was: the lower id first.
///
/// # Errors
/// The database fails.
pub async fn decided_on(
    reader: &Reader<'_>,
    (one, other): (PersonId, PersonId),
) -> Result<Option<duplicate_decision::Model>, Fault> {
    let select = reader.select::<duplicate_decision::Entity>();
    let pair = select
        .filter(Column::PersonId.eq(one))
        .filter(Column::OtherId.eq(other));
    Ok(pair.one(reader.conn()).await?)
}

/// All pairs of people who are not the same.
///
/// # Errors
/// The database fails.
pub async fn dismissed(reader: &Reader<'_>) -> Result<Dismissed, Fault> {
    let live = reader
        .select::<duplicate_decision::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let columns = [Column::PersonId, Column::OtherId].map(|column| (Kind::Uuid, column.into_expr()));
    let pairs: Vec<(Uuid, Uuid)> = packed(reader, bare(live), columns).await?;
    Ok(pairs
        .into_iter()
        .map(|(one, other)| (PersonId(one), PersonId(other)))
        .collect())
}
