use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::ids::OrganizationId;
use entity::{RecordType, organization};
use organization::Column;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::rules;
use crate::kit::filter::{Predicate, TextTest, TimeTest};
use crate::kit::list::{List, Place, Sort};
use crate::kit::page;
use crate::kit::{Fault, Reader, record};
use crate::search;

/// What a list of organisations can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OrganizationLeaf {
    /// The name.
    Name(TextTest),
    /// The internet domain.
    Domain(TextTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OrganizationFilter {
    /// Conditions.
    pub predicate: Option<Predicate<OrganizationLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of organisations is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrganizationOrder {
    /// The name.
    Name,
    /// When it was made.
    CreatedAt,
}

impl OrganizationOrder {
    const fn column(self) -> Column {
        match self {
            Self::Name => Column::SortName,
            Self::CreatedAt => Column::CreatedAt,
        }
    }
}

/// The organisations that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &OrganizationFilter,
    (order, descending): (OrganizationOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<organization::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(leaf, now)));
    }
    if let Some(text) = &filter.search {
        let found = search::found(
            place.backend,
            place.scope.workspace(),
            RecordType::Organization,
            text,
        );
        select = select.filter(page::is_in(Column::Id, found));
    }
    Ok(List::of(select, Sort::by(order.column(), Column::Id, descending)))
}

fn condition(leaf: &OrganizationLeaf, now: DateTime<Utc>) -> Condition {
    let all = Condition::all();
    match leaf {
        OrganizationLeaf::Name(test) => all.add(test.on_folded(Expr::col(Column::SortName))),
        OrganizationLeaf::Domain(test) => all.add(test.on(Expr::col(Column::Domain), rules::domain)),
        OrganizationLeaf::CreatedAt(test) => all.add(test.on(Expr::col(Column::CreatedAt), now)),
        OrganizationLeaf::UpdatedAt(test) => all.add(test.on(Expr::col(Column::UpdatedAt), now)),
    }
}

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
