use std::collections::HashMap;

use entity::ids::{CircleId, PersonId, TagId};
use entity::{Record, RecordType, circle, circle_member, person, person_tag, tag};
use sea_orm::sea_query::{ExprTrait, IntoCondition, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::kit::batch::{Child, group, top_of_each};
use crate::kit::filter::TextTest;
use crate::kit::fold::fold;
use crate::kit::page::{self, Page, PageRequest, Position, Sorting};
use crate::kit::{Fault, Reader, record};
use crate::search;

/// What circles and tags have in common: a name that is unique among them.
pub trait Label: Record + FromQueryResult {
    /// What users call it.
    const WORD: &'static str;

    /// The name without case and accents.
    fn name_key(&self) -> &str;
    /// The column that holds it.
    fn name_key_column() -> <Self::Table as EntityTrait>::Column;
    /// The column that says since when it is archived.
    fn archived_at_column() -> <Self::Table as EntityTrait>::Column;
    /// The condition that the words of a text are found in it.
    fn matching(reader: &Reader<'_>, text: &str) -> Condition;
}

impl Label for circle::Model {
    const WORD: &'static str = "circle";

    fn name_key(&self) -> &str {
        &self.name_key
    }

    fn name_key_column() -> circle::Column {
        circle::Column::NameKey
    }

    fn archived_at_column() -> circle::Column {
        circle::Column::ArchivedAt
    }

    fn matching(reader: &Reader<'_>, text: &str) -> Condition {
        let backend = reader.conn().get_database_backend();
        let found = search::found(backend, reader.workspace(), RecordType::Circle, text);
        page::is_in(circle::Column::Id, found).into_condition()
    }
}

impl Label for tag::Model {
    const WORD: &'static str = "tag";

    fn name_key(&self) -> &str {
        &self.name_key
    }

    fn name_key_column() -> tag::Column {
        tag::Column::NameKey
    }

    fn archived_at_column() -> tag::Column {
        tag::Column::ArchivedAt
    }

    /// A tag is but a short name, which needs no index of words: many are made at once.
    fn matching(_: &Reader<'_>, text: &str) -> Condition {
        let words = fold(text);
        let contains =
            |word: &str| TextTest::Contains(word.to_owned()).on_folded(tag::Column::NameKey.into_expr());
        words
            .split(' ')
            .fold(Condition::all(), |all, word| all.add(contains(word)))
    }
}

/// Which circles, or tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LabelFilter {
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// The place of a circle or tag in a list, which is by name.
#[must_use]
pub fn position<L: Label>(label: &L) -> Position {
    use entity::TypedId;
    Position {
        key: label.name_key().into(),
        id: label.id().uuid(),
    }
}

/// A page of the circles, or of the tags, by name.
///
/// # Errors
/// The database fails.
pub async fn page<L: Label>(
    reader: &Reader<'_>,
    filter: &LabelFilter,
    request: &PageRequest,
) -> Result<Page<L>, Fault> {
    let mut select = reader.select::<L::Table>();
    if !filter.archived {
        select = select.filter(L::archived_at_column().is_null());
    }
    if let Some(text) = &filter.search {
        select = select.filter(L::matching(reader, text));
    }
    let sorting = Sorting {
        key: L::name_key_column(),
        id: record::id_column::<L>(),
        descending: false,
    };
    page::read(reader, select, sorting, request).await
}

/// Circles by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn circles_by_ids(
    reader: &Reader<'_>,
    ids: &[CircleId],
) -> Result<HashMap<CircleId, circle::Model>, Fault> {
    let found = record::by_ids::<circle::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}

/// Tags by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn tags_by_ids(reader: &Reader<'_>, ids: &[TagId]) -> Result<HashMap<TagId, tag::Model>, Fault> {
    let found = record::by_ids::<tag::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}

/// The live tags of people, by name: at most [`super::LABELS`] of each.
///
/// # Errors
/// The database fails.
pub async fn tags_of(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<tag::Model>>, Fault> {
    use person_tag::Column as Link;
    let joined = Condition::all()
        .add(
            Link::WorkspaceId
                .into_expr()
                .equals((tag::Entity, tag::Column::WorkspaceId)),
        )
        .add(Link::TagId.into_expr().equals((tag::Entity, tag::Column::Id)));
    labels_of(reader, people, person_tag::Entity, joined, Link::PersonId).await
}

/// The live circles of people, by name: at most [`super::LABELS`] of each.
///
/// # Errors
/// The database fails.
pub async fn circles_of(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<circle::Model>>, Fault> {
    use circle_member::Column as Link;
    let joined = Condition::all()
        .add(
            Link::WorkspaceId
                .into_expr()
                .equals((circle::Entity, circle::Column::WorkspaceId)),
        )
        .add(
            Link::CircleId
                .into_expr()
                .equals((circle::Entity, circle::Column::Id)),
        );
    labels_of(reader, people, circle_member::Entity, joined, Link::PersonId).await
}

async fn labels_of<L: Label, E: EntityTrait>(
    reader: &Reader<'_>,
    people: &[PersonId],
    links: E,
    joined: Condition,
    person: E::Column,
) -> Result<HashMap<PersonId, Vec<L>>, Fault> {
    let mut rows: Vec<Child<L>> = Vec::new();
    for people in people.chunks(500) {
        let mut select = reader
            .select::<L::Table>()
            .filter(L::archived_at_column().is_null())
            .filter(person.is_in(people.iter().copied()))
            .column_as(person, "parent");
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, links, joined.clone());
        let select = select
            .order_by_asc(L::name_key_column())
            .order_by_asc(record::id_column::<L>());
        rows.extend(select.into_model().all(reader.conn()).await?);
    }
    Ok(group(
        rows.into_iter()
            .map(|child| (PersonId(child.parent), child.model)),
    ))
}

/// A circle, and which part of its members.
pub type OfCircle = (CircleId, PageRequest);

/// The place of a person in a circle, which is by name.
#[must_use]
pub fn member_position(person: &person::Model) -> Position {
    Position {
        key: person.sort_name.as_str().into(),
        id: person.id.0,
    }
}

/// Pages of the live members of many circles, by name; one statement where the pages are alike, and one more where they
/// are counted.
///
/// # Errors
/// The database fails.
pub async fn members_of(
    reader: &Reader<'_>,
    keys: &[OfCircle],
) -> Result<HashMap<OfCircle, Page<person::Model>>, Fault> {
    use person::Column;
    let sorting = Sorting {
        key: Column::SortName,
        id: Column::Id,
        descending: false,
    };
    let mut pages = HashMap::new();
    for (request, circles) in group(keys.iter().map(|(circle, request)| (request.clone(), *circle))) {
        let list = |circle: SimpleExpr| {
            let members = reader
                .select::<circle_member::Entity>()
                .filter(circle_member::Column::CircleId.into_expr().eq(circle))
                .select_only()
                .column(circle_member::Column::PersonId);
            let live = reader
                .select::<person::Entity>()
                .filter(Column::ArchivedAt.is_null());
            let mut select = live
                .filter(Column::Id.in_subquery(members.into_query()))
                .into_query();
            sorting.limit(&request, &mut select);
            select
        };
        let parents: Vec<Uuid> = circles.iter().map(|circle| circle.0).collect();
        let found: Vec<Child<person::Model>> = top_of_each(reader, &parents, list).await?;
        let mut rows = group(found.into_iter().map(|child| (child.parent, child.model)));
        let totals = if request.count {
            member_counts(reader, &circles).await?
        } else {
            HashMap::new()
        };
        for circle in circles {
            let total = request
                .count
                .then(|| totals.get(&circle).copied().unwrap_or_default());
            let page = request.cut(rows.remove(&circle.0).unwrap_or_default(), total);
            pages.insert((circle, request.clone()), page);
        }
    }
    Ok(pages)
}

/// How many live members circles have; circles without any are left out.
///
/// # Errors
/// The database fails.
pub async fn member_counts(
    reader: &Reader<'_>,
    circles: &[CircleId],
) -> Result<HashMap<CircleId, i64>, Fault> {
    use circle_member::Column;
    let joined = Condition::all()
        .add(
            Column::WorkspaceId
                .into_expr()
                .equals((person::Entity, person::Column::WorkspaceId)),
        )
        .add(
            Column::PersonId
                .into_expr()
                .equals((person::Entity, person::Column::Id)),
        );
    let mut counts = HashMap::new();
    for circles in circles.chunks(500) {
        let mut select = reader
            .select::<circle_member::Entity>()
            .filter(Column::CircleId.is_in(circles.iter().copied()))
            .filter(person::Column::ArchivedAt.is_null())
            .select_only()
            .column(Column::CircleId)
            .column_as(Column::PersonId.count(), "members")
            .group_by(Column::CircleId);
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, person::Entity, joined.clone());
        counts.extend(select.into_tuple::<(CircleId, i64)>().all(reader.conn()).await?);
    }
    Ok(counts)
}
