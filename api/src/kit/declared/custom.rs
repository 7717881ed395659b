//! What records hold in the fields that users define themselves.
//!
//! A custom field is a row of its own table; what a record holds in the custom fields of its type is one text of the record's row, so that
//! it is written, undone, merged and moved like any column. Values are texts by the fields' keys, in one form for each kind, so that equal
//! values are equal texts.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr as _;

use chrono::NaiveDate;
use entity::custom_field::{Column, CustomFieldKind, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait as _, ConnectionTrait as _, QueryFilter as _, QueryOrder as _, Value};

use super::{ColumnOf, Declared, Draft, Kind};
use crate::kit::{Checks, Code, Detail, Fault, Patch, Path, Problem, Reader, Tx};

/// The field by which clients say what records hold in custom fields.
pub const FIELD: &str = "customFields";
/// The column in which records keep that.
pub const COLUMN: &str = "custom_values";
/// The most characters of a value.
pub const MAX_VALUE: usize = 2_000;
/// The most fields of one type, archived ones counted.
pub const MAX_FIELDS: usize = 100;

/// The most characters of a key.
const MAX_KEY: usize = 50;

/// A key as it is kept: in small letters.
///
/// # Errors
/// In words: it is no key.
pub fn key(text: &str) -> Result<String, String> {
    let key = text.trim().to_ascii_lowercase();
    let begins = key.starts_with(|letter: char| letter.is_ascii_lowercase());
    let goes_on = key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if begins && goes_on && key.len() <= MAX_KEY {
        return Ok(key);
    }
    Err(format!(
        "write a key such as customer_number: a letter from a to z, then letters, digits and `_`, at most {MAX_KEY} characters"
    ))
}

/// What a record holds, by the keys of the fields.
pub type CustomValues = BTreeMap<String, String>;
/// What is said of them; what is said to hold nothing is cleared.
pub type SaidValues = BTreeMap<String, Option<String>>;

/// The column in which a record keeps what it holds in custom fields, if it can have such.
#[must_use]
pub fn column<M: entity::Record>() -> Option<ColumnOf<M>> {
    ColumnOf::<M>::from_str(COLUMN).ok()
}

/// What a text of that column says.
#[must_use]
pub fn values(text: Option<&str>) -> CustomValues {
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}

/// Whether a text of that column is one that is kept: what else there is, no database could look into.
#[must_use]
pub fn is_kept(text: &str) -> bool {
    let values: Option<CustomValues> = serde_json::from_str(text).ok();
    let is_plain = |text: &str| !text.contains('\0');
    values.is_some_and(|values| values.iter().all(|(key, value)| is_plain(key) && is_plain(value)))
}

/// Whether some record of a type holds something in the field of this key.
///
/// # Errors
/// The database fails.
pub async fn is_held(reader: &Reader<'_>, table: &'static str, key: &str) -> Result<bool, Fault> {
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(table)
        .and_where(Expr::col("workspace_id").eq(reader.workspace()))
        .and_where(Expr::col(COLUMN).like(format!("%\"{key}\":%")))
        .limit(1);
    Ok(reader.conn().query_one(&select).await?.is_some())
}

/// What a record holds in custom fields.
#[must_use]
pub fn values_of<M: entity::Record>(model: &M) -> CustomValues {
    match column::<M>().map(|column| model.get(column)) {
        Some(Value::String(text)) => values(text.as_deref()),
        _ => CustomValues::new(),
    }
}

/// The text that says this; none where it is nothing.
#[must_use]
pub fn text(values: &CustomValues) -> Option<String> {
    let text = serde_json::to_string(values).ok();
    text.filter(|_| !values.is_empty())
}

/// What both of these texts say; where both say something of a field, the first.
#[must_use]
pub fn both(first: Option<&str>, second: Option<&str>) -> Option<String> {
    let mut both = values(second);
    both.extend(values(first));
    text(&both)
}

/// The custom fields of records of a type, by their places.
///
/// # Errors
/// The database fails.
pub async fn fields_of<M: entity::Record>(reader: &Reader<'_>) -> Result<Vec<Model>, Fault> {
    let fields = reader
        .select::<Entity>()
        .filter(Column::RecordType.eq(M::TYPE))
        .order_by_asc(Column::Position)
        .order_by_asc(Column::Id);
    Ok(fields.all(reader.conn()).await?)
}

/// The choices of a field.
#[must_use]
pub fn choices(field: &Model) -> Vec<String> {
    let list = field.choices.as_deref();
    list.and_then(|list| serde_json::from_str(list).ok())
        .unwrap_or_default()
}

/// A record that is being written: what is said of it, what is wrong with that, and the record as it would be stored.
pub type Written<'a, M> = (&'a Draft<M>, &'a mut Checks, &'a mut M);

/// Puts what is said of custom fields into records, and notes what is wrong with it. One statement, and none where nothing is said.
///
/// # Errors
/// The database fails.
pub async fn settle<M: Declared>(tx: &Tx, records: Vec<Written<'_, M>>) -> Result<(), Fault> {
    let entries = &M::declaration().entries;
    let place = entries
        .iter()
        .position(|entry| matches!(entry.kind, Kind::Custom));
    let (Some(place), Some(column)) = (place, column::<M>()) else {
        return Ok(());
    };
    let said = |draft: &Draft<M>| draft.0.get(place).cloned().unwrap_or_default();
    let is_said = |draft: &Draft<M>| !matches!(said(draft), Patch::Keep);
    if !records.iter().any(|(draft, ..)| is_said(draft)) {
        return Ok(());
    }
    let fields = fields_of::<M>(&tx.read()).await?;
    let fields: HashMap<&str, &Model> = fields.iter().map(|field| (field.key.as_str(), field)).collect();
    for (draft, checks, model) in records {
        let mut held = values_of(model);
        match said(draft) {
            Patch::Keep => continue,
            Patch::Clear => held.clear(),
            Patch::Set(Value::String(Some(said))) => {
                let said: SaidValues = serde_json::from_str(&said).unwrap_or_default();
                for (key, value) in said {
                    let field = fields.get(key.as_str()).copied();
                    match settled(field, held.get(&key), value.as_deref()) {
                        Ok(Some(value)) => drop(held.insert(key, value)),
                        Ok(None) => drop(held.remove(&key)),
                        Err((code, wrong)) => {
                            let problem = Problem::new(code, Path::input(FIELD), format!("{key}: {wrong}"));
                            checks.push(problem);
                        }
                    }
                }
            }
            Patch::Set(_) => continue,
        }
        if held.len() > MAX_FIELDS {
            let most = i32::try_from(MAX_FIELDS).unwrap_or(i32::MAX);
            let message = format!("a record holds values of at most {MAX_FIELDS} fields");
            checks.push(Problem::new(Code::TooMany, Path::input(FIELD), message).with(Detail::Max(most)));
        }
        let fits = model.try_set(column, Value::String(text(&held)));
        debug_assert!(fits.is_ok(), "{fits:?}");
    }
    Ok(())
}

/// What is kept of what is said of a field, or what is wrong with that.
fn settled(
    field: Option<&Model>,
    held: Option<&String>,
    said: Option<&str>,
) -> Result<Option<String>, (Code, String)> {
    let Some(said) = said.filter(|said| !said.trim().is_empty()) else {
        return Ok(None);
    };
    // What is said as it is held is no news, whatever became of the field.
    if held.is_some_and(|held| held == said) {
        return Ok(Some(said.to_owned()));
    }
    let Some(field) = field else {
        let missing = "there is no custom field of this key for this type of record".to_owned();
        return Err((Code::NotFound, missing));
    };
    if field.archived_at.is_some() {
        return Err((
            Code::State,
            "this custom field is archived; restore it to write values".to_owned(),
        ));
    }
    if said.chars().count() > MAX_VALUE {
        return Err((
            Code::TooLong,
            format!("a value has at most {MAX_VALUE} characters"),
        ));
    }
    let kept = canonical(field.kind, &choices(field), said);
    kept.map(Some).map_err(|wrong| (Code::Invalid, wrong))
}

/// A value in the one form of its kind.
///
/// # Errors
/// In words: it is none of that kind.
pub fn canonical(kind: CustomFieldKind, choices: &[String], said: &str) -> Result<String, String> {
    let said = said.trim();
    match kind {
        CustomFieldKind::Text => match said
            .chars()
            .find(|it| it.is_control() && !matches!(it, '\n' | '\t'))
        {
            Some(letter) => Err(format!(
                "the character U+{:04X} cannot be kept",
                u32::from(letter)
            )),
            None => Ok(said.to_owned()),
        },
        CustomFieldKind::Number => {
            number(said).ok_or_else(|| format!("`{said}` is no number such as 12 or -3.5"))
        }
        CustomFieldKind::Flag => match said.to_ascii_lowercase().as_str() {
            "true" => Ok("true".to_owned()),
            "false" => Ok("false".to_owned()),
            _ => Err(format!("`{said}` is neither true nor false")),
        },
        CustomFieldKind::Date => match said.parse::<NaiveDate>() {
            Ok(day) => Ok(day.to_string()),
            Err(_) => Err(format!("`{said}` is no day such as 2026-11-28")),
        },
        CustomFieldKind::Choice => {
            let mut choices_like_it = choices
                .iter()
                .filter(|choice| choice.to_lowercase() == said.to_lowercase());
            match choices_like_it.next() {
                Some(choice) => Ok(choice.clone()),
                None => Err(format!("`{said}` is none of its choices: {}", choices.join(", "))),
            }
        }
    }
}

/// A number as it is written here: at most 20 digits before the point and 10 behind it, none of them idle.
fn number(said: &str) -> Option<String> {
    let (sign, digits) = match said.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", said.strip_prefix('+').unwrap_or(said)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !are_digits(part) {
        return None;
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    if whole.len() > 20 || part.len() > 10 {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(match (whole, part) {
        ("0", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_equal_texts() {
        let form = |kind, said: &str| canonical(kind, &["Gold".to_owned(), "Silver".to_owned()], said).ok();
        for (said, kept) in [
            ("007", Some("7")),
            ("+7.50", Some("7.5")),
            ("-0.0", Some("0")),
            ("-.5", None),
            ("1e3", None),
            ("3,5", None),
            ("0.00000000001", None),
            ("123456789012345678901", None),
        ] {
            assert_eq!(form(CustomFieldKind::Number, said).as_deref(), kept, "{said}");
        }
        assert_eq!(form(CustomFieldKind::Flag, " TRUE ").as_deref(), Some("true"));
        assert_eq!(form(CustomFieldKind::Flag, "yes"), None);
        assert_eq!(
            form(CustomFieldKind::Date, "2026-2-3").as_deref(),
            Some("2026-02-03")
        );
        assert_eq!(form(CustomFieldKind::Date, "2026-02-30"), None);
        assert_eq!(form(CustomFieldKind::Choice, "gold").as_deref(), Some("Gold"));
        assert_eq!(form(CustomFieldKind::Choice, "Bronze"), None);
        assert_eq!(form(CustomFieldKind::Text, "a\0b"), None);
        assert_eq!(form(CustomFieldKind::Text, " a\nb ").as_deref(), Some("a\nb"));
    }

    #[test]
    fn keys_are_plain() {
        for (text, kept) in [
            ("customer_number", Some("customer_number")),
            (" Shoe_Size2 ", Some("shoe_size2")),
            ("2nd", None),
            ("_x", None),
            ("$", None),
            ("größe", None),
            ("a b", None),
            ("", None),
        ] {
            assert_eq!(key(text).ok().as_deref(), kept, "{text}");
        }
        assert_eq!(key(&"a".repeat(51)).ok(), None);
    }

    #[test]
    fn what_both_say_is_what_the_first_says() {
        assert_eq!(
            both(Some(r#"{"a":"1"}"#), Some(r#"{"a":"2","b":"3"}"#)).as_deref(),
            Some(r#"{"a":"1","b":"3"}"#)
        );
        assert_eq!(both(None, None), None);
    }
}
