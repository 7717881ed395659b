use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::ids::OrganizationId;
use entity::{RecordType, organization};
use organization::Column;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter};

use crate::kit::filter::{Predicate, TextTest, TimeTest};
use crate::kit::page::{self, Page, PageRequest, Position, Sorting};
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

/// The place of an organisation in a list.
#[must_use]
pub fn position(order: OrganizationOrder, model: &organization::Model) -> Position {
    let key = match order {
        OrganizationOrder::Name => model.sort_name.as_str().into(),
        OrganizationOrder::CreatedAt => model.created_at.into(),
    };
    Position { key, id: model.id.0 }
}

/// A page of the organisations.
///
/// # Errors
/// The filter is too large, or the database fails.
pub async fn page(
    reader: &Reader<'_>,
    filter: &OrganizationFilter,
    (order, descending): (OrganizationOrder, bool),
    request: &PageRequest,
    now: DateTime<Utc>,
) -> Result<Page<organization::Model>, Fault> {
    let mut select = reader.select::<organization::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(leaf, now)));
    }
    if let Some(text) = &filter.search {
        let backend = reader.conn().get_database_backend();
        let found = search::found(backend, reader.workspace(), RecordType::Organization, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sorting = Sorting {
        key: order.column(),
        id: Column::Id,
        descending,
    };
    page::read(reader, select, sorting, request).await
}

fn condition(leaf: &OrganizationLeaf, now: DateTime<Utc>) -> Condition {
    let all = Condition::all();
    match leaf {
        OrganizationLeaf::Name(test) => all.add(test.on_folded(Expr::col(Column::SortName))),
        OrganizationLeaf::Domain(test) => all.add(test.on_folded(Expr::col(Column::Domain))),
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
