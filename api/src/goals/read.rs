//! Lists of goals, and what belongs to them.

use chrono::NaiveDate;
use entity::goal::{self, Column, GoalState};
use entity::ids::PersonId;
use entity::{collaboration, goal_collaboration, goal_supporter};
use sea_orm::sea_query::{ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::kit::filter::{IdTest, has};
use crate::kit::list::{Children, List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::{Fault, Reader, Scope};
use crate::records;

/// What a list of goals can be filtered by besides columns of theirs.
#[derive(Clone, Debug)]
pub enum GoalLeaf {
    /// Who supports it; empty when nobody does.
    Supporter(IdTest),
}

/// The user's own goals under way that are to be reached until a day, soonest first: at most so many.
///
/// # Errors
/// The database fails.
pub async fn due(reader: &Reader<'_>, until: NaiveDate, most: u64) -> Result<Vec<goal::Model>, Fault> {
    let soonest = reader
        .select::<goal::Entity>()
        .filter(Column::State.eq(GoalState::Active))
        .filter(Column::SortTarget.lte(until.to_string()))
        .filter(Column::PersonId.is_null())
        .filter(Column::ArchivedAt.is_null())
        .order_by_asc(Column::SortTarget)
        .order_by_asc(Column::Id)
        .limit(most);
    models(reader, soonest).await
}

/// The live goals of these people that are being worked for.
///
/// # Errors
/// The database fails.
pub async fn under_way_of(reader: &Reader<'_>, people: &[PersonId]) -> Result<Vec<goal::Model>, Fault> {
    let active = reader
        .select::<goal::Entity>()
        .filter(reader.listed(Column::PersonId, people.iter().copied()))
        .filter(Column::State.eq(GoalState::Active))
        .filter(Column::ArchivedAt.is_null());
    models(reader, active).await
}

/// The live goals of each of many people that are being worked for, soonest first.
#[must_use]
pub fn under_way(scope: &Scope) -> List {
    let active = Column::State.eq(GoalState::Active);
    let soonest = (Column::SortTarget, false);
    records::under::<goal::Model>(
        scope,
        Column::PersonId,
        Some(Condition::all().add(active)),
        soonest,
    )
}

/// The live goals that each of many people supports, newest first.
#[must_use]
pub fn supported(scope: &Scope) -> List {
    let scope = *scope;
    newest(&scope, move |person| {
        Column::Id.in_subquery(with_supporter(&scope, |it| it.eq(person)))
    })
}

/// The live goals that each of many collaborations serves, newest first.
#[must_use]
pub fn of_collaborations(scope: &Scope) -> List {
    use goal_collaboration::Column as Served;
    let scope = *scope;
    newest(&scope, move |collaboration| {
        let select = scope
            .select::<goal_collaboration::Entity>()
            .filter(Served::CollaborationId.into_expr().eq(collaboration));
        Column::Id.in_subquery(select.select_only().column(Served::GoalId).into_query())
    })
}

fn newest(scope: &Scope, such: impl Fn(SimpleExpr) -> SimpleExpr + Send + Sync + 'static) -> List {
    let live = bare(
        scope
            .select::<goal::Entity>()
            .filter(Column::ArchivedAt.is_null()),
    );
    let rows = move |parent: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(parent) = parent {
            select.and_where(such(parent));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::CreatedAt, Column::Id, true),
        most: None,
    }
}

/// The live collaborations that serve each of many goals, by title: at most [`super::COLLABORATIONS`] of each.
#[must_use]
pub fn collaborations_of(scope: &Scope) -> Children {
    use collaboration::Column;
    use goal_collaboration::Column as Served;
    Children::linked::<collaboration::Entity, goal_collaboration::Entity>(
        scope,
        Column::Id,
        Served::CollaborationId,
        Served::GoalId,
    )
    .filter(Column::ArchivedAt.is_null())
    .order_by([Column::SortTitle, Column::Id])
}

/// The supporters of goals, who was added first before others: at most [`super::SUPPORTERS`] of each.
#[must_use]
pub fn supporters(scope: &Scope) -> Children {
    use goal_supporter::Column;
    Children::of::<goal_supporter::Entity>(scope, Column::GoalId, Column::AddedAt)
        .order_by([Column::PersonId])
}

/// What a condition means.
#[must_use]
pub fn condition(place: &Place, leaf: &GoalLeaf) -> SimpleExpr {
    let GoalLeaf::Supporter(test) = leaf;
    let (some, is) = test.some();
    has(
        Column::Id,
        with_supporter(&place.scope, |person| some.on(person)),
        is,
    )
}

/// The goals that have such a supporter.
fn with_supporter(scope: &Scope, such: impl FnOnce(SimpleExpr) -> SimpleExpr) -> SelectStatement {
    use goal_supporter::Column;
    let select = scope
        .select::<goal_supporter::Entity>()
        .filter(such(Column::PersonId.into_expr()));
    select.select_only().column(Column::GoalId).into_query()
}
