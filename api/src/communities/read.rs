//! Lists of who belongs to communities, and of the communities to which somebody belongs.

use community::Column;
use community_member::Column as Link;
use entity::person::ME;
use entity::{community, community_member};
use sea_orm::sea_query::{ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::kit::Scope;
use crate::kit::filter::{IdTest, has};
use crate::kit::list::{Children, List, Sort, bare};

/// What a list of communities can be filtered by besides columns of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CommunityLeaf {
    /// Who is or was in it, the user aside.
    Member(IdTest),
    /// Whether the user is in it.
    Mine(bool),
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

/// What a condition means for a row of the community's table.
#[must_use]
pub fn condition(scope: &Scope, leaf: &CommunityLeaf) -> SimpleExpr {
    match leaf {
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
    }
}

/// The communities with such a membership.
fn with(scope: &Scope, such: SimpleExpr) -> SelectStatement {
    let rows = scope.select::<community_member::Entity>().filter(such);
    rows.select_only().column(Link::CommunityId).into_query()
}
