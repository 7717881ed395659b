//! Sums of give and take, and what moved them last. Whatever the number of people, one statement sums and one lists.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::Direction;
use entity::exchange::{self, Column, ExchangeState};
use entity::ids::{ExchangeId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::super::rules::{MOVES, Sums};
use crate::kit::{Fault, Reader};

/// An exchange that moved a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Move {
    /// With whom.
    pub person_id: PersonId,
    /// Which exchange.
    pub id: ExchangeId,
    /// Which way.
    pub direction: Direction,
    /// How much it counts.
    pub weight: i32,
}

/// Exchanges that count, of some people or of all.
fn counted(reader: &Reader<'_>, people: Option<&[PersonId]>) -> Select<exchange::Entity> {
    let select = reader
        .select::<exchange::Entity>()
        .filter(Column::ArchivedAt.is_null());
    match people {
        Some(people) => select.filter(Column::PersonId.is_in(people.iter().copied())),
        None => select,
    }
}

/// Sums by way and state: the weights, how many there are, and the last day.
fn summed(select: Select<exchange::Entity>) -> Select<exchange::Entity> {
    select
        .filter(Column::State.is_in([ExchangeState::Promised, ExchangeState::Done]))
        .select_only()
        .columns([Column::Direction, Column::State])
        .column_as(Column::Weight.sum(), "weights")
        .column_as(Column::Weight.count(), "exchanges")
        .column_as(Column::DoneOn.max(), "last")
        .group_by(Column::Direction)
        .group_by(Column::State)
}

type Row = (Direction, ExchangeState, i64, i64, Option<NaiveDate>);

/// What went to and fro with each of these people; who is left out exchanged nothing.
///
/// # Errors
/// The database fails.
pub async fn sums_of(reader: &Reader<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, Sums>, Fault> {
    let mut sums: HashMap<PersonId, Sums> = HashMap::new();
    for people in people.chunks(500) {
        let select = summed(counted(reader, Some(people)));
        let rows = select
            .column(Column::PersonId)
            .group_by(Column::PersonId)
            .into_tuple::<(Direction, ExchangeState, i64, i64, Option<NaiveDate>, PersonId)>();
        for (direction, state, weights, exchanges, last, person) in rows.all(reader.conn()).await? {
            let sums = sums.entry(person).or_default();
            sums.add((direction, state), (weights, exchanges), last);
        }
    }
    Ok(sums)
}

/// What went to and fro with everybody.
///
/// # Errors
/// The database fails.
pub async fn sums_of_all(reader: &Reader<'_>) -> Result<Sums, Fault> {
    let rows: Vec<Row> = summed(counted(reader, None))
        .into_tuple()
        .all(reader.conn())
        .await?;
    let mut sums = Sums::default();
    for (direction, state, weights, exchanges, last) in rows {
        sums.add((direction, state), (weights, exchanges), last);
    }
    Ok(sums)
}

/// What moved the balance with each of these people last, latest first.
///
/// # Errors
/// The database fails.
pub async fn moves_of(reader: &Reader<'_>, people: &[PersonId]) -> Result<Vec<Move>, Fault> {
    let latest = "ROW_NUMBER() OVER (PARTITION BY \"person_id\" ORDER BY \"sort_done\" DESC, \"id\" DESC)";
    let mut moves = Vec::new();
    for people in people.chunks(500) {
        let ranked = counted(reader, Some(people))
            .filter(Column::State.eq(ExchangeState::Done))
            .select_only()
            .columns([Column::PersonId, Column::Id, Column::Direction, Column::Weight])
            .expr_as(Expr::cust(latest), "place")
            .into_query();
        let mut top = Query::select();
        top.columns(["person_id", "id", "direction", "weight"])
            .from_subquery(ranked, "ranked")
            .and_where(Expr::col("place").lte(MOVES))
            .order_by("person_id", Order::Asc)
            .order_by("place", Order::Asc);
        let statement = reader.conn().get_database_backend().build(&top);
        moves.extend(Move::find_by_statement(statement).all(reader.conn()).await?);
    }
    Ok(moves)
}

/// What moved the balance with everybody last, latest first.
///
/// # Errors
/// The database fails.
pub async fn moves_of_all(reader: &Reader<'_>) -> Result<Vec<Move>, Fault> {
    let select = counted(reader, None).filter(Column::State.eq(ExchangeState::Done));
    let latest = select
        .order_by_desc(Column::SortDone)
        .order_by_desc(Column::Id)
        .limit(u64::from(MOVES));
    let columns = [Column::PersonId, Column::Id, Column::Direction, Column::Weight];
    Ok(latest
        .select_only()
        .columns(columns)
        .into_model()
        .all(reader.conn())
        .await?)
}
