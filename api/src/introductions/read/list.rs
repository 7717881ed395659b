//! Lists of introductions.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::ids::PersonId;
use entity::introduction::{Column, IntroductionState};
use entity::{RecordType, introduction, introduction_side};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, JoinType, QueryFilter, QuerySelect, QueryTrait};

use crate::kit::batch::{Child, group, top_of_each};
use crate::kit::filter::{IdTest, Predicate, TimeTest};
use crate::kit::page::{self, Page, PageRequest, Position, Sorting};
use crate::kit::{Fault, Reader};
use crate::search;

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

/// The place of an introduction in a list.
#[must_use]
pub fn position(order: IntroductionOrder, model: &introduction::Model) -> Position {
    let key = match order {
        IntroductionOrder::CreatedAt => model.created_at,
        IntroductionOrder::UpdatedAt => model.updated_at,
    };
    Position {
        key: key.into(),
        id: model.id.0,
    }
}

/// A page of the introductions.
///
/// # Errors
/// The filter is too large, or the database fails.
pub async fn page(
    reader: &Reader<'_>,
    filter: &IntroductionFilter,
    (order, descending): (IntroductionOrder, bool),
    request: &PageRequest,
    now: DateTime<Utc>,
) -> Result<Page<introduction::Model>, Fault> {
    let mut select = reader.select::<introduction::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(reader, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let backend = reader.conn().get_database_backend();
        let found = search::found(backend, reader.workspace(), RecordType::Introduction, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sorting = Sorting {
        key: order.column(),
        id: Column::Id,
        descending,
    };
    page::read(reader, select, sorting, request).await
}

fn condition(reader: &Reader<'_>, leaf: &IntroductionLeaf, now: DateTime<Utc>) -> Condition {
    let all = Condition::all();
    match leaf {
        IntroductionLeaf::State(StateTest::In(states)) => is_in(states, now),
        IntroductionLeaf::State(StateTest::NotIn(states)) => is_in(states, now).not(),
        IntroductionLeaf::Person(IdTest::IsNull(null)) => {
            all.add(Expr::cust(if *null { "1 = 0" } else { "1 = 1" }))
        }
        IntroductionLeaf::Person(IdTest::In(people)) => {
            all.add(Column::Id.in_subquery(of_any(reader, |person| person.is_in(people.iter().copied()))))
        }
        IntroductionLeaf::Person(IdTest::NotIn(people)) => {
            all.add(Column::Id.not_in_subquery(of_any(reader, |person| person.is_in(people.iter().copied()))))
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

fn is_in(states: &[IntroductionState], now: DateTime<Utc>) -> Condition {
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
fn of_any(reader: &Reader<'_>, people: impl FnOnce(SimpleExpr) -> SimpleExpr) -> SelectStatement {
    use introduction_side::Column;
    let select = reader
        .select::<introduction_side::Entity>()
        .filter(people(Column::PersonId.into_expr()));
    select.select_only().column(Column::IntroductionId).into_query()
}

/// A person, and which part of their introductions.
pub type OfPerson = (PersonId, PageRequest);

/// Pages of the live introductions of many people, as A, B or connector, newest first; one statement where the pages
/// are alike, and one more where they are counted.
///
/// # Errors
/// The database fails.
pub async fn of_people(
    reader: &Reader<'_>,
    keys: &[OfPerson],
) -> Result<HashMap<OfPerson, Page<introduction::Model>>, Fault> {
    let sorting = Sorting {
        key: Column::CreatedAt,
        id: Column::Id,
        descending: true,
    };
    let mut pages = HashMap::new();
    for (request, people) in group(keys.iter().map(|(person, request)| (request.clone(), *person))) {
        let list = |person: SimpleExpr| {
            let theirs = Column::Id.in_subquery(of_any(reader, |it| it.eq(person)));
            let live = reader
                .select::<introduction::Entity>()
                .filter(Column::ArchivedAt.is_null());
            let mut select = live.filter(theirs).into_query();
            sorting.limit(&request, &mut select);
            select
        };
        let parents: Vec<uuid::Uuid> = people.iter().map(|person| person.0).collect();
        let found: Vec<Child<introduction::Model>> = top_of_each(reader, &parents, list).await?;
        let mut rows = group(found.into_iter().map(|child| (child.parent, child.model)));
        let totals = if request.count {
            count_of(reader, &people).await?
        } else {
            HashMap::new()
        };
        for person in people {
            let total = request
                .count
                .then(|| totals.get(&person).copied().unwrap_or_default());
            let page = request.cut(rows.remove(&person.0).unwrap_or_default(), total);
            pages.insert((person, request.clone()), page);
        }
    }
    Ok(pages)
}

async fn count_of(reader: &Reader<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, i64>, Fault> {
    use introduction_side::Column as SideColumn;
    let mut select = reader
        .select::<introduction_side::Entity>()
        .filter(SideColumn::PersonId.is_in(people.iter().copied()))
        .filter(Column::ArchivedAt.is_null())
        .select_only()
        .column(SideColumn::PersonId)
        .group_by(SideColumn::PersonId);
    let query = QuerySelect::query(&mut select);
    query
        .expr(Expr::cust("COUNT(*)"))
        .join(JoinType::InnerJoin, introduction::Entity, whole());
    Ok(select
        .into_tuple::<(PersonId, i64)>()
        .all(reader.conn())
        .await?
        .into_iter()
        .collect())
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
