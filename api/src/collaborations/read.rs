use std::collections::HashMap;

use chrono::{DateTime, Utc};
use collaboration::Column;
use entity::ids::{CollaborationId, PersonId};
use entity::{RecordType, collaboration, collaboration_member, collaboration_milestone};
use sea_orm::sea_query::{ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::kit::batch::{Child, group, top_of_each};
use crate::kit::filter::{IdTest, Predicate, TextTest, TimeTest, WordTest};
use crate::kit::page::{self, Page, PageRequest, Position, Sorting};
use crate::kit::{Fault, Reader, record};
use crate::search;

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

/// The place of a collaboration in a list.
#[must_use]
pub fn position(order: CollaborationOrder, model: &collaboration::Model) -> Position {
    let key = match order {
        CollaborationOrder::Title => model.sort_title.as_str().into(),
        CollaborationOrder::CreatedAt => model.created_at.into(),
        CollaborationOrder::UpdatedAt => model.updated_at.into(),
    };
    Position { key, id: model.id.0 }
}

/// A page of the collaborations.
///
/// # Errors
/// The filter is too large, or the database fails.
pub async fn page(
    reader: &Reader<'_>,
    filter: &CollaborationFilter,
    (order, descending): (CollaborationOrder, bool),
    request: &PageRequest,
    now: DateTime<Utc>,
) -> Result<Page<collaboration::Model>, Fault> {
    let mut select = reader.select::<collaboration::Entity>();
    if !filter.archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| condition(reader, leaf, now)));
    }
    if let Some(text) = &filter.search {
        let backend = reader.conn().get_database_backend();
        let found = search::found(backend, reader.workspace(), RecordType::Collaboration, text);
        select = select.filter(page::is_in(Column::Id, found));
    }
    let sorting = Sorting {
        key: order.column(),
        id: Column::Id,
        descending,
    };
    page::read(reader, select, sorting, request).await
}

fn condition(reader: &Reader<'_>, leaf: &CollaborationLeaf, now: DateTime<Utc>) -> Condition {
    let expression = match leaf {
        CollaborationLeaf::Title(test) => test.on_folded(Column::SortTitle.into_expr()),
        CollaborationLeaf::Kind(test) => test.on(Column::Kind.into_expr()),
        CollaborationLeaf::State(test) => test.on(Column::State.into_expr()),
        CollaborationLeaf::Member(test) => with_member(reader, test),
        CollaborationLeaf::CreatedAt(test) => test.on(Column::CreatedAt.into_expr(), now),
        CollaborationLeaf::UpdatedAt(test) => test.on(Column::UpdatedAt.into_expr(), now),
    };
    Condition::all().add(expression)
}

/// On a list, "not in" means that none is, and "null" that it is empty.
fn with_member(reader: &Reader<'_>, test: &IdTest) -> SimpleExpr {
    let people = |ids: &[uuid::Uuid]| ids.iter().copied().map(PersonId).collect::<Vec<_>>();
    match test {
        IdTest::In(ids) => Column::Id.in_subquery(with(reader, |person| person.is_in(people(ids)))),
        IdTest::NotIn(ids) => Column::Id.not_in_subquery(with(reader, |person| person.is_in(people(ids)))),
        IdTest::IsNull(false) => Column::Id.in_subquery(with(reader, |person| person.is_not_null())),
        IdTest::IsNull(true) => Column::Id.not_in_subquery(with(reader, |person| person.is_not_null())),
    }
}

/// The collaborations that have such a member.
fn with(reader: &Reader<'_>, such: impl FnOnce(SimpleExpr) -> SimpleExpr) -> SelectStatement {
    use collaboration_member::Column;
    let select = reader
        .select::<collaboration_member::Entity>()
        .filter(such(Column::PersonId.into_expr()));
    select.select_only().column(Column::CollaborationId).into_query()
}

/// Collaborations by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn by_ids(
    reader: &Reader<'_>,
    ids: &[CollaborationId],
) -> Result<HashMap<CollaborationId, collaboration::Model>, Fault> {
    let found = record::by_ids::<collaboration::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
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

/// A person, and which part of their collaborations.
pub type OfPerson = (PersonId, PageRequest);

/// Pages of the live collaborations of many people, newest first; one statement where the pages are alike, and one more where
/// they are counted.
///
/// # Errors
/// The database fails.
pub async fn of_people(
    reader: &Reader<'_>,
    keys: &[OfPerson],
) -> Result<HashMap<OfPerson, Page<collaboration::Model>>, Fault> {
    let sorting = Sorting {
        key: Column::CreatedAt,
        id: Column::Id,
        descending: true,
    };
    let mut pages = HashMap::new();
    for (request, people) in group(keys.iter().map(|(person, request)| (request.clone(), *person))) {
        let list = |person: SimpleExpr| {
            let theirs = Column::Id.in_subquery(with(reader, |member| member.eq(person)));
            let live = reader
                .select::<collaboration::Entity>()
                .filter(Column::ArchivedAt.is_null());
            let mut select = live.filter(theirs).into_query();
            sorting.limit(&request, &mut select);
            select
        };
        let parents: Vec<uuid::Uuid> = people.iter().map(|person| person.0).collect();
        let found: Vec<Child<collaboration::Model>> = top_of_each(reader, &parents, list).await?;
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

/// How many live collaborations people are members of, each counted once.
async fn count_of(reader: &Reader<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, i64>, Fault> {
    use collaboration_member::Column as Member;
    let whole = Condition::all()
        .add(
            Column::WorkspaceId
                .into_expr()
                .equals((collaboration_member::Entity, Member::WorkspaceId)),
        )
        .add(
            Column::Id
                .into_expr()
                .equals((collaboration_member::Entity, Member::CollaborationId)),
        );
    let mut counts = HashMap::new();
    for people in people.chunks(500) {
        let mut select = reader
            .select::<collaboration_member::Entity>()
            .filter(Member::PersonId.is_in(people.iter().copied()))
            .filter(Column::ArchivedAt.is_null())
            .select_only()
            .column(Member::PersonId)
            .group_by(Member::PersonId);
        let query = QuerySelect::query(&mut select);
        query.expr(Member::CollaborationId.into_expr().count_distinct());
        query.join(JoinType::InnerJoin, collaboration::Entity, whole.clone());
        counts.extend(select.into_tuple::<(PersonId, i64)>().all(reader.conn()).await?);
    }
    Ok(counts)
}
