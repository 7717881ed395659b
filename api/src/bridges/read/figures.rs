//! What the user did as a connector and as a giver, by quarter. However many quarters there are, the statements are three.

use chrono::Days;
use entity::exchange::{self, ExchangeKind, ExchangeState};
use entity::introduction::{self, IntroductionOutcome, IntroductionState};
use entity::{Direction, Tenant, interaction, introduction_side, person};
use futures_util::join;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveEnum as _, ColumnTrait, Condition, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
};

use crate::introductions::has_worked_out;
use crate::kit::packed::ordered;
use crate::kit::quarters::Span;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// What was given, or received, of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Of which kind.
    pub kind: ExchangeKind,
    /// How many exchanges.
    pub exchanges: i64,
    /// The sum of their weights.
    pub weight: i64,
    /// Minutes of the interactions in which they came about.
    pub minutes: i64,
}

/// What the user did in a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// Its days.
    pub span: Span,
    /// Introductions of others that the user began in it.
    pub begun: i64,
    /// Those of them to which all said yes.
    pub accepted: i64,
    /// Those of them to which somebody said no.
    pub declined: i64,
    /// Introductions in which the user brought others together in it.
    pub made: i64,
    /// What came of these, by outcome, and how many they are.
    pub outcomes: Vec<(IntroductionOutcome, i64)>,
    /// What the user gave.
    pub given: Vec<Flow>,
    /// What the user received.
    pub received: Vec<Flow>,
}

impl Quarter {
    /// Of how many it is known what came of them.
    #[must_use]
    pub fn told(&self) -> i64 {
        self.outcomes.iter().map(|(_, number)| number).sum()
    }

    /// How many brought people together.
    #[must_use]
    pub fn worked_out(&self) -> i64 {
        let worked_out = self
            .outcomes
            .iter()
            .filter(|(outcome, _)| has_worked_out(*outcome));
        worked_out.map(|(_, number)| number).sum()
    }
}

/// What the user did in each of these quarters, which follow each other, the latest first.
///
/// # Errors
/// The database fails.
pub async fn figures(reader: &Reader<'_>, spans: &[Span]) -> Result<Vec<Quarter>, Fault> {
    let mut quarters: Vec<Quarter> = spans.iter().map(|span| blank(*span)).collect();
    if spans.is_empty() {
        return Ok(quarters);
    }
    let (begun, made, exchanged) = join!(
        introduced(
            reader,
            spans,
            introduction::Column::CreatedAt,
            introduction::Column::State
        ),
        introduced(
            reader,
            spans,
            introduction::Column::MadeAt,
            introduction::Column::Outcome
        ),
        exchanged(reader, spans)
    );
    for (place, state, number) in begun? {
        let Some(quarter) = at(&mut quarters, place) else {
            continue;
        };
        quarter.begun += number;
        match word::<IntroductionState>(state)? {
            Some(IntroductionState::Ready | IntroductionState::Made | IntroductionState::Closed) => {
                quarter.accepted += number;
            }
            Some(IntroductionState::Declined) => quarter.declined += number,
            _ => {}
        }
    }
    for (place, outcome, number) in made? {
        let Some(quarter) = at(&mut quarters, place) else {
            continue;
        };
        quarter.made += number;
        let outcome = word::<IntroductionOutcome>(outcome)?;
        quarter.outcomes.extend(outcome.map(|outcome| (outcome, number)));
    }
    for (place, direction, kind, exchanges, weight, minutes) in exchanged? {
        let Some(quarter) = at(&mut quarters, place) else {
            continue;
        };
        let flow = Flow {
            kind: ExchangeKind::try_from_value(&kind)?,
            exchanges,
            weight,
            minutes: minutes.unwrap_or_default(),
        };
        match Direction::try_from_value(&direction)? {
            Direction::Given => quarter.given.push(flow),
            Direction::Received => quarter.received.push(flow),
        }
    }
    Ok(quarters)
}

const fn blank(span: Span) -> Quarter {
    Quarter {
        span,
        begun: 0,
        accepted: 0,
        declined: 0,
        made: 0,
        outcomes: Vec::new(),
        given: Vec::new(),
        received: Vec::new(),
    }
}

fn at(quarters: &mut [Quarter], place: i32) -> Option<&mut Quarter> {
    quarters.get_mut(usize::try_from(place).ok()?)
}

fn word<W: sea_orm::ActiveEnum<Value = String>>(text: Option<String>) -> Result<Option<W>, Fault> {
    Ok(text.map(|text| W::try_from_value(&text)).transpose()?)
}

/// The place of the quarter, where each begins at one of these: the latest first.
fn place<V: Into<sea_orm::Value>>(
    column: impl ColumnTrait,
    begins: impl IntoIterator<Item = V>,
) -> SimpleExpr {
    let cases = begins.into_iter().enumerate();
    let cases = cases.fold(CaseStatement::new(), |cases, (place, begin)| {
        cases.case(column.gte(begin), Expr::cust(place.to_string()))
    });
    cases.into()
}

/// How many there are of each group: its columns by their names.
fn counted(inner: SelectStatement, groups: &[&'static str]) -> SelectStatement {
    let mut outer: SelectStatement = Query::select();
    outer.from_subquery(inner, "each");
    outer.add_group_by(groups.iter().map(|group| Expr::col(*group)));
    for group in groups {
        outer.order_by(*group, sea_orm::Order::Asc);
    }
    outer
}

/// How many introductions of others by the user there are of each word, by the quarter in which a moment of theirs is.
async fn introduced(
    reader: &Reader<'_>,
    spans: &[Span],
    when: introduction::Column,
    word: introduction::Column,
) -> Result<Vec<(i32, Option<String>, i64)>, Fault> {
    use introduction::Column;
    let begins = spans.iter().map(|span| reader.scope().begin_of(span.from));
    let begins: Vec<_> = begins.collect();
    let select = by_the_user(reader).filter(Column::ArchivedAt.is_null());
    let (Some(first), Some(last)) = (begins.last(), spans.first()) else {
        return Ok(Vec::new());
    };
    let inner = select
        .filter(when.gte(*first))
        .filter(when.lt(reader.scope().begin_of(last.to + Days::new(1))))
        .select_only()
        .expr_as(place(when, begins), "quarter")
        .expr_as(word.into_expr(), "word")
        .into_query();
    let columns = [
        (Kind::Int, Expr::col("quarter")),
        (Kind::Text, Expr::col("word")),
        (Kind::Big, Expr::cust("COUNT(*)")),
    ];
    ordered(reader, counted(inner, &["quarter", "word"]), columns).await
}

/// Introductions by the user in which both are others.
fn by_the_user(reader: &Reader<'_>) -> Select<introduction::Entity> {
    use introduction_side::Column as Link;
    let own = reader
        .select::<person::Entity>()
        .filter(person::Column::IsSelf.into_expr());
    let own = own.select_only().column(person::Column::Id).into_query();
    let theirs = reader
        .select::<introduction_side::Entity>()
        .filter(Link::PersonId.in_subquery(own));
    let theirs = theirs.select_only().column(Link::IntroductionId).into_query();
    reader
        .select::<introduction::Entity>()
        .filter(introduction::Column::ConnectorId.is_null())
        .filter(introduction::Column::Id.not_in_subquery(theirs))
}

type Exchanged = (i32, String, String, i64, i64, Option<i64>);

/// What was given and received, by quarter and kind.
async fn exchanged(reader: &Reader<'_>, spans: &[Span]) -> Result<Vec<Exchanged>, Fault> {
    use exchange::Column;
    let (Some(first), Some(last)) = (spans.last(), spans.first()) else {
        return Ok(Vec::new());
    };
    let talk = Condition::all()
        .add(same::<exchange::Entity, interaction::Entity>(
            Column::WorkspaceId,
            interaction::Column::WorkspaceId,
        ))
        .add(same::<exchange::Entity, interaction::Entity>(
            Column::InteractionId,
            interaction::Column::Id,
        ));
    let mut select = reader
        .select::<exchange::Entity>()
        .filter(Column::State.eq(ExchangeState::Done))
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::SortDone.gte(first.from.to_string()))
        .filter(Column::SortDone.lte(last.to.to_string()))
        .select_only();
    QuerySelect::query(&mut select).join(JoinType::LeftJoin, interaction::Entity, talk);
    let begins = spans.iter().map(|span| span.from.to_string());
    let inner = select
        .expr_as(place(Column::SortDone, begins), "quarter")
        .expr_as(Column::Direction.into_expr(), "direction")
        .expr_as(Column::Kind.into_expr(), "kind")
        .expr_as(Column::Weight.into_expr(), "weight")
        .expr_as(interaction::Column::DurationMinutes.into_expr(), "minutes")
        .into_query();
    let columns = [
        (Kind::Int, Expr::col("quarter")),
        (Kind::Text, Expr::col("direction")),
        (Kind::Text, Expr::col("kind")),
        (Kind::Big, Expr::cust("COUNT(*)")),
        (Kind::Big, Expr::col("weight").sum()),
        (Kind::Big, Expr::col("minutes").sum()),
    ];
    ordered(reader, counted(inner, &["quarter", "direction", "kind"]), columns).await
}

fn same<E: Tenant, F: Tenant>(one: E::Column, other: F::Column) -> SimpleExpr {
    one.into_expr().equals((F::default(), other))
}
