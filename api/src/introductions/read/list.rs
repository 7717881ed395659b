//! Lists of introductions.

use chrono::{DateTime, Utc};
use entity::ids::{IntroductionId, WorkspaceId};
use entity::introduction::{Column, IntroductionState};
use entity::{RecordType, introduction, introduction_side};
use sea_orm::sea_query::{ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::kit::filter::{IdTest, Predicate, TimeTest, has};
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::page;
use crate::kit::{Db, Fault, Reader, Scope};
use crate::search;

/// The states that wait for something.
const UNFINISHED: [IntroductionState; 4] = [
    IntroductionState::Draft,
    IntroductionState::Asking,
    IntroductionState::Ready,
    IntroductionState::Made,
];

/// A condition on the state, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum StateTest {
    /// Is one of these.
    In(Vec<IntroductionState>),
    /// Is none of these.
    NotIn(Vec<IntroductionState>),
}

/// What a list of introductions can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IntroductionLeaf {
    /// How far it is.
    State(StateTest),
    /// Who takes part, on any side.
    Person(IdTest),
    /// Who introduces them.
    Connector(IdTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// Until when the sides may answer.
    ExpiresAt(TimeTest),
}

/// Which introductions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct IntroductionFilter {
    /// Conditions.
    pub predicate: Option<Predicate<IntroductionLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of introductions is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IntroductionOrder {
    /// When it was made.
    #[default]
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl IntroductionOrder {
    const fn column(self) -> Column {
        match self {
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// The introductions that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &IntroductionFilter,
    (order, descending): (IntroductionOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<introduction::Entity>();
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
            RecordType::Introduction,
            text,
        );
        select = select.filter(page::is_in(Column::Id, found));
    }
    Ok(List::of(select, Sort::by(order.column(), Column::Id, descending)))
}

fn condition(scope: &Scope, leaf: &IntroductionLeaf, now: DateTime<Utc>) -> Condition {
    let all = Condition::all();
    match leaf {
        IntroductionLeaf::State(StateTest::In(states)) => is_in(states, now),
        IntroductionLeaf::State(StateTest::NotIn(states)) => is_in(states, now).not(),
        IntroductionLeaf::Person(test) => {
            let (some, is) = test.some();
            all.add(has(Column::Id, of_any(scope, |person| some.on(person)), is))
        }
        IntroductionLeaf::Connector(test) => all.add(test.on(Column::ConnectorId.into_expr())),
        IntroductionLeaf::CreatedAt(test) => all.add(test.on(Column::CreatedAt.into_expr(), now)),
        IntroductionLeaf::ExpiresAt(test) => all.add(test.on(Column::ExpiresAt.into_expr(), now)),
    }
}

/// The condition that the time to answer ran out, whether or not that was stored. Never unknown, so that it can be negated.
pub fn overdue(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::State.eq(IntroductionState::Asking))
        .add(Column::ExpiresAt.is_not_null())
        .add(Column::ExpiresAt.lt(now))
}

/// The workspaces in which the time to answer an introduction ran out and that was not stored yet: one seek of the index a
/// workspace.
///
/// # Errors
/// The database fails.
pub async fn workspaces_overdue(db: &Db, now: DateTime<Utc>) -> Result<Vec<WorkspaceId>, DbErr> {
    db.workspaces_with::<introduction::Entity>(overdue(now)).await
}

/// The condition that an introduction is seen in one of these states.
pub fn is_in(states: &[IntroductionState], now: DateTime<Utc>) -> Condition {
    let stored = states
        .iter()
        .copied()
        .filter(|state| *state != IntroductionState::Asking);
    let mut any = Condition::any().add(Column::State.is_in(stored));
    if states.contains(&IntroductionState::Asking) {
        let waiting = Condition::all()
            .add(Column::State.eq(IntroductionState::Asking))
            .add(overdue(now).not());
        any = any.add(waiting);
    }
    if states.contains(&IntroductionState::Expired) {
        any = any.add(overdue(now));
    }
    any
}

/// The introductions in which a side is one of these people.
fn of_any(scope: &Scope, people: impl FnOnce(SimpleExpr) -> SimpleExpr) -> SelectStatement {
    use introduction_side::Column;
    let select = scope
        .select::<introduction_side::Entity>()
        .filter(people(Column::PersonId.into_expr()));
    select.select_only().column(Column::IntroductionId).into_query()
}

/// The live introductions of people, as A, B or connector, newest first.
#[must_use]
pub fn of_people(scope: &Scope) -> List {
    under_people(scope, None)
}

/// Those of them that are prepared, under way, or made and not yet closed.
#[must_use]
pub fn under_way_of_people(scope: &Scope, now: DateTime<Utc>) -> List {
    let states = is_in(&UNFINISHED, now);
    under_people(scope, Some(states))
}

fn under_people(scope: &Scope, condition: Option<Condition>) -> List {
    let scope = *scope;
    let mut live = bare(
        scope
            .select::<introduction::Entity>()
            .filter(Column::ArchivedAt.is_null()),
    );
    if let Some(condition) = condition {
        live.cond_where(condition);
    }
    let rows = move |person: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(person) = person {
            select.and_where(Column::Id.in_subquery(of_any(&scope, |it| it.eq(person))));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::CreatedAt, Column::Id, true),
        most: None,
    }
}

/// The condition that joins a side to its introduction.
pub fn whole() -> Condition {
    use introduction_side::Column as SideColumn;
    Condition::all()
        .add(
            Column::WorkspaceId
                .into_expr()
                .equals((introduction_side::Entity, SideColumn::WorkspaceId)),
        )
        .add(
            Column::Id
                .into_expr()
                .equals((introduction_side::Entity, SideColumn::IntroductionId)),
        )
}

/// The introductions that are prepared, under way, or made and not yet closed, oldest first: at most so many.
///
/// # Errors
/// The database fails.
pub async fn unfinished(
    reader: &Reader<'_>,
    most: u64,
) -> Result<Vec<(introduction::Model, Vec<introduction_side::Model>)>, Fault> {
    let oldest = reader
        .select::<introduction::Entity>()
        .filter(Column::State.is_in(UNFINISHED))
        .filter(Column::ArchivedAt.is_null())
        .order_by_asc(Column::Id)
        .limit(most);
    let oldest = models(reader, oldest).await?;
    let ids: Vec<IntroductionId> = oldest.iter().map(|it| it.id).collect();
    let mut sides = super::sides_of(reader, &ids).await?;
    let with_sides = |it: introduction::Model| {
        let sides = sides.remove(&it.id).unwrap_or_default();
        (it, sides)
    };
    Ok(oldest.into_iter().map(with_sides).collect())
}
