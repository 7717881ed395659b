//! One parsed card to one row.

use std::str::FromStr;

use calcard::common::timezone::Tz;
use calcard::vcard::{VCard, VCardEntry, VCardKind, VCardProperty, VCardValue};
use entity::PartialDate;
use entity::fact::FactKind;

use super::super::contact::{
    ExternalKey, ImportedContact, MAX_HEADLINE, MAX_LABEL, MAX_NAME, MAX_SUMMARY, PointKind, Row,
};
use super::super::remarks::Remarks;
use super::super::text;
use super::label::preference;
use super::{address, component, entries, is_extension, left, life, points, value};

/// How many entries of a repeatable text property are read: notes, categories, organisations.
const MAX_READ: usize = 100;

/// What to call the card in a report, whatever becomes of it.
pub(super) fn name(card: &VCard) -> Option<String> {
    formatted_name(card).or_else(|| {
        let mut contact = ImportedContact::default();
        structured_name(&mut contact, card);
        joined_name(&contact).or_else(|| {
            organizations(card)
                .into_iter()
                .next()
                .map(|(name, _)| name)
                .and_then(|name| text::name(&name, MAX_NAME))
        })
    })
}

/// What the card becomes, and what to call it.
pub(super) fn row(card: &VCard, remarks: Remarks) -> (Option<String>, Row) {
    if let Some(what) = not_a_person(card) {
        return (
            name(card),
            Row::Skipped(format!("describes {what}, not a person")),
        );
    }
    let mut contact = ImportedContact {
        remarks,
        ..ImportedContact::default()
    };
    structured_name(&mut contact, card);
    affiliations(&mut contact, card);
    points::add(&mut contact, card);
    life::add(&mut contact, card);
    for entry in entries(card, &VCardProperty::Categories).take(MAX_READ) {
        for tag in entry.values.iter().map(component) {
            // What Google puts on every card says nothing about this one.
            if !tag
                .trim_start_matches(['*', ' '])
                .eq_ignore_ascii_case("myContacts")
            {
                contact.add_tag(&tag);
            }
        }
    }
    contact.person.nickname = nickname(card);
    contact.person.headline = first_of(card, &VCardProperty::Title, |entry| !is_of_work(entry))
        .and_then(|title| text::line_cut(title, MAX_HEADLINE));
    contact.person.summary = summary(card);
    contact.person.time_zone = first(card, &VCardProperty::Tz).and_then(time_zone);
    contact.person.pronouns = first(card, &VCardProperty::Pronouns)
        .and_then(text::line)
        .filter(|pronouns| !text::longer(pronouns, MAX_LABEL));
    let birthday = entries(card, &VCardProperty::Bday).find_map(life::date);
    let birthday = birthday.and_then(|date| date.parse().ok());
    contact.person.birthday = birthday.or(contact.person.birthday);
    let died: Option<PartialDate> = life::died(card).and_then(|date| date.parse().ok());
    let born = contact.person.birthday.and_then(PartialDate::earliest);
    let is_before = |died: &PartialDate| died.latest().zip(born).is_some_and(|(died, born)| died < born);
    contact.person.died_on = died.filter(|died| !is_before(died));
    address::add_place(&mut contact, card);
    contact.external = first(card, &VCardProperty::Uid).and_then(|uid| ExternalKey::new("vcard", uid, None));
    match display_name(&contact, card) {
        Some(display_name) => {
            contact.person.display_name = display_name.clone();
            left::add(&mut contact, card);
            (Some(display_name), Row::Contact(Box::new(contact)))
        }
        None => (
            None,
            Row::Rejected(
                "nothing in the card names a person: no name, organisation, email address or phone number"
                    .to_owned(),
            ),
        ),
    }
}

pub(super) fn not_a_person(card: &VCard) -> Option<&'static str> {
    card.entries.iter().find_map(|entry| {
        let stated = value(entry).trim();
        if entry.name == VCardProperty::Kind || is_extension(entry, "X-ADDRESSBOOKSERVER-KIND") {
            return match entry.values.first() {
                Some(VCardValue::Kind(VCardKind::Location)) => Some("a location"),
                Some(VCardValue::Kind(VCardKind::Application)) => Some("an application"),
                Some(VCardValue::Kind(VCardKind::Device)) => Some("a device"),
                _ if stated.eq_ignore_ascii_case("group") => Some("a group"),
                _ if stated.eq_ignore_ascii_case("org") => Some("an organisation"),
                _ => None,
            };
        }
        (is_extension(entry, "X-ABShowAs") && stated.eq_ignore_ascii_case("COMPANY"))
            .then_some("an organisation")
    })
}

/// The preferred entry's text, else the first that says anything.
pub(super) fn first<'a>(card: &'a VCard, property: &'static VCardProperty) -> Option<&'a str> {
    first_of(card, property, |_| true)
}

fn first_of<'a>(
    card: &'a VCard,
    property: &'static VCardProperty,
    is_meant: impl Fn(&VCardEntry) -> bool,
) -> Option<&'a str> {
    let told = entries(card, property).filter(|entry| is_meant(entry) && text::line(value(entry)).is_some());
    told.take(MAX_READ)
        .min_by_key(|entry| preference(entry).unwrap_or(u32::MAX))
        .map(value)
}

fn formatted_name(card: &VCard) -> Option<String> {
    first(card, &VCardProperty::Fn).and_then(|raw| text::name(raw, MAX_NAME))
}

fn structured_name(contact: &mut ImportedContact, card: &VCard) {
    let Some(entry) = entries(card, &VCardProperty::N).next() else {
        return;
    };
    let part = |index: usize| {
        entry
            .values
            .get(index)
            .and_then(|part| text::name(&component(part), MAX_NAME))
    };
    contact.person.family_name = part(0);
    contact.person.given_name = part(1);
    contact.person.middle_name = part(2);
    contact.person.name_prefix = part(3);
    contact.person.name_suffix = part(4);
}

fn joined_name(contact: &ImportedContact) -> Option<String> {
    let parts = [
        &contact.person.name_prefix,
        &contact.person.given_name,
        &contact.person.middle_name,
        &contact.person.family_name,
        &contact.person.name_suffix,
    ];
    let words: Vec<&str> = parts.into_iter().filter_map(|part| part.as_deref()).collect();
    text::name(&words.join(" "), MAX_NAME)
}

fn display_name(contact: &ImportedContact, card: &VCard) -> Option<String> {
    let point = |kind: PointKind| {
        contact
            .contact_points
            .iter()
            .find(|point| point.kind == kind)
            .map(|point| &point.value)
    };
    formatted_name(card)
        .or_else(|| joined_name(contact))
        .or_else(|| contact.person.nickname.clone())
        .or_else(|| {
            contact
                .affiliations
                .first()
                .map(|affiliation| affiliation.organization.clone())
        })
        .or_else(|| point(PointKind::Email).and_then(|email| text::name(email, MAX_NAME)))
        .or_else(|| point(PointKind::Phone).and_then(|phone| text::name(phone, MAX_NAME)))
}

fn nickname(card: &VCard) -> Option<String> {
    let values = entries(card, &VCardProperty::Nickname)
        .flat_map(|entry| &entry.values)
        .take(MAX_READ);
    let names: Vec<String> = values
        .filter_map(|value| text::name(&component(value), MAX_NAME))
        .collect();
    text::name(&names.join(", "), MAX_NAME)
}

fn summary(card: &VCard) -> Option<String> {
    let notes = entries(card, &VCardProperty::Note)
        .take(MAX_READ)
        .filter_map(|entry| text::block(value(entry), MAX_SUMMARY));
    text::block(&notes.collect::<Vec<_>>().join("\n\n"), MAX_SUMMARY)
}

/// Only a name of the IANA database: an offset is wrong for half of the year.
pub(in crate::transfer) fn time_zone(raw: &str) -> Option<String> {
    let name = text::line(raw)?;
    match Tz::from_str(&name) {
        Ok(zone @ Tz::Tz(_)) => {
            (name == "UTC" || zone.name().as_deref() == Some(name.as_str())).then_some(name)
        }
        _ => None,
    }
}

/// By which group Rapport's own cards join a title to its organisation: such a title is no headline.
fn work_of(entry: &VCardEntry) -> Option<&str> {
    let number = entry.group.as_deref()?.strip_prefix("org")?;
    number
        .bytes()
        .all(|digit| digit.is_ascii_digit())
        .then_some(number)
}

fn is_of_work(entry: &VCardEntry) -> bool {
    work_of(entry).is_some()
}

/// Where the card itself says which title goes with which organisation.
fn add_joined(contact: &mut ImportedContact, card: &VCard) {
    for entry in entries(card, &VCardProperty::Org)
        .take(MAX_READ)
        .filter(|it| is_of_work(it))
    {
        let mut titles = entries(card, &VCardProperty::Title).take(MAX_READ);
        let title = titles.find(|title| work_of(title) == work_of(entry)).map(value);
        if let Some((name, units)) = organization(entry) {
            contact.add_affiliation(&name, title, units.as_deref());
        }
    }
}

fn organization(entry: &VCardEntry) -> Option<(String, Option<String>)> {
    let mut parts = entry
        .values
        .iter()
        .take(16)
        .filter_map(|part| text::line(&component(part)));
    let name = parts.next()?;
    let units: Vec<String> = parts.collect();
    Some((name, (!units.is_empty()).then(|| units.join(", "))))
}

/// Name and units of each organisation.
fn organizations(card: &VCard) -> Vec<(String, Option<String>)> {
    entries(card, &VCardProperty::Org)
        .take(MAX_READ)
        .filter_map(organization)
        .collect()
}

/// The first title goes with the first organisation and so on: cards say no more than the order. A role beside a title is
/// something to know.
fn affiliations(contact: &mut ImportedContact, card: &VCard) {
    add_joined(contact, card);
    let lines = |property: &'static VCardProperty| -> Vec<String> {
        entries(card, property)
            .take(MAX_READ)
            .filter(|entry| !is_of_work(entry))
            .filter_map(|entry| text::line(value(entry)))
            .collect()
    };
    let (titles, roles) = (lines(&VCardProperty::Title), lines(&VCardProperty::Role));
    let apart = entries(card, &VCardProperty::Org)
        .take(MAX_READ)
        .filter(|it| !is_of_work(it));
    let organizations: Vec<_> = apart.filter_map(organization).collect();
    for (index, (name, units)) in organizations.iter().enumerate() {
        let role = titles.get(index).or_else(|| roles.get(index));
        contact.add_affiliation(name, role.map(String::as_str), units.as_deref());
    }
    for (index, role) in roles.iter().enumerate() {
        let organization = organizations.get(index);
        let title = titles.get(index);
        if title == Some(role) || (title.is_none() && organization.is_some()) {
            continue;
        }
        let place = organization.map_or_else(String::new, |(name, _)| format!(" at {name}"));
        if !contact
            .beside
            .add_fact(FactKind::Other, &format!("Role{place}: {role}"))
        {
            contact.remarks.left_out("ROLE", role);
        }
    }
    let headline = first_of(card, &VCardProperty::Title, |entry| !is_of_work(entry)).and_then(text::line);
    for title in titles.iter().skip(organizations.len()) {
        if Some(title) != headline.as_ref() {
            contact.remarks.left_out("TITLE", title);
        }
    }
}
