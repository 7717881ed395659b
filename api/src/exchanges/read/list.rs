//! Lists of exchanges.

use chrono::NaiveDate;
use entity::Direction;
use entity::exchange::{self, Column, ExchangeState};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use crate::kit::list::List;
use crate::kit::models::models;
use crate::kit::{Fault, Reader, Scope};
use crate::records;

/// What is promised this way with each of many people, soonest due first.
#[must_use]
pub fn promises(scope: &Scope, direction: Direction) -> List {
    let open = Condition::all()
        .add(Column::State.eq(ExchangeState::Promised))
        .add(Column::Direction.eq(direction));
    let soonest = (Column::SortDue, false);
    records::under::<exchange::Model>(scope, Column::PersonId, Some(open), soonest)
}

/// What is promised either way and due until a day, or without a day, soonest due first: at most so many.
///
/// # Errors
/// The database fails.
pub async fn promised(
    reader: &Reader<'_>,
    until: NaiveDate,
    most: u64,
) -> Result<Vec<exchange::Model>, Fault> {
    let due = Condition::any()
        .add(Column::SortDue.lte(until.to_string()))
        .add(Column::SortDue.eq(exchange::NEVER_DUE));
    let soonest = reader
        .select::<exchange::Entity>()
        .filter(Column::State.eq(ExchangeState::Promised))
        .filter(Column::ArchivedAt.is_null())
        .filter(due)
        .order_by_asc(Column::SortDue)
        .order_by_asc(Column::Id)
        .limit(most);
    models(reader, soonest).await
}
