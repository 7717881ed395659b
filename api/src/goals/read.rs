//! Lists of goals, and what belongs to them.

use chrono::{DateTime, NaiveDate, Utc};
use entity::goal::{self, Column, GoalState};
use entity::{RecordType, collaboration, goal_collaboration, goal_supporter};
use sea_orm::sea_query::{ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::kit::day::DayTest;
use crate::kit::filter::{IdTest, Predicate, TextTest, TimeTest, WordTest, has};
use crate::kit::list::{Children, List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::page;
use crate::kit::{Fault, Reader, Scope};
use crate::search;

/// What a list of goals can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GoalLeaf {
    /// Whose it is; empty for the user's own.
    Person(IdTest),
    /// The title.
    Title(TextTest),
    /// How it stands.
    State(WordTest),
    /// How far ahead it lies.
    Horizon(WordTest),
    /// By when it is to be reached.
    TargetOn(DayTest),
    /// When it was reached.
    AchievedOn(DayTest),
    /// Who supports it; empty when nobody does.
    Supporter(IdTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which goals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GoalFilter {
    /// Conditions.
    pub predicate: Option<Predicate<GoalLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of goals is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GoalOrder {
    /// The title.
    Title,
    /// By when it is to be reached; what has no such day after all others.
    TargetOn,
    /// When it was made.
    #[default]
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl GoalOrder {
    const fn column(self) -> Column {
        match self {
            Self::Title => Column::SortTitle,
            Self::TargetOn => Column::SortTarget,
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// The goals that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &GoalFilter,
    (order, descending): (GoalOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<goal::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(&place.scope, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let found = search::found(place.backend, place.scope.workspace(), RecordType::Goal, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::of(select, sort))
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

/// The live goals of each of many people that meet the conditions, in an order.
///
/// # Errors
/// There are too many conditions.
pub fn of_people(
    scope: &Scope,
    predicate: Option<&Predicate<GoalLeaf>>,
    (order, descending): (GoalOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = scope
        .select::<goal::Entity>()
        .filter(Column::ArchivedAt.is_null());
    if let Some(predicate) = predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(scope, leaf, now)));
    }
    let sort = Sort::by(order.column(), Column::Id, descending);
    Ok(List::under(bare(select), Column::PersonId.into_expr(), sort))
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

fn condition(scope: &Scope, leaf: &GoalLeaf, now: DateTime<Utc>) -> Condition {
    let today = scope.day_of(now);
    let expression = match leaf {
        GoalLeaf::Person(test) => test.on(Column::PersonId.into_expr()),
        GoalLeaf::Title(test) => test.on_folded(Column::SortTitle.into_expr()),
        GoalLeaf::State(test) => test.on(Column::State.into_expr()),
        GoalLeaf::Horizon(test) => test.on(Column::Horizon.into_expr()),
        GoalLeaf::TargetOn(test) => test.on(Column::TargetOn.into_expr(), today),
        GoalLeaf::AchievedOn(test) => test.on(Column::AchievedOn.into_expr(), today),
        GoalLeaf::Supporter(test) => {
            let (some, is) = test.some();
            has(Column::Id, with_supporter(scope, |person| some.on(person)), is)
        }
        GoalLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        GoalLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
}

/// The goals that have such a supporter.
fn with_supporter(scope: &Scope, such: impl FnOnce(SimpleExpr) -> SimpleExpr) -> SelectStatement {
    use goal_supporter::Column;
    let select = scope
        .select::<goal_supporter::Entity>()
        .filter(such(Column::PersonId.into_expr()));
    select.select_only().column(Column::GoalId).into_query()
}
