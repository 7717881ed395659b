//! The image of a row.

use std::collections::{BTreeMap, HashSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use entity::TypedId;
use sea_orm::Value;
use sea_orm::sea_query::ColumnType;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::Table;
use crate::kit::Fault;

/// Columns of a row with what stands in them, without the workspace: of all its columns, or of some.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image(BTreeMap<&'static str, Value>);

/// By which a row is known among those of its table: the text form of the columns of its key.
pub type Key = String;

impl Image {
    /// What stands in a column.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&Value> {
        self.0.get(column)
    }

    /// The id in a column, if one stands there.
    #[must_use]
    pub fn id(&self, column: &str) -> Option<Uuid> {
        match self.0.get(column) {
            Some(Value::Uuid(id)) => *id,
            _ => None,
        }
    }

    /// The text in a column, if one stands there.
    #[must_use]
    pub fn text_in(&self, column: &str) -> Option<&str> {
        match self.0.get(column) {
            Some(Value::String(text)) => text.as_deref(),
            _ => None,
        }
    }

    /// The number in a column, if one stands there.
    #[must_use]
    pub fn number(&self, column: &str) -> Option<i32> {
        match self.0.get(column) {
            Some(Value::Int(number)) => *number,
            _ => None,
        }
    }

    /// Whether nothing stands in a column, or there is no such column.
    #[must_use]
    pub fn is_empty(&self, column: &str) -> bool {
        self.0.get(column).is_none_or(|value| *value == value.as_null())
    }

    /// Puts something into a column.
    pub fn set(&mut self, column: &'static str, value: Value) {
        self.0.insert(column, value);
    }

    /// The columns, each with what stands in it.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(column, value)| (*column, value))
    }

    /// Those of its columns of which this holds.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&str) -> bool) -> Self {
        let columns = self.0.iter().filter(|(column, _)| wanted(column));
        Self(columns.map(|(column, value)| (*column, value.clone())).collect())
    }

    /// Puts everything of another over what stands here.
    pub fn put(&mut self, other: &Self) {
        let other = other.0.iter().map(|(column, value)| (*column, value.clone()));
        self.0.extend(other);
    }

    /// The same row where another record's id stands for this one's, as an id and as a text.
    #[must_use]
    pub fn naming<I: TypedId>(&self, other: I, instead_of: I) -> Self {
        let (was, is) = (instead_of.to_string(), other.to_string());
        let columns = self.0.iter().map(|(column, value)| {
            let value = match value {
                Value::Uuid(Some(id)) if *id == instead_of.uuid() => other.uuid().into(),
                Value::String(Some(text)) if *text == was => is.clone().into(),
                value => value.clone(),
            };
            (*column, value)
        });
        columns.collect()
    }

    /// Whether one of these ids stands in it.
    #[must_use]
    pub fn names(&self, ids: &HashSet<Uuid>) -> bool {
        self.0
            .values()
            .any(|value| matches!(value, Value::Uuid(Some(id)) if ids.contains(id)))
    }

    /// Its text form, a JSON object.
    ///
    /// # Errors
    /// A value of a kind that no column has.
    pub fn text(&self) -> Result<String, Fault> {
        Ok(Json::Object(self.json()?).to_string())
    }

    /// What stands in its columns, as JSON.
    ///
    /// # Errors
    /// A value of a kind that no column has.
    pub fn json(&self) -> Result<Map<String, Json>, Fault> {
        let columns = self.0.iter().map(|(column, value)| {
            let json = json_of(value)
                .ok_or_else(|| Fault::Internal(format!("{column} holds another kind of value")))?;
            Ok(((*column).to_owned(), json))
        });
        columns.collect()
    }

    /// Reads a whole row that somebody else wrote. A column that it lacks is empty, if it may be.
    ///
    /// # Errors
    /// In words: the table has no such column, something else stands in one, or one is missing.
    pub fn of_json(mut row: Map<String, Json>, table: &Table) -> Result<Self, String> {
        let mut read = BTreeMap::new();
        for (column, kind) in &table.columns {
            let json = row.remove(*column).unwrap_or(Json::Null);
            if json.is_null() && !table.nullable.contains(column) {
                return Err(format!("{column}: a value is required"));
            }
            let value = value_of(json, kind);
            read.insert(
                *column,
                value.ok_or_else(|| format!("{column}: this is no {kind:?}"))?,
            );
        }
        match row.keys().next() {
            Some(other) => Err(format!("{other}: {} has no such column", table.name)),
            None => Ok(Self(read)),
        }
    }

    /// Reads the text form, for a table with these columns. A column that the table no longer has is left out.
    ///
    /// # Errors
    /// The text is none.
    pub fn read(text: &str, types: &[(&'static str, ColumnType)]) -> Result<Self, Fault> {
        let unreadable = |what: &str| Fault::Internal(format!("what was kept of a row: {what}"));
        let Ok(Json::Object(mut columns)) = serde_json::from_str(text) else {
            return Err(unreadable("no JSON object"));
        };
        let mut read = BTreeMap::new();
        for (column, kind) in types {
            if let Some(json) = columns.remove(*column) {
                let value = value_of(json, kind).ok_or_else(|| unreadable(column))?;
                read.insert(*column, value);
            }
        }
        Ok(Self(read))
    }
}

impl FromIterator<(&'static str, Value)> for Image {
    fn from_iter<I: IntoIterator<Item = (&'static str, Value)>>(columns: I) -> Self {
        Self(columns.into_iter().collect())
    }
}

fn json_of(value: &Value) -> Option<Json> {
    Some(match value {
        value if *value == value.as_null() => Json::Null,
        Value::String(Some(text)) => Json::String(text.clone()),
        Value::Uuid(Some(id)) => Json::String(id.to_string()),
        Value::Int(Some(number)) => (*number).into(),
        Value::BigInt(Some(number)) => (*number).into(),
        Value::Bool(Some(flag)) => (*flag).into(),
        Value::ChronoDate(Some(day)) => Json::String(day.to_string()),
        Value::ChronoDateTimeUtc(Some(at)) => Json::String(at.to_rfc3339_opts(SecondsFormat::Micros, true)),
        Value::Json(Some(json)) => (**json).clone(),
        Value::Bytes(Some(bytes)) => Json::String(STANDARD.encode(bytes)),
        _ => return None,
    })
}

fn value_of(json: Json, kind: &ColumnType) -> Option<Value> {
    let is_null = json.is_null();
    let text = match &json {
        Json::String(text) => Some(text.as_str()),
        _ => None,
    };
    let is_read = |is_some: bool, value: Value| (is_some || is_null).then_some(value);
    match kind {
        ColumnType::Text | ColumnType::String(_) => {
            is_read(text.is_some(), Value::String(text.map(str::to_owned)))
        }
        ColumnType::Uuid => {
            let id = text.and_then(|text| Uuid::parse_str(text).ok());
            is_read(id.is_some(), Value::Uuid(id))
        }
        ColumnType::Integer => {
            let number = json.as_i64().and_then(|number| i32::try_from(number).ok());
            is_read(number.is_some(), Value::Int(number))
        }
        ColumnType::BigInteger => is_read(json.is_i64(), Value::BigInt(json.as_i64())),
        ColumnType::Boolean => is_read(json.is_boolean(), Value::Bool(json.as_bool())),
        ColumnType::Date => {
            let day = text.and_then(|text| text.parse::<NaiveDate>().ok());
            is_read(day.is_some(), Value::ChronoDate(day))
        }
        ColumnType::TimestampWithTimeZone => {
            let at = text.and_then(|text| text.parse::<DateTime<Utc>>().ok());
            is_read(at.is_some(), Value::ChronoDateTimeUtc(at))
        }
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => {
            let bytes = text.and_then(|text| STANDARD.decode(text).ok());
            is_read(bytes.is_some(), Value::Bytes(bytes))
        }
        ColumnType::Json | ColumnType::JsonBinary => Some(Value::Json((!is_null).then(|| Box::new(json)))),
        _ => None,
    }
}
