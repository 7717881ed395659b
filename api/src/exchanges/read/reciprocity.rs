//! Sums of give and take, and what moved them last. Whatever the number of people, one statement sums and one lists.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::Direction;
use entity::exchange::{self, Column, ExchangeState};
use entity::ids::{ExchangeId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SimpleExpr};
use sea_orm::{
    ActiveEnum, ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use uuid::Uuid;

use super::super::rules::{MOVES, Sums};
use crate::kit::packed::ordered;
use crate::kit::rows::Kind;
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

/// A sum of one way and state: the weights, how many there are, and the last day.
type Row = (String, String, i64, i64, Option<NaiveDate>);

/// Sums by way and state.
fn summed(select: Select<exchange::Entity>) -> Select<exchange::Entity> {
    select
        .filter(Column::State.is_in([ExchangeState::Promised, ExchangeState::Done]))
        .select_only()
        .group_by(Column::Direction)
        .group_by(Column::State)
}

fn sum_columns() -> [(Kind, SimpleExpr); 5] {
    [
        (Kind::Text, Column::Direction.into_expr()),
        (Kind::Text, Column::State.into_expr()),
        (Kind::Big, Column::Weight.sum()),
        (Kind::Big, Column::Weight.count()),
        (Kind::Date, Column::DoneOn.max()),
    ]
}

impl Sums {
    fn add_row(&mut self, (direction, state, weights, exchanges, last): Row) -> Result<(), Fault> {
        let direction = Direction::try_from_value(&direction)?;
        let state = ExchangeState::try_from_value(&state)?;
        self.add((direction, state), (weights, exchanges), last);
        Ok(())
    }
}

/// What went to and fro with each of these people; who is left out exchanged nothing.
///
/// # Errors
/// The database fails.
pub async fn sums_of(reader: &Reader<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, Sums>, Fault> {
    let mut sums: HashMap<PersonId, Sums> = HashMap::new();
    for people in people.chunks(500) {
        let select = summed(counted(reader, Some(people))).group_by(Column::PersonId);
        let person = (Kind::Uuid, Column::PersonId.into_expr());
        let columns = sum_columns().into_iter().chain([person]);
        let rows: Vec<(String, String, i64, i64, Option<NaiveDate>, Uuid)> =
            ordered(reader, select.into_query(), columns).await?;
        for (direction, state, weights, exchanges, last, person) in rows {
            let sums = sums.entry(PersonId(person)).or_default();
            sums.add_row((direction, state, weights, exchanges, last))?;
        }
    }
    Ok(sums)
}

/// What went to and fro with everybody.
///
/// # Errors
/// The database fails.
pub async fn sums_of_all(reader: &Reader<'_>) -> Result<Sums, Fault> {
    let select = summed(counted(reader, None));
    let rows: Vec<Row> = ordered(reader, select.into_query(), sum_columns()).await?;
    let mut sums = Sums::default();
    for row in rows {
        sums.add_row(row)?;
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
