//! Values and cells in PostgreSQL's binary format.

use std::error::Error;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::ArrayType;
use sea_orm::{DbErr, Value};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, Kind as Family, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use super::super::loose::{Names, Record};
use super::super::{Cell, Fault, Kind, Rows, misread, whole};
use super::explain;

type Problem = Box<dyn Error + Sync + Send>;

/// 2000-01-01, where PostgreSQL begins to count.
const EPOCH_DAYS: i32 = 10_957;
const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// A value, sent as what it was declared as when the statement was prepared; a number may come in another width later.
#[derive(Debug)]
pub(super) struct Parameter<'a>(pub(super) &'a Value);

/// The type that a value is declared as, the one that sqlx declares: so a statement means the same by either driver, and
/// `unnest($1)` needs no cast.
pub(super) fn declared(value: &Value) -> Type {
    match value {
        Value::Bool(_) => Type::BOOL,
        Value::Int(_) => Type::INT4,
        // The latter are what a place and a limit are.
        Value::BigInt(_) | Value::Unsigned(_) | Value::BigUnsigned(_) => Type::INT8,
        Value::String(_) => Type::TEXT,
        Value::Uuid(_) => Type::UUID,
        Value::ChronoDateTimeUtc(_) => Type::TIMESTAMPTZ,
        Value::ChronoDate(_) => Type::DATE,
        Value::Json(_) => Type::JSONB,
        Value::Bytes(_) => Type::BYTEA,
        Value::Array(ArrayType::String, _) => Type::TEXT_ARRAY,
        Value::Array(ArrayType::Int, _) => Type::INT4_ARRAY,
        Value::Array(ArrayType::BigInt, _) => Type::INT8_ARRAY,
        Value::Array(..) => Type::UUID_ARRAY,
        // Refused when it is bound.
        _ => Type::UNKNOWN,
    }
}

impl ToSql for Parameter<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Problem> {
        match (self.0, ty) {
            (
                Value::Bool(None)
                | Value::Int(None)
                | Value::BigInt(None)
                | Value::Unsigned(None)
                | Value::BigUnsigned(None)
                | Value::String(None)
                | Value::Uuid(None)
                | Value::ChronoDateTimeUtc(None)
                | Value::ChronoDate(None)
                | Value::Json(None)
                | Value::Bytes(None)
                | Value::Array(_, None),
                _,
            ) => Ok(IsNull::Yes),
            (Value::Bool(Some(value)), &Type::BOOL) => value.to_sql(ty, out),
            (Value::Int(Some(value)), _) => number(i64::from(*value), ty, out),
            (Value::BigInt(Some(value)), _) => number(*value, ty, out),
            (Value::Unsigned(Some(value)), _) => number(i64::from(*value), ty, out),
            (Value::BigUnsigned(Some(value)), _) => number(i64::try_from(*value)?, ty, out),
            (Value::String(Some(value)), _) if <&str as ToSql>::accepts(ty) => value.as_str().to_sql(ty, out),
            (Value::Uuid(Some(value)), &Type::UUID) => value.to_sql(ty, out),
            (Value::ChronoDateTimeUtc(Some(value)), &Type::TIMESTAMPTZ) => value.to_sql(ty, out),
            (Value::ChronoDate(Some(value)), &Type::DATE) => value.to_sql(ty, out),
            (Value::Json(Some(value)), &Type::JSONB | &Type::JSON) => value.to_sql(ty, out),
            (Value::Bytes(Some(value)), &Type::BYTEA) => value.to_sql(ty, out),
            (Value::Array(_, Some(values)), &Type::UUID_ARRAY) => {
                let ids: Option<Vec<Uuid>> = values
                    .iter()
                    .map(|value| match value {
                        Value::Uuid(id) => *id,
                        _ => None,
                    })
                    .collect();
                ids.ok_or("a list holds something that is no id")?.to_sql(ty, out)
            }
            (Value::Array(_, Some(values)), &Type::TEXT_ARRAY) => {
                let texts: Option<Vec<&str>> = values
                    .iter()
                    .map(|value| match value {
                        Value::String(text) => text.as_deref(),
                        _ => None,
                    })
                    .collect();
                texts
                    .ok_or("a list holds something that is no text")?
                    .to_sql(ty, out)
            }
            (value, ty) => Err(format!("a row source cannot bind {value:?} as {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn number(number: i64, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Problem> {
    match *ty {
        Type::INT2 => i16::try_from(number)?.to_sql(ty, out),
        Type::INT4 => i32::try_from(number)?.to_sql(ty, out),
        Type::INT8 => number.to_sql(ty, out),
        _ => Err(format!("a row source cannot bind the number {number} as {ty}").into()),
    }
}

/// A value of a row, borrowed from the message that it came in.
#[derive(Debug)]
enum Raw<'a> {
    Bool(bool),
    Number(i64),
    Text(&'a str),
    Uuid(Uuid),
    Time(i64),
    Date(i32),
    /// Of a type that no kind is read from.
    Other(Type),
}

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Problem> {
        Ok(match *ty {
            Type::BOOL => Self::Bool(raw != [0]),
            Type::INT2 => Self::Number(i16::from_be_bytes(raw.try_into()?).into()),
            Type::INT4 => Self::Number(i32::from_be_bytes(raw.try_into()?).into()),
            Type::INT8 => Self::Number(i64::from_be_bytes(raw.try_into()?)),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME => Self::Text(std::str::from_utf8(raw)?),
            Type::UUID => Self::Uuid(Uuid::from_slice(raw)?),
            Type::TIMESTAMPTZ => match i64::from_be_bytes(raw.try_into()?) {
                i64::MIN | i64::MAX => return Err("an endless time".into()),
                micros => Self::Time(micros.checked_add(EPOCH_MICROS).ok_or("a time out of range")?),
            },
            Type::DATE => match i32::from_be_bytes(raw.try_into()?) {
                i32::MIN | i32::MAX => return Err("an endless date".into()),
                days => Self::Date(days.checked_add(EPOCH_DAYS).ok_or("a date out of range")?),
            },
            _ => Self::Other(ty.clone()),
        })
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Adds a row.
pub(super) fn read(rows: &mut Rows, row: &tokio_postgres::Row, kinds: &[Kind]) -> Result<(), Fault> {
    for (column, kind) in kinds.iter().copied().enumerate() {
        add(rows, column, kind, value(row, column, kind)?)?;
    }
    Ok(())
}

/// A row of which nobody said the kinds: the database says them.
pub(super) fn record(names: &Names, row: &tokio_postgres::Row) -> Result<Record, DbErr> {
    let mut record = names.record();
    for column in 0..row.len() {
        let value: Option<Loose> = row
            .try_get(column)
            .map_err(|error| DbErr::Custom(explain(&error)))?;
        record.push(value.map_or(Value::String(None), |Loose(value)| value));
    }
    Ok(record.done())
}

/// A value of the type that it has.
struct Loose(Value);

impl FromSql<'_> for Loose {
    fn from_sql(ty: &Type, raw: &[u8]) -> Result<Self, Problem> {
        Ok(Self(match *ty {
            Type::BOOL => (raw != [0]).into(),
            Type::INT2 | Type::INT4 => match Raw::from_sql(ty, raw)? {
                Raw::Number(number) => i32::try_from(number)?.into(),
                _ => return Err("no number".into()),
            },
            Type::INT8 => i64::from_sql(ty, raw)?.into(),
            Type::FLOAT4 => f64::from(f32::from_sql(ty, raw)?).into(),
            Type::FLOAT8 => f64::from_sql(ty, raw)?.into(),
            Type::UUID => Uuid::from_sql(ty, raw)?.into(),
            Type::TIMESTAMPTZ => DateTime::<Utc>::from_sql(ty, raw)?.into(),
            Type::DATE => NaiveDate::from_sql(ty, raw)?.into(),
            Type::JSON | Type::JSONB => serde_json::Value::from_sql(ty, raw)?.into(),
            Type::BYTEA => raw.to_vec().into(),
            Type::UUID_ARRAY => Vec::<Uuid>::from_sql(ty, raw)?.into(),
            Type::TEXT_ARRAY => Vec::<String>::from_sql(ty, raw)?.into(),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
                std::str::from_utf8(raw)?.into()
            }
            _ => return Err(format!("no value is read from {ty}").into()),
        }))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The elements of an array, borrowed from the message that it came in.
#[derive(Debug)]
struct Elements<'a> {
    of: Type,
    left: usize,
    rest: &'a [u8],
}

impl<'a> FromSql<'a> for Elements<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Problem> {
        let Family::Array(of) = ty.kind() else {
            return Err(format!("a value of type {ty} is no array").into());
        };
        let mut elements = Self {
            of: of.clone(),
            left: 0,
            rest: raw,
        };
        // How many dimensions, whether there are nulls, and of which type; then how long it is, and where it begins.
        let dimensions = elements.number()?;
        let _ = (elements.number()?, elements.number()?);
        if dimensions > 0 {
            elements.left = usize::try_from(elements.number()?)?;
            let _ = elements.number()?;
        }
        match dimensions {
            0 | 1 => Ok(elements),
            _ => Err("an array of arrays".into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl<'a> Elements<'a> {
    fn number(&mut self) -> Result<i32, Problem> {
        let (number, rest) = self.rest.split_first_chunk().ok_or("an array that ends early")?;
        self.rest = rest;
        Ok(i32::from_be_bytes(*number))
    }

    fn next(&mut self) -> Result<Option<Raw<'a>>, Problem> {
        // What is null has no length.
        let Ok(length) = usize::try_from(self.number()?) else {
            return Ok(None);
        };
        let (raw, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or("an array that ends early")?;
        self.rest = rest;
        Raw::from_sql(&self.of, raw).map(Some)
    }
}

/// Adds the rows of which a row holds each column as an array. Of no rows there is no array.
pub(super) fn unpack(rows: &mut Rows, row: &tokio_postgres::Row, kinds: &[Kind]) -> Result<(), Fault> {
    let mut columns = Vec::with_capacity(kinds.len());
    for (column, kind) in kinds.iter().copied().enumerate() {
        let Some(elements) = value::<Elements<'_>>(row, column, kind)? else {
            return Ok(());
        };
        columns.push((column, kind, elements));
    }
    let count = columns.first().map_or(0, |(.., elements)| elements.left);
    rows.reserve(count);
    for _ in 0..count {
        for (column, kind, elements) in &mut columns {
            let raw = elements.next().map_err(|error| misread(*column, *kind, error))?;
            add(rows, *column, *kind, raw)?;
        }
    }
    Ok(())
}

fn value<'a, T: FromSql<'a>>(
    row: &'a tokio_postgres::Row,
    column: usize,
    kind: Kind,
) -> Result<Option<T>, Fault> {
    row.try_get(column)
        .map_err(|error| misread(column, kind, super::explain(&error)))
}

/// Adds a cell.
fn add(rows: &mut Rows, column: usize, kind: Kind, raw: Option<Raw<'_>>) -> Result<(), Fault> {
    let cell = match (kind, raw) {
        (_, None) => Cell::Null,
        (Kind::Bool, Some(Raw::Bool(value))) => Cell::Bool(value),
        (Kind::Int | Kind::Big, Some(Raw::Number(value))) => {
            whole(kind, value).ok_or_else(|| misread(column, kind, value))?
        }
        (Kind::Text, Some(Raw::Text(text))) => {
            rows.push_text(text);
            return Ok(());
        }
        (Kind::Uuid, Some(Raw::Uuid(value))) => Cell::Uuid(value),
        (Kind::Time, Some(Raw::Time(value))) => Cell::Time(value),
        (Kind::Date, Some(Raw::Date(value))) => Cell::Date(value),
        (_, Some(Raw::Other(ty))) => {
            return Err(misread(column, kind, format_args!("a value of type {ty}")));
        }
        (_, Some(other)) => return Err(misread(column, kind, format_args!("{other:?}"))),
    };
    rows.push(cell);
    Ok(())
}
