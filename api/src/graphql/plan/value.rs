//! Values that fields of computed objects can have, and how they are written.

use async_graphql::{ID, OutputType};
use chrono::{DateTime, NaiveDate, Utc};
use entity::PartialDate;
use uuid::Uuid;

use super::json::Json;
use crate::graphql::scalars;

/// What a field of a computed object can be.
pub trait Value {
    /// Its type in the schema.
    type Output: OutputType;
    /// Writes it.
    fn write(&self, json: &mut Json);
}

/// An id as clients see it: what it begins with, and which one.
#[derive(Clone, Copy, Debug)]
pub struct ShownId(pub &'static str, pub Uuid);

macro_rules! values {
    ($($rust:ty as $shown:ty: |$it:ident, $json:ident| $write:expr;)*) => {
        $(impl Value for $rust {
            type Output = $shown;
            fn write(&self, $json: &mut Json) {
                let $it = self;
                $write;
            }
        })*
    };
}

values! {
    bool as bool: |it, json| json.bool(*it);
    i32 as i32: |it, json| json.number((*it).into());
    // A count: where it is more than `Int` holds, the most that it holds.
    i64 as i32: |it, json| json.number((*it).min(i32::MAX.into()));
    u64 as i32: |it, json| json.number(i64::try_from(*it).unwrap_or(i64::MAX).min(i32::MAX.into()));
    f64 as f64: |it, json| json.float(*it);
    String as String: |it, json| json.text(it);
    &'static str as String: |it, json| json.text(it);
    scalars::Seq as scalars::Seq: |it, json| json.number(it.0);
    DateTime<Utc> as scalars::DateTime: |it, json| json.time(it.timestamp_micros());
    NaiveDate as scalars::Date: |it, json| json.date(it.to_epoch_days());
    PartialDate as scalars::PartialDate: |it, json| json.text(&it.to_string());
    serde_json::Value as scalars::Json: |it, json| json.raw(it.to_string().as_bytes());
    ShownId as ID: |it, json| json.id(it.0, it.1);
    entity::Actor as crate::graphql::node::Actor: |it, json| json.text(&it.to_string());
}

impl<T: Value> Value for Option<T>
where
    Option<T::Output>: OutputType,
{
    type Output = Option<T::Output>;

    fn write(&self, json: &mut Json) {
        match self {
            Some(value) => value.write(json),
            None => json.null(),
        }
    }
}

impl<T: Value> Value for Vec<T>
where
    Vec<T::Output>: OutputType,
{
    type Output = Vec<T::Output>;

    fn write(&self, json: &mut Json) {
        json.list(self, |json, value| value.write(json));
    }
}
