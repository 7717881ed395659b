//! For whom something is ahead. Who died stays in the network, with all that was; nothing is proposed about them, and nothing of theirs is due.

use std::collections::HashSet;

use entity::ids::PersonId;
use entity::person::{self, Column};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, Scope};

/// Those for whom something can be ahead: neither archived nor the user, and alive.
#[must_use]
pub fn living(reader: &Reader<'_>) -> Select<person::Entity> {
    reader
        .select::<person::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::IsSelf.eq(false))
        .filter(Column::DiedOn.is_null())
}

/// The ids of those who died: an index holds nobody else.
fn dead(scope: &Scope) -> SelectStatement {
    let dead = scope
        .select::<person::Entity>()
        .filter(Column::DiedOn.is_not_null());
    dead.select_only().column(Column::Id).into_query()
}

/// That a column names nobody who died.
#[must_use]
pub fn of_living(scope: &Scope, column: impl ColumnTrait) -> SimpleExpr {
    let named = column.into_expr();
    named.clone().is_null().or(named.not_in_subquery(dead(scope)))
}

/// For whom nothing is ahead any more, of these people or of all: who is archived, or died. Indexes hold nobody else.
///
/// # Errors
/// The database fails.
pub async fn gone(reader: &Reader<'_>, ids: Option<&[PersonId]>) -> Result<HashSet<PersonId>, Fault> {
    if ids.is_some_and(<[PersonId]>::is_empty) {
        return Ok(HashSet::new());
    }
    let such = |such: SimpleExpr| {
        let mut people = reader.select::<person::Entity>().filter(such);
        if let Some(ids) = ids {
            people = people.filter(reader.listed(Column::Id, ids.iter().copied()));
        }
        people.select_only().column(Column::Id).into_query()
    };
    let mut all = such(Column::ArchivedAt.is_not_null());
    all.union(UnionType::Distinct, such(Column::DiedOn.is_not_null()));
    let mut gone: SelectStatement = Query::select();
    gone.from_subquery(all, "gone");
    let id = Expr::col(("gone", Column::Id));
    let found: Vec<(Uuid,)> = packed(reader, gone, [(Kind::Uuid, id)]).await?;
    Ok(found.into_iter().map(|(id,)| PersonId(id)).collect())
}
