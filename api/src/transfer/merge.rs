//! What an imported row adds to a person who is there: a three-way merge of what was imported before, what the person looks
//! like now, and what the row says. Pure.

use std::collections::{BTreeMap, BTreeSet};

use entity::contact_point::ContactKind;
use entity::{external_ref, person};
use sea_orm::{ModelTrait as _, Value};
use serde::{Deserialize, Serialize};

use super::contact::{
    ImportedAffiliation, ImportedContact, ImportedPoint, MAX_AFFILIATIONS, MAX_POINTS, MAX_TAGS,
};
use super::form::Form;
use super::shared::{self, compared};
use super::told::Held;
use crate::kit::declared::{Declared as _, Draft, Kind, snake};
use crate::kit::fold::fold;
use crate::kit::phone::Region;
use crate::kit::{Patch, secret};
use crate::people::{AffiliationFields, ContactPointFields, Parts, Workplace};
use crate::sameness::{Bond, Trait};

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
    /// The SHA-256 of the photo of the last row that had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
    /// What of the last row has no place, as lines of a card.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
}

impl Memory {
    /// What is remembered under a key. One that was made by hand remembers nothing.
    #[must_use]
    pub fn under(key: &external_ref::Model) -> Self {
        let snapshot = key.snapshot.clone().unwrap_or_default();
        serde_json::from_value(snapshot).unwrap_or_default()
    }

    /// What both remember; the single values are those of the one that saw more rows.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (mut all, less) = if self.seen.len() < other.seen.len() {
            (other, self)
        } else {
            (self, other)
        };
        let add = |list: &mut Vec<String>, more: Vec<String>| {
            let new: Vec<String> = more.into_iter().filter(|entry| !list.contains(entry)).collect();
            list.splice(0..0, new);
        };
        add(&mut all.seen, less.seen);
        add(&mut all.points, less.points);
        add(&mut all.organizations, less.organizations);
        add(&mut all.tags, less.tags);
        add(&mut all.beside, less.beside);
        all.photo = all.photo.or(less.photo);
        all
    }
}

/// The single values of a row, or of a person: by the names of the declared fields as the program once called them, what is not
/// empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Option<String>>")]
pub struct Values(BTreeMap<String, String>);

impl From<BTreeMap<String, Option<String>>> for Values {
    /// Memories once said of what was empty that it was null.
    fn from(kept: BTreeMap<String, Option<String>>) -> Self {
        let kept = kept.into_iter();
        Self(kept.filter_map(|(name, value)| Some((name, value?))).collect())
    }
}

/// A person as the merge needs to see them.
#[derive(Clone, Debug, Default)]
pub struct Current {
    /// The single values.
    pub fields: Values,
    /// Kind and compared form of the contact points, and whether they are primary.
    pub points: Vec<(ContactKind, String, bool)>,
    /// What they give to share.
    pub shared: BTreeSet<Trait>,
    /// Folded names of the organisations.
    pub organizations: Vec<String>,
    /// Folded names of the tags.
    pub tags: Vec<String>,
    /// The same, by the ids of what the person has.
    pub held: Held,
}

/// The values of a person's own texts and dates, by the first names of the fields; what is empty is left out.
#[must_use]
pub fn values_of(person: &person::Model) -> BTreeMap<&'static str, String> {
    let entries = person::Model::declaration().entries.iter();
    let values = entries
        .filter(|entry| is_imported(entry.kind))
        .filter_map(|entry| {
            let value = person.get(entry.column);
            match value {
                Value::String(Some(text)) if !text.is_empty() => Some((entry.first_name, text)),
                _ => None,
            }
        });
    values.collect()
}

/// Whether such a field of a person is imported.
pub const fn is_imported(kind: Kind) -> bool {
    matches!(kind, Kind::Line | Kind::Lines | Kind::PartialDate)
}

impl Values {
    /// What a row says.
    #[must_use]
    pub fn of_row(row: &ImportedContact) -> Self {
        let mut values = Self::of_person(&row.person);
        if let (None, Some(nickname)) = (&row.person.nickname, &row.beside.nickname) {
            values.0.insert("nickname".to_owned(), nickname.clone());
        }
        values
    }

    /// What a person looks like.
    #[must_use]
    pub fn of_person(person: &person::Model) -> Self {
        let values = values_of(person).into_iter();
        Self(values.map(|(name, value)| (snake(name), value)).collect())
    }

    /// What is said of a field.
    pub fn get(&self, name: &str) -> Option<&String> {
        self.0.get(&snake(name))
    }
}

/// The row's value where it is new and the person's own was not written by hand.
fn merged(base: Option<&String>, current: Option<&String>, row: Option<&String>) -> Patch<Value> {
    match row {
        Some(row) if current != Some(row) && current == base => Patch::Set(row.clone().into()),
        _ => Patch::Keep,
    }
}

/// What to change of a person so that the row is taken in.
#[must_use]
pub fn changes(
    memory: &Memory,
    current: &Current,
    row: &ImportedContact,
    region: Option<Region>,
) -> (Draft<person::Model>, Parts) {
    let (base, now, new) = (&memory.fields, &current.fields, Values::of_row(row));
    let mut fields = Draft::default();
    for (place, entry) in person::Model::declaration().entries.iter().enumerate() {
        if is_imported(entry.kind) {
            let name = entry.first_name;
            fields.say(place, merged(base.get(name), now.get(name), new.get(name)));
        }
    }
    (fields, parts(memory, current, row, region))
}

/// What the row adds: what the person has is left alone, and so is what was imported before and is gone.
fn parts(memory: &Memory, current: &Current, row: &ImportedContact, region: Option<Region>) -> Parts {
    let mut parts = Parts {
        on_update: true,
        ..Parts::default()
    };
    // A person who is full takes no more; the rest of the row is still worth having.
    let room = |max: usize, has: usize, new: usize| has + new < max;
    for point in row.contact_points.iter().chain(&row.beside.points) {
        let (kind, form) = compared(point);
        let has = current.points.iter().any(|(k, f, _)| *k == kind && *f == form)
            || is_written_otherwise(point, current, region);
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

/// Whether the person has the number, or the page, in other words.
fn is_written_otherwise(point: &ImportedPoint, current: &Current, region: Option<Region>) -> bool {
    let traits = shared::of_row(point, region).into_iter();
    let mut places = traits.filter(|(bond, _)| matches!(bond, Bond::Phone | Bond::Profile));
    places.any(|place| current.shared.contains(&place))
}

/// A way to reach somebody, as it is remembered.
pub fn remembered(kind: ContactKind, form: &str) -> String {
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

/// The memory after a row was taken in. One that was seen in another form before is no news: a newer one may have come since.
#[must_use]
pub fn remember(mut memory: Memory, row: &ImportedContact, mark: &str, before: Option<Form>) -> Memory {
    memory.seen.push(mark.to_owned());
    let excess = memory.seen.len().saturating_sub(SEEN);
    memory.seen.drain(..excess);
    if before.is_none() {
        memory.fields = Values::of_row(row);
        memory.left.clone_from(&row.left);
    }
    if let Some(photo) = &row.photo {
        memory.photo = Some(secret::hash(photo));
    }
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
    use super::super::contact::PointKind;
    use super::*;

    fn row(headline: &str) -> ImportedContact {
        let person = person::Model {
            display_name: "Ana".to_owned(),
            headline: Some(headline.to_owned()),
            ..person::Model::default()
        };
        let point = ImportedPoint {
            kind: PointKind::Email,
            value: "Ana@x.org".to_owned(),
            label: None,
            is_primary: true,
        };
        ImportedContact {
            person,
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
        let (_, parts) = changes(&Memory::default(), &Current::default(), &row, None);
        assert_eq!(parts.add_contact_points[0].kind, Some(ContactKind::Other));
    }

    fn person(headline: &str) -> Current {
        let fields = Values::of_person(&person::Model {
            display_name: "Ana".to_owned(),
            headline: Some(headline.to_owned()),
            ..person::Model::default()
        });
        Current {
            fields,
            ..Current::default()
        }
    }

    #[test]
    fn a_value_that_was_imported_follows_the_source() {
        let memory = remember(Memory::default(), &row("CTO"), "", None);
        let (fields, _) = changes(&memory, &person("CTO"), &row("CEO"), None);
        assert_eq!(fields.said("headline"), Patch::Set("CEO".into()));
    }

    #[test]
    fn a_value_that_was_written_by_hand_stays() {
        let memory = remember(Memory::default(), &row("CTO"), "", None);
        let (fields, _) = changes(&memory, &person("My favourite"), &row("CEO"), None);
        assert_eq!(fields.said("headline"), Patch::Keep);
    }

    #[test]
    fn what_was_removed_by_hand_is_not_brought_back() {
        let memory = remember(Memory::default(), &row("CTO"), "", None);
        let (_, parts) = changes(&memory, &person("CTO"), &row("CTO"), None);
        assert!(parts.add_contact_points.is_empty());
        let (_, parts) = changes(&Memory::default(), &person("CTO"), &row("CTO"), None);
        assert_eq!(parts.add_contact_points.len(), 1);
    }

    #[test]
    fn a_number_that_is_there_in_other_words_is_not_added() {
        let number = |value: &str| ImportedPoint {
            kind: PointKind::Phone,
            value: value.to_owned(),
            label: None,
            is_primary: false,
        };
        let current = |region| Current {
            points: vec![(ContactKind::Phone, "030901820".to_owned(), false)],
            shared: shared::of_row(&number("030 901820"), region)
                .into_iter()
                .collect(),
            ..person("CTO")
        };
        let row = ImportedContact {
            contact_points: vec![number("+49 30 901820")],
            ..row("CTO")
        };
        let added = |region| {
            let (_, parts) = changes(&Memory::default(), &current(region), &row, region);
            parts.add_contact_points.len()
        };
        assert_eq!((added(Region::parse("DE")), added(None)), (0, 1));
    }

    #[test]
    fn two_memories_of_one_person_are_one() {
        let older = remember(Memory::default(), &row("CTO"), "a", None);
        let newer = remember(
            remember(Memory::default(), &row("CTO"), "b", None),
            &row("CEO"),
            "c",
            None,
        );
        let both = older.and(newer);
        assert_eq!(both.seen, ["a", "b", "c"]);
        assert_eq!(both.fields.get("headline").map(String::as_str), Some("CEO"));
        assert_eq!(both.points.len(), 1);
    }
}
