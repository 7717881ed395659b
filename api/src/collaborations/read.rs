use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use collaboration::{CollaborationState, Column};
use entity::ids::CollaborationId;
use entity::{RecordType, collaboration, collaboration_member, collaboration_milestone};
use sea_orm::sea_query::{ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::kit::batch::group;
use crate::kit::filter::{IdTest, Predicate, TextTest, TimeTest, WordTest, has};
use crate::kit::list::{Children, List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::page;
use crate::kit::{Fault, Reader, Scope};
use crate::search;

/// Of so many collaborations under way the milestones are looked at.
const UNDER_WAY: u64 = 500;

/// What a list of collaborations can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CollaborationLeaf {
    /// The title.
    Title(TextTest),
    /// What it is.
    Kind(WordTest),
    /// How far it is.
    State(WordTest),
    /// Who is or was a member; empty when nobody is.
    Member(IdTest),
    /// When it was made.
    CreatedAt(TimeTest),
    /// When it was changed.
    UpdatedAt(TimeTest),
}

/// Which collaborations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CollaborationFilter {
    /// Conditions.
    pub predicate: Option<Predicate<CollaborationLeaf>>,
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// What a list of collaborations is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CollaborationOrder {
    /// The title.
    Title,
    /// When it was made.
    CreatedAt,
    /// When it was changed.
    UpdatedAt,
}

impl CollaborationOrder {
    const fn column(self) -> Column {
        match self {
            Self::Title => Column::SortTitle,
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

/// The collaborations that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn list(
    place: &Place,
    filter: &CollaborationFilter,
    (order, descending): (CollaborationOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    let mut select = place.scope.select::<collaboration::Entity>();
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
            RecordType::Collaboration,
            text,
        );
        select = select.filter(page::is_in(Column::Id, found));
    }
    Ok(List::of(select, Sort::by(order.column(), Column::Id, descending)))
}

fn condition(scope: &Scope, leaf: &CollaborationLeaf, now: DateTime<Utc>) -> Condition {
    let expression = match leaf {
        CollaborationLeaf::Title(test) => test.on_folded(Column::SortTitle.into_expr()),
        CollaborationLeaf::Kind(test) => test.on(Column::Kind.into_expr()),
        CollaborationLeaf::State(test) => test.on(Column::State.into_expr()),
        CollaborationLeaf::Member(test) => {
            let (some, is) = test.some();
            has(Column::Id, with(scope, |person| some.on(person)), is)
        }
        CollaborationLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        CollaborationLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
}

/// The collaborations that have such a member.
fn with(scope: &Scope, such: impl FnOnce(SimpleExpr) -> SimpleExpr) -> SelectStatement {
    use collaboration_member::Column;
    let select = scope
        .select::<collaboration_member::Entity>()
        .filter(such(Column::PersonId.into_expr()));
    select.select_only().column(Column::CollaborationId).into_query()
}

/// The members of collaborations, in the user's order: at most [`super::MEMBERS`] of each.
#[must_use]
pub fn members(scope: &Scope) -> Children {
    use collaboration_member::Column;
    Children::of::<collaboration_member::Entity>(scope, Column::CollaborationId, Column::Position)
        .order_by([Column::Id])
}

/// The milestones of collaborations, in the user's order: at most [`super::MILESTONES`] of each.
#[must_use]
pub fn milestones(scope: &Scope) -> Children {
    use collaboration_milestone::Column;
    Children::of::<collaboration_milestone::Entity>(scope, Column::CollaborationId, Column::Position)
        .order_by([Column::Id])
}

/// The live collaborations that people are or were members of, newest first, each once.
#[must_use]
pub fn of_people(scope: &Scope) -> List {
    under_people(scope, None)
}

/// Those of them that are neither done nor dropped.
#[must_use]
pub fn under_way_of_people(scope: &Scope) -> List {
    let over = [CollaborationState::Done, CollaborationState::Dropped];
    let condition = Column::State.is_not_in(over);
    under_people(scope, Some(condition))
}

fn under_people(scope: &Scope, condition: Option<SimpleExpr>) -> List {
    let scope = *scope;
    let mut live = bare(
        scope
            .select::<collaboration::Entity>()
            .filter(Column::ArchivedAt.is_null()),
    );
    if let Some(condition) = condition {
        live.and_where(condition);
    }
    let rows = move |person: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(person) = person {
            select.and_where(Column::Id.in_subquery(with(&scope, |member| member.eq(person))));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::CreatedAt, Column::Id, true),
        most: None,
    }
}

/// The members of collaborations, in the user's order: at most [`super::MEMBERS`] of each.
///
/// # Errors
/// The database fails.
pub async fn members_of(
    reader: &Reader<'_>,
    ids: &[CollaborationId],
) -> Result<HashMap<CollaborationId, Vec<collaboration_member::Model>>, Fault> {
    use collaboration_member::Column;
    let mut rows = Vec::new();
    for ids in ids.chunks(500) {
        let own = Column::CollaborationId.is_in(ids.iter().copied());
        let select = reader.select::<collaboration_member::Entity>().filter(own);
        rows.extend(
            select
                .order_by_asc(Column::Position)
                .order_by_asc(Column::Id)
                .all(reader.conn())
                .await?,
        );
    }
    Ok(group(rows.into_iter().map(|row| (row.collaboration_id, row))))
}

/// The milestones of collaborations, in the user's order: at most [`super::MILESTONES`] of each.
///
/// # Errors
/// The database fails.
pub async fn milestones_of(
    reader: &Reader<'_>,
    ids: &[CollaborationId],
) -> Result<HashMap<CollaborationId, Vec<collaboration_milestone::Model>>, Fault> {
    use collaboration_milestone::Column;
    let mut rows = Vec::new();
    for ids in ids.chunks(500) {
        let own = Column::CollaborationId.is_in(ids.iter().copied());
        let select = reader.select::<collaboration_milestone::Entity>().filter(own);
        rows.extend(
            select
                .order_by_asc(Column::Position)
                .order_by_asc(Column::Id)
                .all(reader.conn())
                .await?,
        );
    }
    Ok(group(rows.into_iter().map(|row| (row.collaboration_id, row))))
}

/// The milestones of collaborations under way that are to be reached until a day, soonest first: at most so many.
///
/// # Errors
/// The database fails.
pub async fn milestones_due(
    reader: &Reader<'_>,
    until: NaiveDate,
    most: u64,
) -> Result<Vec<(collaboration::Model, collaboration_milestone::Model)>, Fault> {
    use collaboration_milestone::Column as Milestone;
    let under_way = reader
        .select::<collaboration::Entity>()
        .filter(Column::State.eq(CollaborationState::Active))
        .filter(Column::ArchivedAt.is_null());
    let under_way = models(reader, under_way.limit(UNDER_WAY)).await?;
    let due = reader
        .select::<collaboration_milestone::Entity>()
        .filter(Milestone::CollaborationId.is_in(under_way.iter().map(|it| it.id)))
        .filter(Milestone::DoneOn.is_null())
        .filter(Milestone::DueOn.lte(until))
        .order_by_asc(Milestone::DueOn)
        .order_by_asc(Milestone::Id)
        .limit(most);
    let due = models(reader, due).await?;
    let known: HashMap<CollaborationId, collaboration::Model> =
        under_way.into_iter().map(|it| (it.id, it)).collect();
    let with_its_own = |it: collaboration_milestone::Model| {
        let collaboration = known.get(&it.collaboration_id)?;
        Some((collaboration.clone(), it))
    };
    Ok(due.into_iter().filter_map(with_its_own).collect())
}
