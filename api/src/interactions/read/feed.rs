//! Feeds: the interactions of a person, of many people at once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::ids::PersonId;
use entity::{interaction, interaction_participant as participant};
use interaction::Column;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, FromQueryResult, QueryFilter, QueryTrait};
use uuid::Uuid;

use super::list::condition;
use super::{InteractionLeaf, InteractionOrder, same};
use crate::kit::batch::{Child, group, top_of_each};
use crate::kit::filter::Predicate;
use crate::kit::page::{Page, PageRequest, Sorting};
use crate::kit::{Fault, Reader};

/// Which part of a person's feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Feed {
    /// Conditions.
    pub predicate: Option<Predicate<InteractionLeaf>>,
    /// By what it is sorted.
    pub order: InteractionOrder,
    /// Highest first.
    pub descending: bool,
    /// Which part.
    pub request: PageRequest,
}

impl Feed {
    /// The live interactions that the feed is about, joined to their participants: of which, the caller adds.
    fn select(&self, reader: &Reader<'_>, now: DateTime<Utc>) -> SelectStatement {
        let mut select = reader.select::<interaction::Entity>();
        if let Some(predicate) = &self.predicate {
            select = select.filter(predicate.condition(&|leaf| condition(reader, leaf, now)));
        }
        let mut statement = select.into_query();
        let joined = Condition::all()
            .add(same(participant::Column::WorkspaceId, Column::WorkspaceId))
            .add(same(participant::Column::InteractionId, Column::Id));
        statement
            .join(JoinType::InnerJoin, participant::Entity, joined)
            .and_where(participant::Column::WorkspaceId.eq(reader.workspace()))
            .and_where(participant::Column::Archived.eq(false));
        statement
    }

    /// Puts the select in order and cuts it to the part, and one entry more.
    fn limit(&self, statement: &mut SelectStatement) {
        let descending = self.descending;
        match self.order {
            // The participant's row repeats the time: its index holds the feed in order.
            InteractionOrder::HappenedAt => {
                let (key, id) = (
                    participant::Column::HappenedAt,
                    participant::Column::InteractionId,
                );
                Sorting { key, id, descending }.limit(&self.request, statement);
            }
            InteractionOrder::CreatedAt => {
                let (key, id) = (Column::CreatedAt, Column::Id);
                Sorting { key, id, descending }.limit(&self.request, statement);
            }
        }
    }
}

/// The same part of the feeds of many people, with one entry more than the page holds, in one statement.
///
/// # Errors
/// The filter is too large, or the database fails.
pub async fn feeds(
    reader: &Reader<'_>,
    people: &[PersonId],
    feed: &Feed,
    now: DateTime<Utc>,
) -> Result<HashMap<PersonId, Vec<interaction::Model>>, Fault> {
    if let Some(predicate) = &feed.predicate {
        predicate.check()?;
    }
    let parents: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    let list = |person: SimpleExpr| {
        let mut statement = feed.select(reader, now);
        statement.and_where(participant::Column::PersonId.into_expr().eq(person));
        feed.limit(&mut statement);
        statement
    };
    let found: Vec<Child<interaction::Model>> = top_of_each(reader, &parents, list).await?;
    Ok(group(
        found
            .into_iter()
            .map(|child| (PersonId(child.parent), child.model)),
    ))
}

/// A page of one person's feed, of what is among `found` where that is given.
///
/// # Errors
/// The database fails.
pub(super) async fn page(
    reader: &Reader<'_>,
    person: PersonId,
    feed: &Feed,
    found: Option<SimpleExpr>,
    now: DateTime<Utc>,
) -> Result<Page<interaction::Model>, Fault> {
    let mut statement = feed.select(reader, now);
    statement.and_where(participant::Column::PersonId.eq(person));
    if let Some(found) = found {
        statement.and_where(found);
    }
    let mut total = None;
    if feed.request.count {
        let mut count = statement.clone();
        count.clear_selects().expr(Expr::cust("COUNT(*)"));
        let row = reader.conn().query_one(&count).await?;
        total = row.map(|row| row.try_get_by_index(0)).transpose()?;
    }
    feed.limit(&mut statement);
    let rows = reader.conn().query_all(&statement).await?;
    let rows = rows
        .iter()
        .map(|row| interaction::Model::from_query_result(row, ""));
    Ok(feed.request.cut(rows.collect::<Result<_, _>>()?, total))
}

/// How long the feeds of many people are, in one statement; people without an entry are left out.
///
/// # Errors
/// The database fails.
pub async fn counts_of(
    reader: &Reader<'_>,
    people: &[PersonId],
    feed: &Feed,
    now: DateTime<Utc>,
) -> Result<HashMap<PersonId, i64>, Fault> {
    let mut counts = HashMap::new();
    // Within what one statement may carry on either database.
    for people in people.chunks(500) {
        let person = participant::Column::PersonId;
        let mut statement = feed.select(reader, now);
        statement.clear_selects();
        statement
            .expr_as(person.into_expr(), Alias::new("parent"))
            .expr_as(Expr::cust("COUNT(*)"), Alias::new("entries"))
            .and_where(person.is_in(people.iter().copied()))
            .add_group_by([person.into_expr()]);
        for row in reader.conn().query_all(&statement).await? {
            counts.insert(PersonId(row.try_get("", "parent")?), row.try_get("", "entries")?);
        }
    }
    Ok(counts)
}
