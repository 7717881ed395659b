//! Feeds: the interactions of each person, read for many people at once.

use chrono::{DateTime, Utc};
use entity::ids::InteractionId;
use entity::interaction::Channel;
use entity::{interaction, interaction_participant as participant, person};
use interaction::Column;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func, JoinType, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder as _, QuerySelect as _, QueryTrait as _};

use super::list::condition;
use super::{Conditions, InteractionOrder, same};
use crate::kit::list::{Column as Plain, List, Place, Sort, bare};
use crate::kit::{Fault, Reader, Scope};

/// The live interactions of a person that meet the conditions, in an order.
///
/// # Errors
/// There are too many conditions.
pub fn feed(
    place: &Place,
    predicate: Option<Conditions>,
    (order, descending): InteractionOrder,
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    if let Some(predicate) = &predicate {
        predicate.check()?;
    }
    let scope = &place.scope;
    let alone = predicate.is_none() && matches!(order, Column::HappenedAt);
    let statement = if alone {
        // What the index of feeds holds decides it all.
        bare(
            scope
                .select::<participant::Entity>()
                .filter(participant::Column::Archived.eq(false)),
        )
    } else {
        select(place, predicate.as_ref(), now)
    };
    let person = participant::Column::PersonId.into_expr();
    Ok(List::under(statement, person, sort(order, descending)))
}

/// The latest interactions: so many.
///
/// # Errors
/// The database fails.
pub async fn latest(reader: &Reader<'_>, most: u64) -> Result<Vec<InteractionId>, Fault> {
    let live = reader
        .select::<interaction::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .order_by_desc(Column::HappenedAt)
        .order_by_desc(Column::Id)
        .limit(most);
    let ids = live.select_only().column(Column::Id).into_tuple();
    Ok(ids.all(reader.conn()).await?)
}

/// What each of many people told of themselves since the user last spoke with them, that talk included, latest first: interactions with
/// `updatesHeard`. One speaks in person, on the telephone and by video.
#[must_use]
pub fn heard(scope: &Scope) -> List {
    use participant::Column as Part;
    let scope = *scope;
    let there = move |person: SimpleExpr| {
        let there = scope
            .select::<participant::Entity>()
            .filter(Part::Archived.eq(false))
            .filter(Part::PersonId.into_expr().eq(person));
        there.select_only().column(Part::InteractionId).into_query()
    };
    let live = scope
        .select::<interaction::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::UpdatesHeard.is_not_null());
    let live = bare(live);
    let rows = move |parent: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(person) = parent {
            let spoken = scope
                .select::<interaction::Entity>()
                .filter(Column::ArchivedAt.is_null())
                .filter(Column::Channel.is_in([Channel::InPerson, Channel::Call, Channel::Video]))
                .filter(Column::Id.in_subquery(there(person.clone())));
            let last = spoken.select_only().expr(Column::HappenedAt.into_expr().max());
            let since = Func::coalesce([
                SimpleExpr::SubQuery(None, Box::new(last.into_query().into())),
                Expr::val(person::NEVER),
            ]);
            select
                .and_where(Column::Id.in_subquery(there(person)))
                .and_where(Column::HappenedAt.into_expr().gte(since));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::HappenedAt, Column::Id, true),
        most: None,
    }
}

/// The live interactions that meet the conditions, joined to their participants: of which, the caller adds.
pub(super) fn select(place: &Place, predicate: Option<&Conditions>, now: DateTime<Utc>) -> SelectStatement {
    let scope = &place.scope;
    let mut select = scope.select::<interaction::Entity>();
    if let Some(predicate) = predicate {
        select = select.filter(predicate.condition(&|leaf| condition(place, leaf, now)));
    }
    let mut statement = bare(select);
    let joined = Condition::all()
        .add(same(participant::Column::WorkspaceId, Column::WorkspaceId))
        .add(same(participant::Column::InteractionId, Column::Id));
    statement
        .join(JoinType::InnerJoin, participant::Entity, joined)
        .and_where(participant::Column::WorkspaceId.eq(scope.workspace()))
        .and_where(participant::Column::Archived.eq(false));
    statement
}

/// The participant's row repeats the time: its index holds the feed in order.
pub(super) fn sort(order: Column, descending: bool) -> Sort {
    let by_time = matches!(order, Column::HappenedAt);
    Sort {
        column: Plain::of(order),
        key: if by_time {
            participant::Column::HappenedAt.into_expr()
        } else {
            order.into_expr()
        },
        id: participant::Column::InteractionId.into_expr(),
        descending,
    }
}
