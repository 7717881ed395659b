//! What came of what people gave to the user.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::Direction;
use entity::exchange::{self, ExchangeKind, ExchangeState};
use entity::ids::{ExchangeId, IntroductionId, PersonId};
use entity::introduction::{self, IntroductionOutcome};
use futures_util::join;
use sea_orm::sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement};
use sea_orm::{ActiveEnum as _, ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::kit::packed::ordered;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// Most that is told of a person.
const OUTCOMES: usize = 20;

/// What is given to see what comes of it, whether or not it was said.
const FRUITFUL: [ExchangeKind; 4] = [
    ExchangeKind::Advice,
    ExchangeKind::Feedback,
    ExchangeKind::Introduction,
    ExchangeKind::Referral,
];

/// What somebody gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GivenOutcome {
    /// An introduction that they made as its connector.
    Introduction(IntroductionId),
    /// Something that the user received from them.
    Exchange(ExchangeId),
}

/// What came of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameOf {
    /// Of what.
    pub given: GivenOutcome,
    /// When it was given.
    pub on: NaiveDate,
    /// What came of an introduction.
    pub outcome: Option<IntroductionOutcome>,
    /// What came of it, in words.
    pub text: Option<String>,
}

/// What came of what each of these people gave, latest first: at most twenty of each.
///
/// # Errors
/// The database fails.
pub async fn outcomes(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<CameOf>>, Fault> {
    let mut all: HashMap<PersonId, Vec<CameOf>> = HashMap::new();
    let (introduced, received) = join!(introduced(reader, people), received(reader, people));
    for (person, it) in introduced?.into_iter().chain(received?) {
        all.entry(person).or_default().push(it);
    }
    for of in all.values_mut() {
        of.sort_by_key(|it| (Reverse(it.on), it.given));
        of.truncate(OUTCOMES);
    }
    Ok(all)
}

/// The first rows of each person.
fn first(ranked: SelectStatement) -> SelectStatement {
    let mut first = Query::select();
    first
        .from_subquery(ranked, "ranked")
        .and_where(Expr::col("place").lte(i64::try_from(OUTCOMES).unwrap_or(i64::MAX)))
        .order_by("person", Order::Asc)
        .order_by("place", Order::Asc);
    first
}

/// By which column rows are of a person and ordered.
fn ranks(person: &str, on: &str) -> SelectExpr {
    Expr::cust(format!(
        "ROW_NUMBER() OVER (PARTITION BY \"{person}\" ORDER BY \"{on}\" DESC, \"id\")"
    ))
}

type SelectExpr = sea_orm::sea_query::SimpleExpr;

/// The connector, the introduction, when it was made, what came of it, and more on that.
type Introduced = (Uuid, Uuid, DateTime<Utc>, Option<String>, Option<String>);

async fn introduced(reader: &Reader<'_>, people: &[PersonId]) -> Result<Vec<(PersonId, CameOf)>, Fault> {
    use introduction::Column;
    let made = reader
        .select::<introduction::Entity>()
        .filter(reader.listed(Column::ConnectorId, people.iter().copied()))
        .filter(Column::MadeAt.is_not_null())
        .filter(Column::ArchivedAt.is_null())
        .select_only()
        .expr_as(Column::ConnectorId.into_expr(), "person")
        .columns([Column::Id, Column::MadeAt, Column::Outcome, Column::OutcomeNote])
        .expr_as(ranks("connector_id", "made_at"), "place");
    let columns = [
        (Kind::Uuid, Expr::col("person")),
        (Kind::Uuid, Expr::col("id")),
        (Kind::Time, Expr::col("made_at")),
        (Kind::Text, Expr::col("outcome")),
        (Kind::Text, Expr::col("outcome_note")),
    ];
    let rows: Vec<Introduced> = ordered(reader, first(made.into_query()), columns).await?;
    let rows = rows.into_iter().map(|(person, id, at, outcome, text)| {
        let outcome = outcome.map(|it| IntroductionOutcome::try_from_value(&it));
        let came = CameOf {
            given: GivenOutcome::Introduction(IntroductionId(id)),
            on: reader.day_of(at),
            outcome: outcome.transpose()?,
            text,
        };
        Ok((PersonId(person), came))
    });
    rows.collect()
}

async fn received(reader: &Reader<'_>, people: &[PersonId]) -> Result<Vec<(PersonId, CameOf)>, Fault> {
    use exchange::Column;
    let tells = Condition::any()
        .add(Column::Kind.is_in(FRUITFUL))
        .add(Column::Result.is_not_null());
    let received = reader
        .select::<exchange::Entity>()
        .filter(reader.listed(Column::PersonId, people.iter().copied()))
        .filter(Column::Direction.eq(Direction::Received))
        .filter(Column::State.eq(ExchangeState::Done))
        .filter(Column::ArchivedAt.is_null())
        .filter(tells)
        .select_only()
        .expr_as(Column::PersonId.into_expr(), "person")
        .columns([Column::Id, Column::DoneOn, Column::Result])
        .expr_as(ranks("person_id", "sort_done"), "place");
    let columns = [
        (Kind::Uuid, Expr::col("person")),
        (Kind::Uuid, Expr::col("id")),
        (Kind::Date, Expr::col("done_on")),
        (Kind::Text, Expr::col("result")),
    ];
    let rows: Vec<(Uuid, Uuid, NaiveDate, Option<String>)> =
        ordered(reader, first(received.into_query()), columns).await?;
    let rows = rows.into_iter().map(|(person, id, on, text)| {
        let came = CameOf {
            given: GivenOutcome::Exchange(ExchangeId(id)),
            on,
            outcome: None,
            text,
        };
        (PersonId(person), came)
    });
    Ok(rows.collect())
}
