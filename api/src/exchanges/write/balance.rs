//! How give and take stand, repeated in the rows of people, so that lists can be sorted by it.

use entity::ids::PersonId;
use entity::person::{self, Column};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::exchanges::read;
use crate::kit::{Failure, Tx};

/// Sums again what went to and fro with these people. It is derived, so it is no change of theirs.
///
/// # Errors
/// The database fails.
pub async fn refresh(tx: &Tx, people: &[PersonId]) -> Result<(), Failure> {
    if people.is_empty() {
        return Ok(());
    }
    let sums = read::sums_of(&tx.read(), people).await?;
    for person in people {
        let balance = sums.get(person).copied().unwrap_or_default().billionths();
        person::Entity::update_many()
            .col_expr(Column::Balance, balance.into())
            .filter(Column::WorkspaceId.eq(tx.workspace()))
            .filter(Column::Id.eq(*person))
            .filter(Column::Balance.ne(balance))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}
