//! What a row changes of a person, told value by value, and what it could change besides if somebody decides so.
//!
//! What the source has changed while somebody wrote another value by hand, and what it does not say any more, is proposed: an import
//! does it only where it was decided.

use entity::contact_point::ContactKind;
use entity::ids::{AffiliationId, ContactPointId, TagId};
use entity::person;
use sea_orm::Value;
use serde::{Deserialize, Serialize};

use super::contact::ImportedContact;
use super::decided::Decided;
use super::merge::{Current, Memory, Values, is_imported, remembered};
use super::shared::compared;
use crate::kit::Patch;
use crate::kit::declared::{Declared as _, Draft};
use crate::kit::fold::fold;
use crate::people::{Parts, Workplace};

/// Most changes of a row that are told.
const MOST: usize = 100;

/// A value that a row changes, or could change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// By what it is decided about, in its row.
    pub key: String,
    /// The field of the person.
    pub field: String,
    /// What stands there.
    pub from: Option<String>,
    /// What would stand there.
    pub to: Option<String>,
    /// Whether it is done only where it was decided.
    pub is_proposed: bool,
}

/// What a person has that an import may have brought.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Ways to reach them: kind, compared form, and what it says.
    pub points: Vec<(ContactPointId, ContactKind, String, String)>,
    /// Places of work: the folded name, and what it says.
    pub work: Vec<(AffiliationId, String, String)>,
    /// Tags: the folded name, and the name.
    pub tags: Vec<(TagId, String, String)>,
}

/// What takes away a part that the source does not have any more.
enum Gone {
    Point(ContactPointId),
    Work(AffiliationId),
    Tag(TagId),
}

/// What a row changes, as these fields and parts say it, and what it proposes; what was decided about it is done to them.
pub fn told(
    (memory, current, row): (&Memory, &Current, &ImportedContact),
    fields: &mut Draft<person::Model>,
    parts: &mut Parts,
    decided: Option<&Decided>,
) -> Vec<Told> {
    let is_among = |keys: fn(&Decided) -> &Vec<String>, key: &str| {
        decided.is_some_and(|decided| keys(decided).iter().any(|it| it == key))
    };
    let takes = |key: &str| is_among(|it| &it.takes, key);
    let leaves = |key: &str| is_among(|it| &it.leaves, key);
    let mut all = Vec::new();
    let (base, now, new) = (&memory.fields, &current.fields, Values::of_row(row));
    for (place, entry) in person::Model::declaration().entries.iter().enumerate() {
        if !is_imported(entry.kind) {
            continue;
        }
        let name = entry.first_name;
        let (base, now, new) = (base.get(name), now.get(name), new.get(name));
        let is_set = matches!(fields.said(entry.name), Patch::Set(_));
        let change = |is_proposed| Told {
            key: entry.name.to_owned(),
            field: entry.name.to_owned(),
            from: now.cloned(),
            to: new.cloned(),
            is_proposed,
        };
        if is_set {
            if leaves(entry.name) {
                fields.say(place, Patch::Keep);
            }
            all.push(change(false));
        } else if new != now && new != base && (new.is_some() || now == base) {
            if takes(entry.name) {
                let said = new.map_or(Patch::Clear, |new| Patch::Set(Value::from(new.clone())));
                fields.say(place, said);
            }
            all.push(change(true));
        }
    }
    added(&mut all, parts, leaves);
    for (told, gone) in gone(memory, current, row) {
        if takes(&told.key) {
            match gone {
                Gone::Point(id) => parts.remove_contact_points.push(id),
                Gone::Work(id) => parts.remove_affiliations.push(id),
                Gone::Tag(id) => parts.remove_tags.push(id),
            }
        }
        all.push(told);
    }
    all.truncate(MOST);
    all
}

fn part(field: &str, form: &str, (from, to): (Option<String>, Option<String>)) -> Told {
    Told {
        key: format!("{field}:{form}"),
        field: field.to_owned(),
        is_proposed: to.is_none(),
        from,
        to,
    }
}

/// The parts that are added, but for those that were decided to be left.
fn added(all: &mut Vec<Told>, parts: &mut Parts, leaves: impl Fn(&str) -> bool) {
    let mut keep = |told: Told| {
        let is_kept = !leaves(&told.key);
        all.push(told);
        is_kept
    };
    parts.add_contact_points.retain(|point| {
        let value = point.value.clone().unwrap_or_default();
        let form = point.kind.map_or_else(String::new, |kind| {
            remembered(kind, &crate::people::normalized(kind, &value))
        });
        keep(part("contactPoints", &form, (None, Some(value))))
    });
    parts.add_affiliations.retain(|work| {
        let name = match &work.workplace {
            Some(Workplace::Name(name)) => name.as_str(),
            _ => "",
        };
        let role = work.role.as_set().map(String::as_str);
        keep(part("affiliations", &fold(name), (None, Some(at(role, name)))))
    });
    parts
        .add_tag_names
        .retain(|tag| keep(part("tags", &fold(tag), (None, Some(tag.clone())))));
}

/// How a place of work is told.
pub fn at(role: Option<&str>, name: &str) -> String {
    role.map_or_else(|| name.to_owned(), |role| format!("{role}, {name}"))
}

/// The parts that were imported and are there, and that the source does not have any more.
fn gone(memory: &Memory, current: &Current, row: &ImportedContact) -> Vec<(Told, Gone)> {
    let points = row.contact_points.iter().chain(&row.beside.points).map(compared);
    let points: Vec<String> = points.map(|(kind, form)| remembered(kind, &form)).collect();
    let work: Vec<String> = row.affiliations.iter().map(|it| fold(&it.organization)).collect();
    let tags: Vec<String> = row
        .tags
        .iter()
        .chain(&row.beside.tags)
        .map(|tag| fold(tag))
        .collect();
    let held = &current.held;
    let was = |list: &[String], now: &[String], form: &String| list.contains(form) && !now.contains(form);
    let mut gone = Vec::new();
    for (id, kind, form, value) in &held.points {
        let form = remembered(*kind, form);
        if was(&memory.points, &points, &form) {
            gone.push((
                part("contactPoints", &form, (Some(value.clone()), None)),
                Gone::Point(*id),
            ));
        }
    }
    for (id, form, shown) in &held.work {
        if was(&memory.organizations, &work, form) {
            gone.push((
                part("affiliations", form, (Some(shown.clone()), None)),
                Gone::Work(*id),
            ));
        }
    }
    for (id, form, name) in &held.tags {
        if was(&memory.tags, &tags, form) {
            gone.push((part("tags", form, (Some(name.clone()), None)), Gone::Tag(*id)));
        }
    }
    gone
}
