//! Filters: a tree of conditions with leaves that an area understands.
//!
//! Always: a condition holds or does not, there is nothing between. What is empty meets no condition but `isNull: true` and
//! `notIn`, and `not` takes just what its part leaves: `notIn`, `not` around `in`, and `not` around `eq` agree.

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
pub use sea_orm::sea_query::SimpleExpr;
use sea_orm::sea_query::{ArrayType, Expr, ExprTrait, LikeExpr, SelectStatement, Value};
use sea_orm::{ColumnTrait, Condition, DbBackend};
use uuid::Uuid;

use super::Fault;
use super::check::Path;
use super::day::DayTest;
use super::fold::fold;

/// How deep `and`, `or` and `not` may nest.
const DEPTH: usize = 3;
/// How many conditions a filter may have.
const LEAVES: usize = 20;
/// How many values a list in a condition may have.
pub const VALUES: usize = 100;

/// A filter over leaves of type `L`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Predicate<L> {
    /// All of them hold; none given holds.
    All(Vec<Self>),
    /// One of them holds; none given does not hold.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// A condition of the area.
    Leaf(L),
}

/// The parts of a filter that are filters themselves: `and`, `or` and `not`.
pub type Nested<F> = (Option<Vec<F>>, Option<Vec<F>>, Option<Box<F>>);

impl<L> Predicate<L> {
    /// Whether it holds for everything, having no condition.
    #[must_use]
    pub const fn says_nothing(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// Refuses a filter that is too deep or too long.
    ///
    /// # Errors
    /// `BAD_INPUT`.
    pub fn check(&self) -> Result<(), Fault> {
        if self.depth() > DEPTH {
            return Err(too_large(format!(
                "a filter may nest and, or and not at most {DEPTH} deep"
            )));
        }
        if self.leaves() > LEAVES {
            return Err(too_large(format!(
                "a filter may have at most {LEAVES} conditions"
            )));
        }
        Ok(())
    }

    /// Nesting of what the client wrote: fields side by side in one input object are one level.
    fn depth(&self) -> usize {
        match self {
            Self::All(parts) => parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(part) => 1 + part.depth(),
            Self::Leaf(_) => 0,
        }
    }

    fn leaves(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::leaves).sum(),
            Self::Not(part) => part.leaves(),
            Self::Leaf(_) => 1,
        }
    }

    /// All of these, and what a filter nests by `and`, `or` and `not`: each part is read with the place at which it stands.
    pub fn nesting<F>(
        mut all: Vec<Self>,
        (and, or, not): Nested<F>,
        path: &Path,
        mut read: impl FnMut(F, &Path) -> Self,
    ) -> Self {
        let mut nested = |parts: Vec<F>, at: &str| {
            let path = path.at(at);
            let parts = parts.into_iter().enumerate();
            parts
                .map(|(position, part)| read(part, &path.at(position)))
                .collect::<Vec<_>>()
        };
        all.extend(and.map(|parts| Self::All(nested(parts, "and"))));
        all.extend(or.map(|parts| Self::Any(nested(parts, "or"))));
        all.extend(not.map(|part| Self::Not(Box::new(read(*part, &path.at("not"))))));
        Self::All(all)
    }

    /// Shows each condition.
    pub fn each<'a>(&'a self, see: &mut impl FnMut(&'a L)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each(see)),
            Self::Not(part) => part.each(see),
            Self::Leaf(leaf) => see(leaf),
        }
    }

    /// The condition, leaf by leaf.
    pub fn condition(&self, leaf: &impl Fn(&L) -> Condition) -> Condition {
        match self {
            Self::All(parts) => parts
                .iter()
                .fold(Condition::all(), |all, part| all.add(part.condition(leaf))),
            Self::Any(parts) if parts.is_empty() => Condition::all().add(Expr::cust("1 = 0")),
            Self::Any(parts) => parts
                .iter()
                .fold(Condition::any(), |any, part| any.add(part.condition(leaf))),
            Self::Not(part) => Condition::all().add(fails(part.condition(leaf).into())),
            Self::Leaf(it) => leaf(it),
        }
    }
}

fn too_large(message: String) -> Fault {
    Fault::input(Path::argument("filter"), message)
}

/// The condition that another is not met: surely, or for want of a value, of which the database knows nothing.
fn fails(condition: SimpleExpr) -> SimpleExpr {
    // As a constant: PostgreSQL takes the word TRUE here, but no expression.
    condition.is_not(Expr::Constant(true.into()))
}

/// The condition on a record that it is among these, which have some entry on a list of theirs; or that it is not.
pub fn has(id: impl ColumnTrait, such: SelectStatement, is: bool) -> SimpleExpr {
    if is {
        id.in_subquery(such)
    } else {
        id.not_in_subquery(such)
    }
}

/// The condition on a record that it is one of these, which may be many: one value holds them all.
#[must_use]
pub fn among(backend: DbBackend, id: impl ColumnTrait, ids: impl IntoIterator<Item = Uuid>) -> SimpleExpr {
    let text = match backend {
        DbBackend::Postgres => "$1 = ANY($2)",
        _ => "? IN rarray(?)",
    };
    let ids = ids.into_iter().map(|id| Value::Uuid(Some(id))).collect();
    let ids = Value::Array(ArrayType::Uuid, Some(Box::new(ids)));
    Expr::cust_with_exprs(text, [id.into_expr(), Expr::val(ids)])
}

/// A condition on a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// On a text.
    Text(TextTest),
    /// On a word of an enum.
    Word(WordTest),
    /// On a moment.
    Time(TimeTest),
    /// On a number.
    Number(NumberTest),
    /// On a day.
    Day(DayTest),
    /// On an id.
    Id(IdTest),
    /// On whether something is so.
    Flag(bool),
}

impl Test {
    /// The condition on a column, at a moment and on the day that it is then for the workspace. Texts are compared in the form that the column holds; where an index holds only what is
    /// rare, words stand in the statement's text.
    pub fn on(
        &self,
        column: SimpleExpr,
        (now, today): (DateTime<Utc>, NaiveDate),
        form: fn(&str) -> String,
        is_rare: bool,
    ) -> SimpleExpr {
        match self {
            Self::Text(test) => test.on(column, form),
            Self::Word(test) if is_rare => test.on_rare(column),
            Self::Word(test) => test.on(column),
            Self::Time(test) => test.on(column, now),
            Self::Number(test) => test.on(column),
            Self::Day(test) => test.on(column, today),
            Self::Id(test) => test.on(column),
            Self::Flag(is) => column.eq(*is),
        }
    }
}

/// A condition on what a record holds in a custom field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomTest {
    /// The key of the field.
    pub key: String,
    /// What it must be.
    pub is: CustomIs,
}

/// What the value of a custom field must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CustomIs {
    /// One of these texts.
    In(Vec<String>),
    /// Empty, or not.
    Null(bool),
}

impl CustomTest {
    /// The condition on the column in which records keep such values.
    #[must_use]
    pub fn on(&self, column: SimpleExpr, backend: DbBackend) -> SimpleExpr {
        let is_postgres = backend == DbBackend::Postgres;
        let value = || {
            let text = if is_postgres {
                "($1::jsonb) ->> $2::text"
            } else {
                "? ->> ?"
            };
            Expr::cust_with_exprs(text, [column.clone(), Expr::val(self.key.as_str())])
        };
        match &self.is {
            CustomIs::Null(true) => value().is_null(),
            CustomIs::Null(false) => value().is_not_null(),
            CustomIs::In(texts) if is_postgres => {
                // In this form there is an index for it.
                let contains = |text: &String| {
                    let object = serde_json::json!({ &self.key: text }).to_string();
                    let object = Expr::val(object);
                    Expr::cust_with_exprs("($1::jsonb) @> ($2::text)::jsonb", [column.clone(), object])
                };
                let any = texts.iter().map(contains).reduce(ExprTrait::or);
                any.unwrap_or_else(|| Expr::cust("1 = 0"))
            }
            CustomIs::In(texts) => column.clone().is_not_null().and(value().is_in(texts.clone())),
        }
    }
}

/// A condition on a text, compared without case and accents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// Is this.
    Eq(String),
    /// Is one of these.
    In(Vec<String>),
    /// Is none of these.
    NotIn(Vec<String>),
    /// Contains this.
    Contains(String),
    /// Begins with this.
    StartsWith(String),
}

impl TextTest {
    /// What it means for a list: that some entry meets this; or, if not, that none does.
    #[must_use]
    pub fn some(&self) -> (Self, bool) {
        match self {
            Self::NotIn(texts) => (Self::In(texts.clone()), false),
            test => (test.clone(), true),
        }
    }

    /// The condition on a column that holds folded text.
    #[must_use]
    pub fn on_folded(&self, column: SimpleExpr) -> SimpleExpr {
        self.on(column, fold)
    }

    /// The condition on a column whose values went through `normal`.
    pub fn on(&self, column: SimpleExpr, normal: impl Fn(&str) -> String) -> SimpleExpr {
        let list = |texts: &[String]| texts.iter().map(|text| normal(text)).collect::<Vec<_>>();
        match self {
            Self::Eq(text) => column.eq(normal(text)),
            Self::In(texts) => column.is_in(list(texts)),
            Self::NotIn(texts) => fails(column.is_in(list(texts))),
            Self::Contains(text) => column.like(pattern("%", &normal(text))),
            Self::StartsWith(text) => column.like(pattern("", &normal(text))),
        }
    }
}

fn pattern(before: &str, text: &str) -> LikeExpr {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("{before}{escaped}%")).escape('\\')
}

/// A moment, given or relative to now. Kept as it was given, so that a cursor stays good while time goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// This moment.
    At(DateTime<Utc>),
    /// So many months and seconds from now; negative is the past.
    FromNow {
        /// Months of the calendar.
        months: i32,
        /// Seconds.
        seconds: i64,
    },
}

impl Moment {
    /// The moment, at `now`. Beyond the years 1 to 9999, which both databases hold and compare, it is their end.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::At(moment) => moment,
            Self::FromNow { months, seconds } => {
                let whole = Months::new(months.unsigned_abs());
                let shifted = if months < 0 {
                    now.checked_sub_months(whole)
                } else {
                    now.checked_add_months(whole)
                };
                let seconds = TimeDelta::try_seconds(seconds).unwrap_or_default();
                let moved = shifted.and_then(|shifted| shifted.checked_add_signed(seconds));
                let past = months < 0 || seconds < TimeDelta::zero();
                let moved = moved.unwrap_or(if past {
                    DateTime::<Utc>::MIN_UTC
                } else {
                    DateTime::<Utc>::MAX_UTC
                });
                let end = |year, month, day| {
                    NaiveDate::from_ymd_opt(year, month, day)
                        .map(|day| day.and_time(NaiveTime::MIN).and_utc())
                };
                let (first, last) = (end(1, 1, 1), end(9999, 12, 31));
                moved.clamp(first.unwrap_or(moved), last.unwrap_or(moved))
            }
        }
    }
}

/// A condition on a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TimeTest {
    /// Is this.
    Eq(Moment),
    /// Is before.
    Lt(Moment),
    /// Is not after.
    Lte(Moment),
    /// Is after.
    Gt(Moment),
    /// Is not before.
    Gte(Moment),
    /// Is, or is not, empty.
    IsNull(bool),
}

impl TimeTest {
    /// The condition on a column that may be null.
    #[must_use]
    pub fn on(&self, column: SimpleExpr, now: DateTime<Utc>) -> SimpleExpr {
        match self {
            Self::Eq(moment) => column.eq(moment.at(now)),
            Self::Lt(moment) => column.lt(moment.at(now)),
            Self::Lte(moment) => column.lte(moment.at(now)),
            Self::Gt(moment) => column.gt(moment.at(now)),
            Self::Gte(moment) => column.gte(moment.at(now)),
            Self::IsNull(true) => column.is_null(),
            Self::IsNull(false) => column.is_not_null(),
        }
    }
}

/// A condition on an id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IdTest {
    /// Is one of these.
    In(Vec<Uuid>),
    /// Is none of these.
    NotIn(Vec<Uuid>),
    /// Is, or is not, empty.
    IsNull(bool),
}

impl IdTest {
    /// What it means for a list: that some entry meets this; or, if not, that none does. A list is null when it is empty.
    #[must_use]
    pub fn some(&self) -> (Self, bool) {
        match self {
            Self::In(ids) => (Self::In(ids.clone()), true),
            Self::NotIn(ids) => (Self::In(ids.clone()), false),
            Self::IsNull(empty) => (Self::IsNull(false), !empty),
        }
    }

    /// The condition on a column.
    #[must_use]
    pub fn on(&self, column: SimpleExpr) -> SimpleExpr {
        match self {
            Self::In(ids) => column.is_in(ids.iter().copied()),
            Self::NotIn(ids) => fails(column.is_in(ids.iter().copied())),
            Self::IsNull(true) => column.is_null(),
            Self::IsNull(false) => column.is_not_null(),
        }
    }
}

/// A condition on a word of an enum, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WordTest {
    /// Is one of these.
    In(Vec<&'static str>),
    /// Is none of these.
    NotIn(Vec<&'static str>),
}

impl WordTest {
    /// What it means for a list: that some entry meets this; or, if not, that none does.
    #[must_use]
    pub fn some(&self) -> (Self, bool) {
        match self {
            Self::In(words) => (Self::In(words.clone()), true),
            Self::NotIn(words) => (Self::In(words.clone()), false),
        }
    }

    /// The condition on a column.
    #[must_use]
    pub fn on(&self, column: SimpleExpr) -> SimpleExpr {
        self.is_one_of(column, Expr::val)
    }

    /// The condition on a column of which an index holds only what is rare. The words, which are the program's own, stand in its
    /// text: a planner who sees which it is knows how rare it is.
    #[must_use]
    pub fn on_rare(&self, column: SimpleExpr) -> SimpleExpr {
        self.is_one_of(column, |word| SimpleExpr::Constant(word.into()))
    }

    fn is_one_of(&self, column: SimpleExpr, shown: impl Fn(&'static str) -> SimpleExpr) -> SimpleExpr {
        let is_one_of = |words: &[&'static str]| column.is_in(words.iter().map(|word| shown(word)));
        match self {
            Self::In(words) => is_one_of(words),
            Self::NotIn(words) => fails(is_one_of(words)),
        }
    }
}

/// A condition on a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NumberTest {
    /// Is this.
    Eq(i32),
    /// Is less.
    Lt(i32),
    /// Is not more.
    Lte(i32),
    /// Is more.
    Gt(i32),
    /// Is not less.
    Gte(i32),
    /// Is, or is not, empty.
    IsNull(bool),
}

impl NumberTest {
    /// The condition on a column.
    #[must_use]
    pub fn on(&self, column: SimpleExpr) -> SimpleExpr {
        match self {
            Self::Eq(number) => column.eq(*number),
            Self::Lt(number) => column.lt(*number),
            Self::Lte(number) => column.lte(*number),
            Self::Gt(number) => column.gt(*number),
            Self::Gte(number) => column.gte(*number),
            Self::IsNull(true) => column.is_null(),
            Self::IsNull(false) => column.is_not_null(),
        }
    }
}
