//! Counting talks, by quarter and by the values of a dimension. However many there are, the statements are as many.

use std::collections::HashMap;

use chrono::{DateTime, Days, Utc};
use entity::ids::{DimensionId, DimensionValueId};
use entity::{attribute, dimension, dimension_value, interaction, interaction_participant, person};
use futures_util::{TryFutureExt as _, try_join};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use crate::diversity::publish;
use crate::kit::packed::ordered;
use crate::kit::quarters::{Span, quarters_of};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, record};

/// Most days that are told of at once: five years.
pub const MOST_DAYS: i64 = 1_830;
/// More quarters than these days can be in.
const QUARTERS: usize = 32;

/// Of which talks.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The days on which they were.
    pub span: Span,
    /// By which dimension they are told apart.
    pub dimension: Option<DimensionId>,
}

/// How many talks there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub talks: i64,
    /// Those that challenged the user's view.
    pub challenged: i64,
    /// Those in which the user learnt something.
    pub learnt: i64,
}

/// The talks of a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// Its days, as far as they were asked for.
    pub span: Span,
    /// How many.
    pub counts: Counts,
}

/// The talks with people who have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The value.
    pub value: DimensionValueId,
    /// With how many people, how many talks, and how long; none where it is withheld.
    pub told: Option<(i64, Counts, i64)>,
}

/// What is told of the talks of some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The days.
    pub span: Span,
    /// The dimension, if it is there.
    pub dimension: Option<DimensionId>,
    /// The latest quarter first.
    pub quarters: Vec<Quarter>,
    /// In the user's order of the values.
    pub groups: Vec<Group>,
}

impl Report {
    /// All talks of the days.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let quarters = self.quarters.iter();
        quarters.fold(Counts::default(), |sum, it| Counts {
            talks: sum.talks + it.counts.talks,
            challenged: sum.challenged + it.counts.challenged,
            learnt: sum.learnt + it.counts.learnt,
        })
    }
}

/// Counts the talks of some days.
///
/// # Errors
/// The days are too many, or the database fails.
pub async fn report(reader: &Reader<'_>, asked: &Asked) -> Result<Report, Fault> {
    let Span { from, to } = asked.span;
    if !(1..=MOST_DAYS).contains(&((to - from).num_days() + 1)) {
        return Err(Fault::bad_input(format!(
            "to: the last of 1 to {MOST_DAYS} days belongs here"
        )));
    }
    let spans = quarters_of(asked.span, QUARTERS);
    let all = by_quarter(reader, &spans, None);
    let challenged = by_quarter(reader, &spans, Some(interaction::Column::Challenged));
    let learnt = by_quarter(reader, &spans, Some(interaction::Column::Learnt));
    let groups = groups(reader, asked);
    let (all, challenged, learnt, groups) = try_join!(all, challenged, learnt, groups)?;
    let quarters = spans.into_iter().enumerate().map(|(place, span)| {
        let of = |counts: &HashMap<usize, i64>| counts.get(&place).copied().unwrap_or_default();
        let counts = Counts {
            talks: of(&all),
            challenged: of(&challenged),
            learnt: of(&learnt),
        };
        Quarter { span, counts }
    });
    Ok(Report {
        span: asked.span,
        dimension: groups.as_ref().and(asked.dimension),
        quarters: quarters.collect(),
        groups: groups.unwrap_or_default(),
    })
}

/// The moments at which days begin, and after which they are over.
fn moments(reader: &Reader<'_>, span: Span) -> (DateTime<Utc>, DateTime<Utc>) {
    let begin = |day| reader.scope().begin_of(day);
    (begin(span.from), begin(span.to + Days::new(1)))
}

/// The talks of some days.
fn talks(reader: &Reader<'_>, span: Span) -> Select<interaction::Entity> {
    use interaction::Column;
    let (from, to) = moments(reader, span);
    reader
        .select::<interaction::Entity>()
        .filter(Column::HappenedAt.gte(from))
        .filter(Column::HappenedAt.lt(to))
        .filter(Column::ArchivedAt.is_null())
}

/// How many talks there are in each quarter, of all or of those that say something.
async fn by_quarter(
    reader: &Reader<'_>,
    spans: &[Span],
    saying: Option<interaction::Column>,
) -> Result<HashMap<usize, i64>, Fault> {
    use interaction::Column;
    let (Some(last), Some(first)) = (spans.first(), spans.last()) else {
        return Ok(HashMap::new());
    };
    let all = Span {
        from: first.from,
        to: last.to,
    };
    let mut select = talks(reader, all);
    if let Some(column) = saying {
        select = select.filter(column.is_not_null());
    }
    let places = spans.iter().enumerate();
    let place = places.fold(CaseStatement::new(), |cases, (place, span)| {
        let (from, _) = moments(reader, *span);
        cases.case(Column::HappenedAt.gte(from), Expr::cust(place.to_string()))
    });
    let place: SimpleExpr = place.into();
    let inner = select.select_only().expr_as(place, "quarter");
    let mut outer: SelectStatement = Query::select();
    outer
        .from_subquery(inner.into_query(), "each")
        .group_by_col("quarter");
    let columns = [
        (Kind::Int, Expr::col("quarter")),
        (Kind::Big, Expr::cust("COUNT(*)")),
    ];
    let rows: Vec<(i32, i64)> = ordered(reader, outer, columns).await?;
    let rows = rows.into_iter();
    Ok(rows
        .filter_map(|(place, number)| Some((usize::try_from(place).ok()?, number)))
        .collect())
}

/// The talks with the people of each value of the dimension; none where it is not there.
async fn groups(reader: &Reader<'_>, asked: &Asked) -> Result<Option<Vec<Group>>, Fault> {
    let Some(id) = asked.dimension else {
        return Ok(None);
    };
    let values = {
        use dimension_value::Column;
        let values = reader
            .select::<dimension_value::Entity>()
            .filter(Column::DimensionId.eq(id))
            .order_by_asc(Column::Position);
        values.all(reader.conn()).map_err(Fault::from)
    };
    let asked_for = [id];
    let (found, values, people, told) = try_join!(
        record::by_ids::<dimension::Model>(reader, &asked_for).map_err(Fault::from),
        values,
        people(reader, asked.span, id),
        told(reader, asked.span, id)
    )?;
    let Some(dimension) = found.first() else {
        return Ok(None);
    };
    let number = |value: DimensionValueId| people.get(&value.0).copied().unwrap_or_default();
    let numbers: Vec<i64> = values.iter().map(|value| number(value.id)).collect();
    // Of a group that is withheld nothing is told: who knows how often they met somebody could tell them by that.
    let shown = publish(&numbers, dimension.is_sensitive).cells;
    let groups = values.iter().zip(shown).map(|(value, people)| Group {
        value: value.id,
        told: people.map(|people| {
            let (counts, minutes) = told.get(&value.id.0).copied().unwrap_or_default();
            (people, counts, minutes)
        }),
    });
    Ok(Some(groups.collect()))
}

/// The talks of some days with those who took part in them and what they have of a dimension now. The user does not count.
fn with_values(reader: &Reader<'_>, span: Span, dimension: DimensionId) -> Select<interaction::Entity> {
    use attribute::Column as Held;
    use interaction_participant::Column as Part;
    let own = reader
        .select::<person::Entity>()
        .filter(person::Column::IsSelf.into_expr());
    let own = own.select_only().column(person::Column::Id).into_query();
    let parts = Condition::all()
        .add(same::<interaction::Entity>(
            Part::WorkspaceId,
            interaction::Column::WorkspaceId,
        ))
        .add(same::<interaction::Entity>(
            Part::InteractionId,
            interaction::Column::Id,
        ));
    let held = Condition::all()
        .add(same::<interaction_participant::Entity>(
            Held::WorkspaceId,
            Part::WorkspaceId,
        ))
        .add(same::<interaction_participant::Entity>(
            Held::PersonId,
            Part::PersonId,
        ));
    let mut select = talks(reader, span)
        .filter(Held::DimensionId.eq(dimension))
        .filter(Held::Until.is_null())
        .filter(Part::PersonId.not_in_subquery(own))
        .select_only();
    QuerySelect::query(&mut select)
        .join(JoinType::InnerJoin, interaction_participant::Entity, parts)
        .join(JoinType::InnerJoin, attribute::Entity, held);
    select
}

fn same<E: sea_orm::EntityTrait>(column: impl ColumnTrait, other: E::Column) -> SimpleExpr {
    column.into_expr().equals((E::default(), other))
}

/// How many people of each value took part.
async fn people(
    reader: &Reader<'_>,
    span: Span,
    dimension: DimensionId,
) -> Result<HashMap<Uuid, i64>, Fault> {
    let select = with_values(reader, span, dimension).group_by(attribute::Column::ValueId);
    let number = interaction_participant::Column::PersonId
        .into_expr()
        .count_distinct();
    let columns = [
        (Kind::Uuid, attribute::Column::ValueId.into_expr()),
        (Kind::Big, number),
    ];
    let rows: Vec<(Uuid, i64)> = ordered(reader, select.into_query(), columns).await?;
    Ok(rows.into_iter().collect())
}

/// How many talks there were with people of each value, each once, and how long they took.
async fn told(
    reader: &Reader<'_>,
    span: Span,
    dimension: DimensionId,
) -> Result<HashMap<Uuid, (Counts, i64)>, Fault> {
    use interaction::Column;
    let says = |column: Column| -> SimpleExpr { Expr::case(column.is_not_null(), Expr::cust("1")).into() };
    let each = with_values(reader, span, dimension)
        .expr_as(attribute::Column::ValueId.into_expr(), "value")
        .expr_as(Column::Id.into_expr(), "talk")
        .expr_as(Column::DurationMinutes.into_expr(), "minutes")
        .expr_as(says(Column::Challenged), "challenged")
        .expr_as(says(Column::Learnt), "learnt")
        .distinct();
    let mut outer: SelectStatement = Query::select();
    outer
        .from_subquery(each.into_query(), "each")
        .group_by_col("value");
    let columns = [
        (Kind::Uuid, Expr::col("value")),
        (Kind::Big, Expr::cust("COUNT(*)")),
        (Kind::Big, Expr::col("challenged").count()),
        (Kind::Big, Expr::col("learnt").count()),
        (Kind::Big, Expr::col("minutes").sum()),
    ];
    let rows: Vec<(Uuid, i64, i64, i64, Option<i64>)> = ordered(reader, outer, columns).await?;
    let rows = rows
        .into_iter()
        .map(|(value, talks, challenged, learnt, minutes)| {
            let counts = Counts {
                talks,
                challenged,
                learnt,
            };
            (value, (counts, minutes.unwrap_or_default()))
        });
    Ok(rows.collect())
}
