//! Our scalars. Each wraps a type of ours, so that no library's name becomes part of the schema.

use std::str::FromStr;

use async_graphql::{InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};
use entity::{IdError, TypedId};

use crate::kit::check::{Checks, Path};
use crate::kit::day::Day;
use crate::kit::failure::Code;
use crate::kit::filter::Moment;

fn text<T: InputType>(value: Value) -> Result<String, InputValueError<T>> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(InputValueError::expected_type(other)),
    }
}

/// A moment in UTC after RFC 3339, such as `2026-03-01T09:00:00Z`; any offset is accepted, microseconds are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime(pub chrono::DateTime<Utc>);

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(time: chrono::DateTime<Utc>) -> Self {
        Self(time)
    }
}

fn moment(text: &str) -> Option<chrono::DateTime<Utc>> {
    use chrono::{Datelike, SubsecRound};
    let time = chrono::DateTime::parse_from_rfc3339(text)
        .ok()?
        .with_timezone(&Utc)
        .trunc_subsecs(6);
    // What both databases store and every client can show.
    (1..=9999).contains(&time.year()).then_some(time)
}

/// A moment in UTC after RFC 3339, such as `2026-03-01T09:00:00Z`; any offset is accepted, microseconds are kept.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text(value)?;
        let error =
            || InputValueError::custom(format!("{text:?} is not a moment; write 2026-03-01T09:00:00Z"));
        moment(&text).map(Self).ok_or_else(error)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// Any JSON value: an object, a list, a text, a number, a boolean or null.
#[derive(Clone, Debug, PartialEq)]
pub struct Json(pub serde_json::Value);

/// Any JSON value: an object, a list, a text, a number, a boolean or null.
#[Scalar(name = "JSON", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value.into_json()?))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// A calendar date without time zone, such as `2026-03-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

fn date(text: &str) -> Option<NaiveDate> {
    let date = entity::PartialDate::from_str(text).ok();
    date.filter(|date| date.day().is_some())
        .and_then(entity::PartialDate::earliest)
}

/// A calendar date without time zone, such as `2026-03-01`.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/local-date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text(value)?;
        date(&text)
            .map(Self)
            .ok_or_else(|| InputValueError::custom(format!("{text:?} is not a date; write 2026-03-01")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A calendar date of which a part may be unknown: `2020`, `2020-05`, `2020-05-12`, or `--05-12` when the year is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartialDate(pub entity::PartialDate);

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl From<entity::PartialDate> for PartialDate {
    fn from(date: entity::PartialDate) -> Self {
        Self(date)
    }
}

/// A calendar date of which a part may be unknown: `2020`, `2020-05`, `2020-05-12`, or `--05-12` when the year is not known.
#[Scalar]
impl ScalarType for PartialDate {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text(value)?;
        text.parse()
            .map(Self)
            .map_err(|error| InputValueError::custom(format!("{text:?} is {error}")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// The number of a change in a workspace: a whole number from 0 to 2^53 − 1, in commit order and without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seq(pub i64);

/// The number of a change in a workspace: a whole number from 0 to 2^53 − 1, in commit order and without gaps.
#[Scalar]
impl ScalarType for Seq {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::Number(number) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let seq = number.as_i64().filter(|seq| (0..1 << 53).contains(seq));
        seq.map(Self)
            .ok_or_else(|| InputValueError::custom("not a change number; write a whole number from 0"))
    }

    fn to_value(&self) -> Value {
        Value::Number(self.0.into())
    }
}

/// A moment after RFC 3339, or a duration after ISO 8601 from now: `-P30D` is thirty days ago, `P2W` in two weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeOrDuration(pub Moment);

/// A moment after RFC 3339, or a duration after ISO 8601 from now: `-P30D` is thirty days ago, `P2W` in two weeks.
#[Scalar]
impl ScalarType for DateTimeOrDuration {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text(value)?;
        let read = moment(&text).map(Moment::At).or_else(|| from_now(&text));
        let error = || {
            InputValueError::custom(format!(
                "{text:?} is neither a moment (2026-03-01T09:00:00Z) nor a duration (-P30D)"
            ))
        };
        read.map(Self).ok_or_else(error)
    }

    fn to_value(&self) -> Value {
        match self.0 {
            Moment::At(time) => ScalarType::to_value(&DateTime(time)),
            Moment::FromNow { months, seconds } => Value::String(format!("P{months}MT{seconds}S")),
        }
    }
}

/// A calendar date, such as `2026-03-01`, or a duration after ISO 8601 from today in the workspace's time zone: `-P30D` is
/// thirty days ago, `P0D` today, `P2W` in two weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateOrDuration(pub Day);

/// A calendar date, such as `2026-03-01`, or a duration after ISO 8601 from today in the workspace's time zone: `-P30D` is
/// thirty days ago, `P0D` today, `P2W` in two weeks.
#[Scalar]
impl ScalarType for DateOrDuration {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text(value)?;
        let read = date(&text).map(Day::On).or_else(|| from_today(&text));
        let error = || {
            InputValueError::custom(format!(
                "{text:?} is neither a date (2026-03-01) nor a duration in days, weeks, months or years (-P30D)"
            ))
        };
        read.map(Self).ok_or_else(error)
    }

    fn to_value(&self) -> Value {
        match self.0 {
            Day::On(date) => ScalarType::to_value(&Date(date)),
            Day::FromToday { months, days } => Value::String(format!("P{months}M{days}D")),
        }
    }
}

fn from_today(text: &str) -> Option<Day> {
    match from_now(text)? {
        Moment::FromNow { months, seconds } if !text.contains('T') => Some(Day::FromToday {
            months,
            days: seconds / 86_400,
        }),
        _ => None,
    }
}

fn from_now(text: &str) -> Option<Moment> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (months, seconds) = match iso8601::duration(text).ok()? {
        iso8601::Duration::Weeks(weeks) => (0, i64::from(weeks) * 7 * 86_400),
        iso8601::Duration::YMDHMS {
            year,
            month,
            day,
            hour,
            minute,
            second,
            ..
        } => {
            let months = i64::from(year) * 12 + i64::from(month);
            let seconds =
                i64::from(day) * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
            (months, seconds)
        }
    };
    Some(Moment::FromNow {
        months: i32::try_from(sign * months).ok()?,
        seconds: sign * seconds,
    })
}

/// An id as a client wrote it. It is checked where the input is read, so that the error names its field.
#[derive(Clone, Debug)]
pub struct Id<I>(Result<I, IdError>);

impl<I: TypedId> InputType for Id<I> {
    type RawValueType = Self;

    fn type_name() -> std::borrow::Cow<'static, str> {
        async_graphql::ID::type_name()
    }

    fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
        <async_graphql::ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value.unwrap_or_default() {
            Value::String(text) => Ok(Self(text.trim().parse())),
            Value::Number(_) => Ok(Self(Err(IdError::Malformed { expected: I::PREFIX }))),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        self.0
            .as_ref()
            .map_or(Value::Null, |id| Value::String(id.to_string()))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<I: TypedId> Id<I> {
    /// The id that a text is meant to be.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.trim().parse())
    }

    /// The id, or why it is none.
    ///
    /// # Errors
    /// [`IdError`].
    pub fn get(&self) -> Result<I, IdError> {
        self.0.clone()
    }
}

impl Checks {
    /// The id; one of another type, or none, is a problem that names both types.
    pub fn id<I: TypedId>(&mut self, path: Path, id: &Id<I>) -> I {
        id.get().unwrap_or_else(|error| {
            self.note(Code::Invalid, path, error.to_string());
            I::from_uuid(uuid::Uuid::nil())
        })
    }

    /// The id, if one is given.
    pub fn optional_id<I: TypedId>(&mut self, path: Path, id: Option<&Id<I>>) -> Option<I> {
        id.map(|id| self.id(path, id))
    }

    /// The ids of a list.
    pub fn ids<I: TypedId>(&mut self, path: &Path, ids: &[Id<I>]) -> Vec<I> {
        ids.iter()
            .enumerate()
            .map(|(position, id)| self.id(path.at(position), id))
            .collect()
    }
}
