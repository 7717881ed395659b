//! Lists of records.

use entity::{Record, Tenant};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use crate::kit::declared::{ColumnOf, Declaration};
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::{Scope, page, record};
use crate::search;

/// What records must meet.
pub type Such = Condition;

/// Which records.
#[derive(Debug, Default)]
pub struct Listed {
    /// Those that meet this.
    pub condition: Option<Such>,
    /// Those that are found by these words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// Records, in an order.
#[must_use]
pub fn list<M: Record>(place: &Place, which: Listed, sort: Sort) -> List
where
    M::Table: Tenant,
{
    let id = Declaration::<M>::id();
    let mut select = place.scope.select::<M::Table>();
    if !which.archived {
        select = select.filter(record::archived_at_column::<M>().is_null());
    }
    if let Some(condition) = which.condition {
        select = select.filter(condition);
    }
    if let Some(text) = &which.search {
        let found = search::found(place.backend, place.scope.workspace(), M::TYPE, text);
        select = select.filter(page::is_in(id, found));
    }
    List::of(select, sort)
}

/// The live records of each of many parents that meet a condition, in an order. The column says whose they are.
#[must_use]
pub fn under<M: Record>(
    scope: &Scope,
    parent: ColumnOf<M>,
    condition: Option<Such>,
    (column, descending): (ColumnOf<M>, bool),
) -> List
where
    M::Table: Tenant,
{
    let mut select = scope.select::<M::Table>();
    select = select.filter(record::archived_at_column::<M>().is_null());
    if let Some(condition) = condition {
        select = select.filter(condition);
    }
    let sort = Sort::by(column, Declaration::<M>::id(), descending);
    List::under(bare(select), parent.into_expr(), sort)
}
