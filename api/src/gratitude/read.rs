//! Lists of thanks.

use entity::gratitude::{self, Column, GratitudeState};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use crate::kit::list::{List, Sort};
use crate::kit::models::models;
use crate::kit::{Fault, Reader, Scope};
use crate::people;
use crate::records::{self, Such};

/// The thanks that the user still owes to people who live and that meet the conditions, the oldest debt first.
#[must_use]
pub fn owed(scope: &Scope, such: Option<Such>) -> List {
    let mut select = scope.select::<gratitude::Entity>();
    if let Some(such) = such {
        select = select.filter(such);
    }
    let select = select
        .filter(Column::IsOwed.eq(true))
        .filter(people::of_living(scope, Column::PersonId));
    List::of(select, Sort::by(Column::SortOwed, Column::Id, false))
}

/// The thanks that the user still owes each of many people, first recorded first.
#[must_use]
pub fn owed_to(scope: &Scope) -> List {
    let open = Column::State.is_in([GratitudeState::Owed, GratitudeState::Drafted]);
    let first = (Column::CreatedAt, false);
    records::under::<gratitude::Model>(scope, Column::PersonId, Some(Condition::all().add(open)), first)
}

/// The thanks that the user still owes to people who live, the oldest debts: at most so many.
///
/// # Errors
/// The database fails.
pub async fn outstanding(reader: &Reader<'_>, most: u64) -> Result<Vec<gratitude::Model>, Fault> {
    let oldest = reader
        .select::<gratitude::Entity>()
        .filter(Column::IsOwed.eq(true))
        .filter(people::of_living(reader.scope(), Column::PersonId))
        .order_by_asc(Column::SortOwed)
        .order_by_asc(Column::Id)
        .limit(most);
    models(reader, oldest).await
}
