use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::ids::{CircleId, DimensionId, DimensionValueId, PersonId};
use entity::{Tenant, attribute, circle_member, dimension, dimension_value, person};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::rules::{AT_ONCE, Published, publish};
use crate::kit::day::day_in;
use crate::kit::list::{Children, List, Place, Sort};
use crate::kit::models::models;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, Scope, record};

/// So many people are named in one statement.
const NAMED: usize = 500;

/// The dimensions of a workspace, by name.
#[must_use]
pub fn list(place: &Place, archived: bool) -> List {
    use dimension::Column;
    let mut select = place.scope.select::<dimension::Entity>();
    if !archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    let sort = Sort::by(Column::NameKey, Column::Id, false);
    List::of(select, sort)
}

/// The values of dimensions, in the user's order.
#[must_use]
pub fn values(scope: &Scope) -> Children {
    use dimension_value::Column;
    Children::of::<dimension_value::Entity>(scope, Column::DimensionId, Column::Position)
}

/// What holds of people, by dimension, oldest dimension first.
#[must_use]
pub fn attributes(scope: &Scope) -> Children {
    use attribute::Column;
    Children::of::<attribute::Entity>(scope, Column::PersonId, Column::DimensionId)
        .filter(Column::Until.is_null())
}

/// What is asked of dimensions.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Of which; those that are not there are left out. Of the first live ones by name if none are given.
    pub dimensions: Option<Vec<DimensionId>>,
    /// Of the people in this circle; of all if none is given.
    pub circle: Option<CircleId>,
    /// As it was at each of these moments.
    pub at: Vec<DateTime<Utc>>,
}

/// How many people there are of each value of a dimension, at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The dimension.
    pub dimension: DimensionId,
    /// The circle, if it is of one.
    pub circle: Option<CircleId>,
    /// The moment.
    pub at: DateTime<Utc>,
    /// How many people there are.
    pub total: i64,
    /// Of how many the value is known; none where it is withheld.
    pub known: Option<i64>,
    /// Whether anything is withheld.
    pub is_withheld: bool,
    /// How many there are of each value, in the user's order.
    pub cells: Vec<Cell>,
}

/// How many people have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The value.
    pub value: DimensionValueId,
    /// How many; none where it is withheld.
    pub count: Option<i64>,
}

impl Report {
    /// Of how many the value is not known; none where it is withheld.
    #[must_use]
    pub fn unknown(&self) -> Option<i64> {
        Some(self.total - self.known?)
    }

    /// The share of those of whom the value is known; none where there is nobody, or it is withheld.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no workspace has 2^53 people")]
    pub fn coverage(&self) -> Option<f64> {
        let known = self.known.filter(|_| self.total > 0)?;
        Some(known as f64 / self.total as f64)
    }
}

/// What was written down of somebody, and from when until when it held.
type Held = (PersonId, DimensionValueId, DateTime<Utc>, Option<DateTime<Utc>>);

/// Counts at moments, by dimension in the order in which they are asked for, and then by moment. Who is archived now, or is the
/// user, is not counted, nor who had died by then, nor who is in the circle no more: of them it is not kept since when. However many people, dimensions
/// and moments there are, the statements are as many.
///
/// # Errors
/// The database fails.
pub async fn reports(reader: &Reader<'_>, asked: &Asked) -> Result<Vec<Report>, Fault> {
    let found = match &asked.dimensions {
        Some(ids) => record::by_ids::<dimension::Model>(reader, ids).await?,
        None => first(reader).await?,
    };
    let all = || found.iter().map(|it| it.id).collect();
    let dimensions: Vec<DimensionId> = asked.dimensions.clone().unwrap_or_else(all);
    let sensitive: HashMap<DimensionId, bool> = found.iter().map(|it| (it.id, it.is_sensitive)).collect();
    let mut values: HashMap<DimensionId, Vec<DimensionValueId>> = HashMap::new();
    let select = reader
        .select::<dimension_value::Entity>()
        .filter(dimension_value::Column::DimensionId.is_in(dimensions.iter().copied()))
        .order_by_asc(dimension_value::Column::Position);
    for value in select.all(reader.conn()).await? {
        values.entry(value.dimension_id).or_default().push(value.id);
    }
    let all = match (asked.circle, asked.at.as_slice()) {
        (None, [at]) => {
            let values: Vec<DimensionValueId> = values.values().flatten().copied().collect();
            All::Counted(counted(reader, &values, *at).await?)
        }
        _ => All::Listed(
            people(reader, asked.circle).await?,
            held(reader, &dimensions, asked.circle).await?,
        ),
    };
    let mut reports = Vec::new();
    let mut seen = Vec::new();
    for id in &dimensions {
        let Some(is_sensitive) = sensitive.get(id).filter(|_| !seen.contains(&id)) else {
            continue;
        };
        seen.push(id);
        let values = values.get(id).map_or(&[][..], Vec::as_slice);
        for at in &asked.at {
            let (total, counts) = all.at((*id, values), *at);
            let table = publish(&counts, *is_sensitive);
            reports.push(report((*id, asked.circle, *at), total, (values, &counts), &table));
        }
    }
    Ok(reports)
}

/// From when until when somebody is there.
struct Life {
    since: DateTime<Utc>,
    died: Option<String>,
    zone: Tz,
}

impl Life {
    fn lasts(&self, at: DateTime<Utc>) -> bool {
        let day = || day_in(self.zone, at).to_string();
        self.since <= at && self.died.as_ref().is_none_or(|died| *died > day())
    }
}

/// What is known of all.
enum All {
    /// How many people there are, and how many of each value, at the one moment.
    Counted((i64, HashMap<DimensionValueId, i64>)),
    /// From when until when people are there, and what holds of them by dimension.
    Listed(HashMap<PersonId, Life>, HashMap<DimensionId, Vec<Held>>),
}

impl All {
    fn at(
        &self,
        (dimension, values): (DimensionId, &[DimensionValueId]),
        at: DateTime<Utc>,
    ) -> (i64, Vec<i64>) {
        match self {
            Self::Counted((total, counts)) => {
                let count = |value| counts.get(value).copied().unwrap_or_default();
                (*total, values.iter().map(count).collect())
            }
            Self::Listed(people, held) => {
                let total = people.values().filter(|life| life.lasts(at)).count();
                let held = held.get(&dimension).map_or(&[][..], Vec::as_slice);
                let total = i64::try_from(total).unwrap_or(i64::MAX);
                (total, counts(people, values, held, at))
            }
        }
    }
}

/// Counts everybody by index, and takes away those who do not count: they are few.
async fn counted(
    reader: &Reader<'_>,
    values: &[DimensionValueId],
    at: DateTime<Utc>,
) -> Result<(i64, HashMap<DimensionValueId, i64>), Fault> {
    use attribute::Column;
    let there = person::Column::CreatedAt.lte(at);
    let all = reader.select::<person::Entity>().filter(there.clone());
    let out = reader
        .select::<person::Entity>()
        .filter(person::Column::Id.in_subquery(uncounted(reader, at)));
    let total = count(reader, all).await? - count(reader, out.filter(there)).await?;
    if values.is_empty() {
        return Ok((total, HashMap::new()));
    }
    let lasts = Condition::any()
        .add(Column::Until.is_null())
        .add(Column::Until.gt(at));
    let held = reader
        .select::<attribute::Entity>()
        .filter(Column::ValueId.is_in(values.iter().copied()))
        .filter(Column::Since.lte(at))
        .filter(lasts);
    let later = reader
        .select::<person::Entity>()
        .filter(person::Column::CreatedAt.gt(at));
    let mut out = uncounted(reader, at);
    out.union(
        UnionType::Distinct,
        later.select_only().column(person::Column::Id).into_query(),
    );
    // Found first: a planner that does not know how few they are would look at everybody instead.
    let mut ids: SelectStatement = Query::select();
    ids.from_subquery(out, "out");
    let id = Expr::col(("out", person::Column::Id));
    let out: Vec<(Uuid,)> = packed(reader, ids, [(Kind::Uuid, id)]).await?;
    let mut counts = by_value(reader, held.clone()).await?;
    for out in out.chunks(NAMED) {
        let these = reader.among(Column::PersonId, out.iter().map(|(id,)| *id));
        for (value, out) in by_value(reader, held.clone().filter(these)).await? {
            counts.entry(value).and_modify(|count| *count -= out);
        }
    }
    Ok((total, counts))
}

/// Who does not count at a moment: those who are archived, the user, and who had died by then. Of a death without a year it is not known
/// since when.
fn uncounted(reader: &Reader<'_>, at: DateTime<Utc>) -> SelectStatement {
    use person::Column;
    let such = |such: SimpleExpr| {
        let people = reader.select::<person::Entity>().filter(such);
        people.select_only().column(Column::Id).into_query()
    };
    let mut all = such(Column::ArchivedAt.is_not_null());
    // Written as its index has it, which holds nobody else.
    all.union(UnionType::Distinct, such(Column::IsSelf.into_expr()));
    let died = Column::DiedOn.is_not_null();
    let by_then = Column::DiedOn.lte(reader.day_of(at).to_string());
    all.union(UnionType::Distinct, such(died.and(by_then)));
    all
}

async fn count<E: Tenant>(reader: &Reader<'_>, select: Select<E>) -> Result<i64, Fault> {
    let select = select.select_only().expr(Expr::cust("COUNT(*)"));
    Ok(select.into_tuple().one(reader.conn()).await?.unwrap_or_default())
}

async fn by_value(
    reader: &Reader<'_>,
    held: Select<attribute::Entity>,
) -> Result<HashMap<DimensionValueId, i64>, Fault> {
    let counts = held
        .select_only()
        .column(attribute::Column::ValueId)
        .expr(Expr::cust("COUNT(*)"))
        .group_by(attribute::Column::ValueId);
    let counts: Vec<(DimensionValueId, i64)> = counts.into_tuple().all(reader.conn()).await?;
    Ok(counts.into_iter().collect())
}

/// The first live dimensions by name.
async fn first(reader: &Reader<'_>) -> Result<Vec<dimension::Model>, Fault> {
    let select = reader
        .select::<dimension::Entity>()
        .filter(dimension::Column::ArchivedAt.is_null())
        .order_by_asc(dimension::Column::NameKey)
        .limit(AT_ONCE as u64);
    Ok(select.all(reader.conn()).await?)
}

/// Since when people are there, and in the circle, and until when.
async fn people(reader: &Reader<'_>, circle: Option<CircleId>) -> Result<HashMap<PersonId, Life>, Fault> {
    use circle_member::Column as Member;
    use person::Column;
    let members = circle.map(|circle| {
        reader
            .select::<circle_member::Entity>()
            .filter(Member::CircleId.eq(circle))
            .select_only()
    });
    let mut select = reader
        .select::<person::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::IsSelf.eq(false));
    if let Some(members) = members.clone() {
        select = select.filter(Column::Id.in_subquery(members.column(Member::PersonId).into_query()));
    }
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Time, Column::CreatedAt.into_expr()),
        (Kind::Text, Column::DiedOn.into_expr()),
    ];
    let made: Vec<(Uuid, DateTime<Utc>, Option<String>)> =
        packed(reader, select.select_only().into_query(), columns).await?;
    let lives = made.into_iter().map(|(person, since, died)| {
        let life = Life {
            since,
            died,
            zone: reader.scope().zone(),
        };
        (PersonId(person), life)
    });
    let mut people: HashMap<PersonId, Life> = lives.collect();
    if let Some(members) = members {
        let columns = [
            (Kind::Uuid, Member::PersonId.into_expr()),
            (Kind::Time, Member::AddedAt.into_expr()),
        ];
        let joined: Vec<(Uuid, DateTime<Utc>)> = packed(reader, members.into_query(), columns).await?;
        for (person, added) in joined {
            people
                .entry(PersonId(person))
                .and_modify(|life| life.since = Ord::max(added, life.since));
        }
    }
    Ok(people)
}

async fn held(
    reader: &Reader<'_>,
    dimensions: &[DimensionId],
    circle: Option<CircleId>,
) -> Result<HashMap<DimensionId, Vec<Held>>, Fault> {
    let mut select = reader
        .select::<attribute::Entity>()
        .filter(attribute::Column::DimensionId.is_in(dimensions.iter().copied()));
    if let Some(circle) = circle {
        use circle_member::Column;
        let members = reader
            .select::<circle_member::Entity>()
            .filter(Column::CircleId.eq(circle));
        let members = members.select_only().column(Column::PersonId).into_query();
        select = select.filter(attribute::Column::PersonId.in_subquery(members));
    }
    let mut held: HashMap<DimensionId, Vec<Held>> = HashMap::new();
    for row in models(reader, select).await? {
        let of = held.entry(row.dimension_id).or_default();
        of.push((row.person_id, row.value_id, row.since, row.until));
    }
    Ok(held)
}

fn counts(
    people: &HashMap<PersonId, Life>,
    values: &[DimensionValueId],
    held: &[Held],
    at: DateTime<Utc>,
) -> Vec<i64> {
    let mut counts: BTreeMap<DimensionValueId, i64> = BTreeMap::new();
    for (person, value, since, until) in held {
        let is_there = people.get(person).is_some_and(|life| life.lasts(at));
        if is_there && *since <= at && until.is_none_or(|until| at < until) {
            *counts.entry(*value).or_default() += 1;
        }
    }
    let count = |value| counts.get(value).copied().unwrap_or_default();
    values.iter().map(count).collect()
}

fn report(
    (dimension, circle, at): (DimensionId, Option<CircleId>, DateTime<Utc>),
    total: i64,
    (values, counts): (&[DimensionValueId], &[i64]),
    table: &Published,
) -> Report {
    let cells = values.iter().zip(&table.cells);
    let cells = cells.map(|(value, count)| Cell {
        value: *value,
        count: *count,
    });
    Report {
        dimension,
        circle,
        at,
        total,
        known: table.is_sum_shown.then(|| counts.iter().sum()),
        is_withheld: table.cells.iter().any(Option::is_none),
        cells: cells.collect(),
    }
}
