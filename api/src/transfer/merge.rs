//! What an imported row adds to a person who is there: a three-way merge of what was imported before, what the person looks
//! like now, and what the row says. Pure.

use entity::contact_point::ContactKind;
use entity::{PartialDate, person};
use serde::{Deserialize, Serialize};

use super::contact::{
    ImportedAffiliation, ImportedContact, ImportedPoint, MAX_AFFILIATIONS, MAX_POINTS, MAX_TAGS, PointKind,
};
use crate::kit::Patch;
use crate::kit::fold::fold;
use crate::people::{AffiliationFields, ContactPointFields, Fields, Parts, Workplace, normalized, objection};

/// Most rows that are remembered under one key.
const SEEN: usize = 100;

/// What was imported under a key: kept beside the key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Hashes of the rows that were imported, so that an old file does not undo a newer one.
    pub seen: Vec<String>,
    /// The single values of the last row.
    pub fields: Values,
    /// Contact points that were ever imported, in the form in which they are compared.
    pub points: Vec<String>,
    /// Organisations that were ever imported, folded.
    pub organizations: Vec<String>,
    /// Tags that were ever imported, folded.
    pub tags: Vec<String>,
    /// Facts, dates and relations that were ever imported, by their keys.
    pub beside: Vec<String>,
}

/// The single values of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Values {
    display_name: Option<String>,
    given_name: Option<String>,
    middle_name: Option<String>,
    family_name: Option<String>,
    name_prefix: Option<String>,
    name_suffix: Option<String>,
    nickname: Option<String>,
    pronouns: Option<String>,
    headline: Option<String>,
    summary: Option<String>,
    time_zone: Option<String>,
    birthday: Option<String>,
    met_on: Option<String>,
}

/// A person as the merge needs to see them.
#[derive(Clone, Debug, Default)]
pub struct Current {
    /// The single values.
    pub fields: Values,
    /// Kind and compared form of the contact points, and whether they are primary.
    pub points: Vec<(ContactKind, String, bool)>,
    /// Folded names of the organisations.
    pub organizations: Vec<String>,
    /// Folded names of the tags.
    pub tags: Vec<String>,
}

macro_rules! each_field {
    ($apply:ident) => {
        $apply!(
            display_name,
            given_name,
            middle_name,
            family_name,
            name_prefix,
            name_suffix,
            nickname,
            pronouns,
            headline,
            summary,
            time_zone
        )
    };
}

impl Values {
    /// What a row says.
    #[must_use]
    pub fn of_row(row: &ImportedContact) -> Self {
        Self {
            display_name: Some(row.display_name.clone()),
            given_name: row.given_name.clone(),
            middle_name: row.middle_name.clone(),
            family_name: row.family_name.clone(),
            name_prefix: row.name_prefix.clone(),
            name_suffix: row.name_suffix.clone(),
            nickname: row.nickname.clone().or_else(|| row.beside.nickname.clone()),
            pronouns: row.pronouns.clone(),
            headline: row.headline.clone(),
            summary: row.summary.clone(),
            time_zone: row.time_zone.clone(),
            birthday: row.birthday.clone(),
            met_on: row.met_on.clone(),
        }
    }

    /// What a person looks like.
    #[must_use]
    pub fn of_person(person: &person::Model) -> Self {
        Self {
            display_name: Some(person.display_name.clone()),
            given_name: person.given_name.clone(),
            middle_name: person.middle_name.clone(),
            family_name: person.family_name.clone(),
            name_prefix: person.name_prefix.clone(),
            name_suffix: person.name_suffix.clone(),
            nickname: person.nickname.clone(),
            pronouns: person.pronouns.clone(),
            headline: person.headline.clone(),
            summary: person.summary.clone(),
            time_zone: person.time_zone.clone(),
            birthday: person.birthday.map(|date| date.to_string()),
            met_on: person.met_on.map(|date| date.to_string()),
        }
    }
}

/// The row's value where it is new and the person's own was not written by hand.
fn merged<T: Clone + PartialEq>(base: Option<&T>, current: Option<&T>, row: Option<&T>) -> Patch<T> {
    match row {
        Some(row) if current != Some(row) && current == base => Patch::Set(row.clone()),
        _ => Patch::Keep,
    }
}

fn date(text: Option<&String>) -> Option<PartialDate> {
    text.and_then(|text| text.parse().ok())
}

/// What to change of a person so that the row is taken in.
#[must_use]
pub fn changes(memory: &Memory, current: &Current, row: &ImportedContact) -> (Fields, Parts) {
    let (base, now, new) = (&memory.fields, &current.fields, Values::of_row(row));
    let mut fields = Fields::default();
    macro_rules! texts {
        ($($field:ident),*) => {
            $(fields.$field = merged(base.$field.as_ref(), now.$field.as_ref(), new.$field.as_ref());)*
        };
    }
    each_field!(texts);
    let dates = |base: &Option<String>, now: &Option<String>, new: &Option<String>| {
        merged(
            date(base.as_ref()).as_ref(),
            date(now.as_ref()).as_ref(),
            date(new.as_ref()).as_ref(),
        )
    };
    fields.birthday = dates(&base.birthday, &now.birthday, &new.birthday);
    fields.met_on = dates(&base.met_on, &now.met_on, &new.met_on);
    (fields, parts(memory, current, row))
}

/// What the row adds: what the person has is left alone, and so is what was imported before and is gone.
fn parts(memory: &Memory, current: &Current, row: &ImportedContact) -> Parts {
    let mut parts = Parts {
        on_update: true,
        ..Parts::default()
    };
    // A person who is full takes no more; the rest of the row is still worth having.
    let room = |max: usize, has: usize, new: usize| has + new < max;
    for point in row.contact_points.iter().chain(&row.beside.points) {
        let (kind, form) = compared(point);
        let has = current.points.iter().any(|(k, f, _)| *k == kind && *f == form);
        let full = !room(MAX_POINTS, current.points.len(), parts.add_contact_points.len());
        if has || full || memory.points.contains(&remembered(kind, &form)) {
            continue;
        }
        let settled = current
            .points
            .iter()
            .any(|(k, _, primary)| *k == kind && *primary);
        let mut fields = contact_point(point);
        fields.is_primary = fields.is_primary.filter(|_| !settled);
        parts.add_contact_points.push(fields);
    }
    for affiliation in &row.affiliations {
        let name = fold(&affiliation.organization);
        let new = !current.organizations.contains(&name) && !memory.organizations.contains(&name);
        if new
            && room(
                MAX_AFFILIATIONS,
                current.organizations.len(),
                parts.add_affiliations.len(),
            )
        {
            parts.add_affiliations.push(workplace(affiliation));
        }
    }
    for tag in row.tags.iter().chain(&row.beside.tags) {
        let name = fold(tag);
        let new = !current.tags.contains(&name) && !memory.tags.contains(&name);
        if new && room(MAX_TAGS, current.tags.len(), parts.add_tag_names.len()) {
            parts.add_tag_names.push(tag.clone());
        }
    }
    parts
}

/// A contact point of a row in the form in which it is compared.
fn compared(point: &ImportedPoint) -> (ContactKind, String) {
    let kind = match point.kind {
        PointKind::Email => ContactKind::Email,
        PointKind::Phone => ContactKind::Phone,
        PointKind::Url => ContactKind::Url,
        PointKind::Handle => ContactKind::Handle,
        PointKind::Address => ContactKind::Address,
    };
    // What a person could not enter is kept as it is all the same: an import loses nothing.
    let kind = if objection(kind, &point.value).is_some() {
        ContactKind::Other
    } else {
        kind
    };
    (kind, normalized(kind, &point.value))
}

fn remembered(kind: ContactKind, form: &str) -> String {
    format!("{kind} {form}")
}

fn contact_point(point: &ImportedPoint) -> ContactPointFields {
    let (kind, _) = compared(point);
    ContactPointFields {
        kind: Some(kind),
        value: Some(point.value.clone()),
        label: point.label.clone().map_or(Patch::Keep, Patch::Set),
        is_primary: point.is_primary.then_some(true),
    }
}

fn workplace(affiliation: &ImportedAffiliation) -> AffiliationFields {
    let text = |text: &Option<String>| text.clone().map_or(Patch::Keep, Patch::Set);
    AffiliationFields {
        workplace: Some(Workplace::Name(affiliation.organization.clone())),
        role: text(&affiliation.role),
        department: text(&affiliation.department),
        ..AffiliationFields::default()
    }
}

/// The memory after a row was taken in.
#[must_use]
pub fn remember(mut memory: Memory, row: &ImportedContact, hash: String) -> Memory {
    memory.seen.push(hash);
    let excess = memory.seen.len().saturating_sub(SEEN);
    memory.seen.drain(..excess);
    memory.fields = Values::of_row(row);
    let add = |list: &mut Vec<String>, entry: String| {
        if !list.contains(&entry) {
            list.push(entry);
        }
    };
    for point in row.contact_points.iter().chain(&row.beside.points) {
        let (kind, form) = compared(point);
        add(&mut memory.points, remembered(kind, &form));
    }
    row.affiliations
        .iter()
        .for_each(|it| add(&mut memory.organizations, fold(&it.organization)));
    let tags = row.tags.iter().chain(&row.beside.tags);
    tags.for_each(|tag| add(&mut memory.tags, fold(tag)));
    memory
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(headline: &str) -> ImportedContact {
        let headline = Some(headline.to_owned());
        let point = ImportedPoint {
            kind: PointKind::Email,
            value: "Ana@x.org".to_owned(),
            label: None,
            is_primary: true,
        };
        ImportedContact {
            display_name: "Ana".to_owned(),
            headline,
            contact_points: vec![point],
            ..ImportedContact::default()
        }
    }

    #[test]
    fn an_address_that_is_none_is_kept_as_something_else() {
        let point = ImportedPoint {
            kind: PointKind::Phone,
            value: "call me".to_owned(),
            label: None,
            is_primary: true,
        };
        let row = ImportedContact {
            contact_points: vec![point],
            ..row("CTO")
        };
        let (_, parts) = changes(&Memory::default(), &Current::default(), &row);
        assert_eq!(parts.add_contact_points[0].kind, Some(ContactKind::Other));
    }

    fn person(headline: &str) -> Current {
        let fields = Values {
            display_name: Some("Ana".to_owned()),
            headline: Some(headline.to_owned()),
            ..Values::default()
        };
        Current {
            fields,
            ..Current::default()
        }
    }

    #[test]
    fn a_value_that_was_imported_follows_the_source() {
        let memory = remember(Memory::default(), &row("CTO"), String::new());
        let (fields, _) = changes(&memory, &person("CTO"), &row("CEO"));
        assert_eq!(fields.headline, Patch::Set("CEO".to_owned()));
    }

    #[test]
    fn a_value_that_was_written_by_hand_stays() {
        let memory = remember(Memory::default(), &row("CTO"), String::new());
        let (fields, _) = changes(&memory, &person("My favourite"), &row("CEO"));
        assert_eq!(fields.headline, Patch::Keep);
    }

    #[test]
    fn what_was_removed_by_hand_is_not_brought_back() {
        let memory = remember(Memory::default(), &row("CTO"), String::new());
        let (_, parts) = changes(&memory, &person("CTO"), &row("CTO"));
        assert!(parts.add_contact_points.is_empty());
        let (_, parts) = changes(&Memory::default(), &person("CTO"), &row("CTO"));
        assert_eq!(parts.add_contact_points.len(), 1);
    }
}
