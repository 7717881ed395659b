use std::collections::HashMap;

use chrono::NaiveDate;
use collaboration::{CollaborationState, Column};
use entity::ids::{CollaborationId, PersonId};
use entity::{collaboration, collaboration_member, collaboration_milestone};
use sea_orm::sea_query::{ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::rules::{Gains, gains};
use crate::kit::batch::group;
use crate::kit::filter::{IdTest, has};
use crate::kit::list::{Children, List, Place, Sort, bare};
use crate::kit::models::models;
use crate::kit::{Fault, Reader, Scope};

/// Of so many collaborations under way the milestones are looked at.
const UNDER_WAY: u64 = 500;

/// What a list of collaborations can be filtered by besides columns of theirs.
#[derive(Clone, Debug)]
pub enum CollaborationLeaf {
    /// Who is or was a member; empty when nobody is.
    Member(IdTest),
}

/// What a condition means.
#[must_use]
pub fn condition(place: &Place, CollaborationLeaf::Member(test): &CollaborationLeaf) -> SimpleExpr {
    let (some, is) = test.some();
    has(Column::Id, with(&place.scope, |person| some.on(person)), is)
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

/// What a collaboration gives to those who take part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// How many people there are.
    pub people: i64,
    /// Of how many it is said what they have of it.
    pub benefiting: i64,
    /// Of how many it is said what they learn.
    pub learning: i64,
    /// How their gains compare.
    pub gains: Gains,
    /// Who gains least, where not all gain as much.
    pub least: Option<PersonId>,
}

/// What each collaboration gives to those who take part, in the order in which they are asked for.
///
/// # Errors
/// The database fails.
pub async fn balances(
    reader: &Reader<'_>,
    ids: &[CollaborationId],
) -> Result<Vec<(CollaborationId, Balance)>, Fault> {
    let members = members_of(reader, ids).await?;
    let of = |id: &CollaborationId| (*id, balance(members.get(id).map_or(&[], Vec::as_slice)));
    Ok(ids.iter().map(of).collect())
}

fn balance(members: &[collaboration_member::Model]) -> Balance {
    let mut people: Vec<(PersonId, Vec<&collaboration_member::Model>)> = Vec::new();
    for member in members {
        match people.iter_mut().find(|(person, _)| *person == member.person_id) {
            Some((_, periods)) => periods.push(member),
            None => people.push((member.person_id, vec![member])),
        }
    }
    let has = |such: fn(&collaboration_member::Model) -> bool| {
        let such = people
            .iter()
            .filter(|(_, periods)| periods.iter().any(|it| such(it)));
        i64::try_from(such.count()).unwrap_or(i64::MAX)
    };
    let mean = |periods: &[&collaboration_member::Model]| {
        let known: Vec<f64> = periods.iter().filter_map(|it| it.gain.map(f64::from)).collect();
        gains(&known).average
    };
    let judged: Vec<(PersonId, f64)> = people
        .iter()
        .filter_map(|(person, periods)| Some((*person, mean(periods)?)))
        .collect();
    let known: Vec<f64> = judged.iter().map(|(_, gain)| *gain).collect();
    let gains = gains(&known);
    let least = judged.iter().min_by(|one, other| one.1.total_cmp(&other.1));
    Balance {
        people: has(|_| true),
        benefiting: has(|it| it.benefit.is_some()),
        learning: has(|it| it.learning.is_some()),
        gains,
        least: least
            .filter(|_| gains.balance.is_some_and(|balance| balance < 1.0))
            .map(|(person, _)| *person),
    }
}
