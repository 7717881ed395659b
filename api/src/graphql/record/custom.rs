//! Custom fields: what records hold in the fields that users define.

use async_graphql::{InputObject, InputType as _, Value};
use chrono::NaiveDate;
use entity::custom_field;
use futures_util::future::BoxFuture;
use sea_orm::{ColumnTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

use super::Recorded;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::CustomField;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Object, Values};
use crate::kit::declared::custom::{self, SaidValues};
use crate::kit::filter::{CustomIs, CustomTest, VALUES};
use crate::kit::record::id_column;
use crate::kit::{Checks, Code, Fault, Path};

stored_enum! {
    /// What a custom field holds.
    CustomFieldKind = custom_field::CustomFieldKind {
        /// Any text, of one line or many.
        Text,
        /// A number: at most 20 digits before the point and 10 behind it.
        Number,
        /// Whether something is so: `true` or `false`.
        Flag,
        /// A day such as `2026-11-28`.
        Date,
        /// One of the choices that the field has.
        Choice,
    }
}

/// What a record is to hold in a custom field.
#[derive(InputObject)]
pub struct CustomFieldInput {
    /// The key of the field.
    key: String,
    /// The value as a text, whatever the field's kind: `12.5`, `true`, `2026-11-28`, a choice. At most 2,000 characters. Null, or left out,
    /// clears it.
    value: Option<String>,
}

impl CustomFieldInput {
    /// What is said of custom fields, as it is kept with what is said of the record.
    pub fn read(value: Value, checks: &mut Checks) -> Option<String> {
        let given = Vec::<Self>::parse(Some(value)).ok()?;
        let path = Path::input(custom::FIELD);
        checks.count(path.clone(), given.len(), custom::MAX_FIELDS);
        let mut said = SaidValues::new();
        for (place, Self { key, value }) in given.into_iter().enumerate() {
            if said.insert(key, value).is_some() {
                checks.note(Code::Duplicate, path.at(place), "the field is named twice");
            }
        }
        serde_json::to_string(&said).ok()
    }
}

/// A condition on what records hold in a custom field. All that are given must hold; give at least one, and no null.
#[derive(InputObject)]
pub struct CustomFieldCondition {
    /// The key of the field.
    key: String,
    /// It is this value, in the form in which `value` shows it.
    eq: Option<String>,
    /// It is one of these values, at most 100; nothing is, if there are none.
    #[graphql(name = "in")]
    one_of: Option<Vec<String>>,
    /// Whether there is no value.
    is_null: Option<bool>,
}

impl CustomFieldCondition {
    /// The conditions that are given.
    pub fn read(value: Value, checks: &mut Checks, path: &Path) -> Vec<CustomTest> {
        let given = Vec::<Self>::parse(Some(value)).unwrap_or_default();
        let mut tests = Vec::new();
        for (place, it) in given.into_iter().enumerate() {
            let path = path.at(place);
            let Self {
                key,
                eq,
                one_of,
                is_null,
            } = it;
            let key = custom::key(&key).unwrap_or_else(|wrong| {
                checks.note(Code::Invalid, path.at("key"), wrong);
                String::new()
            });
            checks.count(path.at("in"), one_of.as_ref().map_or(0, Vec::len), VALUES);
            checks.text(path.at("eq"), eq.as_deref(), custom::MAX_VALUE);
            for (place, text) in one_of.iter().flatten().enumerate() {
                checks.text(path.at("in").at(place), Some(text), custom::MAX_VALUE);
            }
            let before = tests.len();
            let eq = eq.map(|text| CustomIs::In(vec![text]));
            let is = eq
                .into_iter()
                .chain(one_of.map(CustomIs::In))
                .chain(is_null.map(CustomIs::Null));
            tests.extend(is.map(|is| CustomTest { key: key.clone(), is }));
            if tests.len() == before {
                checks.note(Code::Required, path, "give eq, in or isNull");
            }
        }
        tests
    }
}

shape! {
    /// What a record holds in a custom field.
    CustomFieldValue: custom_field_value
}

struct Held {
    field: custom_field::Model,
    value: String,
}

fn custom_field_value() -> Object {
    use custom_field::CustomFieldKind::{Date, Flag, Number};
    Object::computed::<Held>("CustomFieldValue", "What a record holds in a custom field.")
        .value("key", "The key of the field.", |it| it.field.key.clone())
        .value("name", "What the field is called.", |it| it.field.name.clone())
        .value("kind", "What the field holds.", |it| it.field.kind)
        .value(
            "value",
            "The value as a text, in one form for each kind: equal values are equal texts.",
            |it| it.value.clone(),
        )
        .value(
            "number",
            "The value of a `NUMBER`, as near as a `Float` comes to it; null of other kinds.",
            |it| it.value.parse::<f64>().ok().filter(|_| it.field.kind == Number),
        )
        .value("flag", "The value of a `FLAG`; null of other kinds.", |it| {
            it.value.parse::<bool>().ok().filter(|_| it.field.kind == Flag)
        })
        .value("date", "The value of a `DATE`; null of other kinds.", |it| {
            it.value
                .parse::<NaiveDate>()
                .ok()
                .filter(|_| it.field.kind == Date)
        })
        .one::<CustomField, _>(
            "customField",
            "The field as it is defined. Needs `PEOPLE_READ`.",
            |it| Some(it.field.id),
        )
        .done()
}

/// The field of a record that shows what it holds in custom fields.
pub fn held<M: Recorded>() -> Field {
    Field::computed_many::<CustomFieldValue>(
        custom::FIELD,
        "What it holds in custom fields, the fields that users define themselves, in the order of those; fields without a value are left out.",
        held_by::<M>,
    )
    .argument::<Option<Vec<String>>>("keys", "Only those of these keys, at most 100; all if left out.")
}

fn held_by<'a, M: Recorded>(ask: &'a Ask<'a>, records: &'a [Uuid]) -> BoxFuture<'a, Result<Values, Fault>> {
    Box::pin(async move {
        let keys = ask.get::<Option<Vec<String>>>("keys")?;
        if keys.as_ref().is_some_and(|keys| keys.len() > VALUES) {
            return Err(Fault::input(
                Path::argument("keys"),
                format!("at most {VALUES} keys are allowed"),
            ));
        }
        let Some(column) = custom::column::<M>() else {
            return Ok(Values::under(Vec::<(Uuid, Held)>::new()));
        };
        let (reader, id) = (ask.reader, id_column::<M>());
        let rows = reader
            .select::<M::Table>()
            .filter(reader.among(id, records.iter().copied()))
            .filter(column.is_not_null())
            .select_only()
            .column(id)
            .column(column);
        let rows: Vec<(Uuid, String)> = rows.into_tuple().all(reader.conn()).await?;
        if rows.is_empty() {
            return Ok(Values::under(Vec::<(Uuid, Held)>::new()));
        }
        let mut fields = custom::fields_of::<M>(reader).await?;
        fields.retain(|field| keys.as_ref().is_none_or(|keys| keys.contains(&field.key)));
        let mut held = Vec::new();
        for (record, text) in rows {
            let mut values = custom::values(Some(&text));
            held.extend(fields.iter().filter_map(|field| {
                let value = values.remove(&field.key)?;
                let field = field.clone();
                Some((record, Held { field, value }))
            }));
        }
        Ok(Values::under(held))
    })
}
