//! What of a card finds no place: named, so that nothing is lost in silence.

use std::collections::HashSet;

use calcard::vcard::{VCard, VCardEntry, VCardProperty};

use super::super::contact::{ImportedContact, MAX_HEADLINE, MAX_KEY, MAX_LABEL, MAX_NAME, MAX_SUMMARY};
use super::super::{kept, text};
use super::card::{first, time_zone};
use super::{component, life, points, value};

/// What programs write about the card, not about the person.
const BOOKKEEPING: [&str; 32] = [
    "X-ABLABEL",
    "X-ABADR",
    "X-ABUID",
    "X-ABSHOWAS",
    "X-ADDRESSBOOKSERVER-KIND",
    "X-ADDRESSBOOKSERVER-MEMBER",
    "X-PRODID",
    "X-REV",
    "X-CLASS",
    "CLASS",
    "MAILER",
    "PROFILE",
    "NAME",
    "METHOD",
    "X-GENERATOR",
    "X-ETAG",
    "X-THUNDERBIRD-ETAG",
    "X-EVOLUTION-FILE-AS",
    "X-FILE-AS",
    "X-MOZILLA-HTML",
    "X-MOZILLA-PROPERTY",
    "X-IMAGETYPE",
    "X-IMAGEHASH",
    "X-SHARED-PHOTO-DISPLAY-PREF",
    "X-RADICALE-NAME",
    "X-COUCHDB-UUID",
    "X-COUCHDB-APPLICATION-ANNOTATIONS",
    "X-EVOLUTION-WEBDAV-ETAG",
    "X-GOOGLE-ETAG",
    "X-GOOGLE-EDIT-URI",
    "X-MS-OL-DESIGN",
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS",
];
/// How many addresses of a card are looked at.
const MAX_READ: usize = 500;

/// Names what the card says and the contact does not.
pub(super) fn add(contact: &mut ImportedContact, card: &VCard) {
    let mut addresses = None;
    for entry in &card.entries {
        let said = said(entry);
        let is_lost = match &entry.name {
            VCardProperty::Fn => !same(&said, &contact.person.display_name) && !cut(&said, MAX_NAME),
            VCardProperty::N => is_second(card, entry),
            VCardProperty::Bday => {
                life::date(entry).is_none_or(|date| date.parse().ok() != contact.person.birthday)
            }
            _ if life::is_death(entry) => {
                life::date(entry).is_none_or(|date| date.parse().ok() != contact.person.died_on)
            }
            VCardProperty::Tz => time_zone(&said).is_none_or(|zone| Some(zone) != contact.person.time_zone),
            VCardProperty::Pronouns => {
                text::longer(&said, MAX_LABEL) || first(card, &VCardProperty::Pronouns) != Some(value(entry))
            }
            VCardProperty::Uid => {
                text::longer(&said, MAX_KEY) || first(card, &VCardProperty::Uid) != Some(value(entry))
            }
            VCardProperty::Other(name) => {
                let known = BOOKKEEPING.iter().any(|known| known.eq_ignore_ascii_case(name));
                let is_envelope = name.eq_ignore_ascii_case("LABEL");
                let is_told = is_envelope
                    && words(&said).is_subset(addresses.get_or_insert_with(|| address_words(card, contact)));
                !known && !points::is_point(entry) && !life::is_life(entry) && !is_told
            }
            other => !has_place(other),
        };
        if is_lost {
            contact.remarks.left_out(entry.name.as_str(), &said);
            kept::add(&mut contact.left, kept::of_entry(entry));
        }
        tell_cut(contact, entry, &said);
    }
}

/// Properties that are read elsewhere, where also is told what of them was not; and what only describes the card.
const fn has_place(property: &VCardProperty) -> bool {
    matches!(
        property,
        VCardProperty::Nickname
            | VCardProperty::Email
            | VCardProperty::Tel
            | VCardProperty::Adr
            | VCardProperty::Url
            | VCardProperty::Impp
            | VCardProperty::Socialprofile
            | VCardProperty::Org
            | VCardProperty::Title
            | VCardProperty::Role
            | VCardProperty::Note
            | VCardProperty::Categories
            | VCardProperty::Anniversary
            | VCardProperty::Related
            | VCardProperty::Hobby
            | VCardProperty::Interest
            | VCardProperty::Expertise
            | VCardProperty::Kind
            | VCardProperty::Member
            | VCardProperty::Begin
            | VCardProperty::End
            | VCardProperty::Version
            | VCardProperty::Prodid
            | VCardProperty::Rev
            | VCardProperty::Created
            | VCardProperty::Clientpidmap
            | VCardProperty::Source
            | VCardProperty::Language
    )
}

/// The value as the card has it, its parts put together again.
fn said(entry: &VCardEntry) -> String {
    let parts: Vec<String> = entry.values.iter().take(32).map(component).collect();
    parts.join(";")
}

/// The words of the card's addresses: what stands on an envelope mostly says the same.
fn address_words(card: &VCard, contact: &ImportedContact) -> HashSet<String> {
    let addresses = card.properties(&VCardProperty::Adr).take(MAX_READ).map(said);
    let points = contact.beside.points.iter().map(|point| point.value.clone());
    addresses
        .chain(points)
        .flat_map(|address| words(&address))
        .collect()
}

fn words(text: &str) -> HashSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether there is another name before this one.
fn is_second(card: &VCard, entry: &VCardEntry) -> bool {
    let first = card.properties(&VCardProperty::N).next();
    first.is_some_and(|first| !std::ptr::eq(first, entry) && first.values != entry.values)
        && !said(entry).replace(';', "").trim().is_empty()
}

fn same(raw: &str, name: &str) -> bool {
    text::name(raw, MAX_NAME).is_none_or(|raw| raw == name)
}

fn cut(raw: &str, max: usize) -> bool {
    text::line(raw).is_some_and(|line| text::longer(&line, max))
}

/// A text that is too long is cut, and what is cut off is gone.
fn tell_cut(contact: &mut ImportedContact, entry: &VCardEntry, said: &str) {
    let (max, is_cut) = match &entry.name {
        VCardProperty::Title => (MAX_HEADLINE, text::longer(said, MAX_HEADLINE)),
        VCardProperty::Note => (MAX_SUMMARY, text::longer(said, MAX_SUMMARY)),
        VCardProperty::Fn | VCardProperty::N | VCardProperty::Org | VCardProperty::Nickname => {
            let is_long = |value| text::longer(&component(value), MAX_NAME);
            (MAX_NAME, entry.values.iter().any(is_long))
        }
        _ => return,
    };
    if is_cut {
        let thing = format!("what {} says beyond {max} characters", entry.name.as_str());
        contact.remarks.left_out_thing(&thing);
    }
}
