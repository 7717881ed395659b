//! Lists of communities and of who belongs to them.

use chrono::{DateTime, Utc};
use community::Column;
use community_member::Column as Link;
use entity::person::ME;
use entity::{RecordType, community, community_member};
use sea_orm::sea_query::{ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};

use crate::kit::filter::{IdTest, Predicate, TextTest, TimeTest, WordTest, has};
use crate::kit::list::{Children, List, Place, Sort, bare};
use crate::kit::page;
use crate::kit::{Fault, Scope};
use crate::search;

/// What a list of communities can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CommunityLeaf {
    /// The name.
    Name(TextTest),
    /// What it is.
    Kind(WordTest),
    /// Who is or was in it, the user aside.
    Member(IdTest),
    /// Whether the user is in it.
    Mine(bool),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which communities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CommunityFilter {
    /// Conditions.
    pub predicate: Option<Predicate<CommunityLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of communities is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CommunityOrder {
    /// The name.
    #[default]
    Name,
    /// When it was made.
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl CommunityOrder {
    const fn column(self) -> Column {
        match self {
            Self::Name => Column::SortName,
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// The communities that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &CommunityFilter,
    (order, descending): (CommunityOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<community::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(&place.scope, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let found = search::found(
            place.backend,
            place.scope.workspace(),
            RecordType::Community,
            text,
        );
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::of(select, sort))
}

fn listed(scope: &Scope, current: bool, parent: Link, down: bool) -> List {
    let mut select = scope.select::<community_member::Entity>();
    if current {
        select = select.filter(Link::IsCurrent.eq(true));
    }
    let sort = Sort::by(Link::AddedAt, Link::Id, down);
    List::under(bare(select), parent.into_expr(), sort)
}

/// Who is or was in communities, in the order in which they were put on the list; only those who still are, if `current`.
#[must_use]
pub fn members(scope: &Scope, current: bool) -> List {
    listed(scope, current, Link::CommunityId, false)
}

/// The memberships of people, last entered first; only those that last, if `current`.
#[must_use]
pub fn memberships_of(scope: &Scope, current: bool) -> List {
    listed(scope, current, Link::PersonId, true)
}

/// The user's own membership of communities.
#[must_use]
pub fn mine(scope: &Scope) -> Children {
    let own: SimpleExpr = Link::Member.into_expr().eq(ME);
    Children::of::<community_member::Entity>(scope, Link::CommunityId, Link::Id).filter(own)
}

/// The live communities that people are or were in, by name; only those that they still are in, if `current`.
#[must_use]
pub fn of_people(scope: &Scope, current: bool) -> List {
    let scope = *scope;
    let live = scope
        .select::<community::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let live = bare(live);
    let rows = move |person: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(person) = person {
            let mut such = Link::PersonId.into_expr().eq(person);
            if current {
                such = such.and(Link::IsCurrent.eq(true));
            }
            select.and_where(Column::Id.in_subquery(with(&scope, such)));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::SortName, Column::Id, false),
        most: None,
    }
}

fn condition(scope: &Scope, leaf: &CommunityLeaf, now: DateTime<Utc>) -> Condition {
    let expression = match leaf {
        CommunityLeaf::Name(test) => test.on_folded(Column::SortName.into_expr()),
        CommunityLeaf::Kind(test) => test.on(Column::Kind.into_expr()),
        CommunityLeaf::Member(test) => {
            let (some, is) = test.some();
            has(Column::Id, with(scope, some.on(Link::PersonId.into_expr())), is)
        }
        CommunityLeaf::Mine(mine) => {
            let own = with(
                scope,
                Link::Member.into_expr().eq(ME).and(Link::IsCurrent.eq(true)),
            );
            has(Column::Id, own, *mine)
        }
        CommunityLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        CommunityLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
}

/// The communities with such a membership.
fn with(scope: &Scope, such: SimpleExpr) -> SelectStatement {
    let rows = scope.select::<community_member::Entity>().filter(such);
    rows.select_only().column(Link::CommunityId).into_query()
}
