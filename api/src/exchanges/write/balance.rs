//! How give and take stand, repeated in the rows of people, so that lists can be sorted by it.

use entity::RecordType;
use entity::ids::PersonId;
use entity::person::{self, Column};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::exchanges::read;
use crate::kit::afresh::Afresh;
use crate::kit::{Failure, Tx};

/// People of one statement: each brings five parameters.
const PEOPLE: usize = 500;

/// How give and take stand with people, worked out again.
#[must_use]
pub fn balances() -> Afresh {
    Afresh {
        of: RecordType::Person,
        run: |tx, ids| {
            let people: Vec<PersonId> = ids.iter().copied().map(PersonId).collect();
            Box::pin(async move { refresh(tx, &people).await })
        },
    }
}

/// Sums again what went to and fro with these people. It is derived, so it is no change of theirs. Two statements for up to 500 people.
///
/// # Errors
/// The database fails.
pub async fn refresh(tx: &Tx, people: &[PersonId]) -> Result<(), Failure> {
    for people in people.chunks(PEOPLE) {
        let sums = read::sums_of(&tx.read(), people).await?;
        let mut balances = CaseStatement::new();
        for person in people {
            let balance = sums.get(person).copied().unwrap_or_default().billionths();
            balances = balances.case(Column::Id.eq(*person), balance);
        }
        let balance = Expr::expr(balances.finally(Column::Balance.into_expr()));
        person::Entity::update_many()
            .col_expr(Column::Balance, balance.clone())
            .filter(Column::WorkspaceId.eq(tx.workspace()))
            .filter(tx.read().among(Column::Id, people.iter().copied()))
            .filter(Column::Balance.into_expr().ne(balance))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}
