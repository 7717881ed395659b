//! A person as a card, vCard 3.0 or 4.0, written so that importing it gives back the same person.
//!
//! What the standards have a property for stands in it. What they have none for stands in properties that the import knows: a way to reach
//! somebody with a word of its own (`X-ABLabel`, as Apple writes it), another date (`X-ABDATE`), a fact (`X-RAPPORT-FACT`), and an
//! address that says only where they live (`ADR;X-KIND=PLACE`).

use calcard::common::Data;
use calcard::vcard::{
    VCard, VCardEntry, VCardParameter, VCardParameterName, VCardParameterValue, VCardProperty, VCardValue,
    VCardVersion,
};
use entity::PartialDate;
use entity::contact_point::{self, ContactKind};
use entity::fact::FactKind;
use entity::milestone::MilestoneKind;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::read::Told;
use crate::kit::Fault;

/// A version of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// vCard 3.0, which older programs read.
    Three,
    /// vCard 4.0.
    Four,
}

/// What stands as it is in the name on a service.
const NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@')
    .remove(b'+');

/// The year that stands for none, as Apple writes it.
const NO_YEAR: i32 = 1604;

/// The card of a person.
///
/// # Errors
/// It cannot be written.
pub fn card(told: &Told, version: Version) -> Result<String, Fault> {
    let mut card = Card {
        entries: Vec::new(),
        version,
        items: 0,
    };
    card.names(told);
    card.work(told);
    for point in &told.points {
        card.point(point);
    }
    card.life(told);
    told.left.iter().for_each(|entry| card.add(entry.clone()));
    let Card { entries, .. } = card;
    let mut text = String::new();
    let version = match version {
        Version::Three => VCardVersion::V3_0,
        Version::Four => VCardVersion::V4_0,
    };
    let written = VCard { entries }.write_to(&mut text, version);
    written.map_err(|error| Fault::Internal(format!("a card cannot be written: {error}")))?;
    Ok(text)
}

/// A card under way.
struct Card {
    entries: Vec<VCardEntry>,
    version: Version,
    /// How many groups it has.
    items: u32,
}

fn text(property: VCardProperty, value: &str) -> VCardEntry {
    VCardEntry::new(property).with_value(VCardValue::Text(value.to_owned()))
}

fn other(name: &str) -> VCardProperty {
    VCardProperty::Other(name.to_owned())
}

fn parameter(name: VCardParameterName, value: &str) -> VCardParameter {
    VCardParameter::new(name, VCardParameterValue::Text(value.to_owned()))
}

fn own(name: &str, value: &str) -> VCardParameter {
    parameter(VCardParameterName::Other(name.to_owned()), value)
}

impl Card {
    fn add(&mut self, entry: VCardEntry) {
        self.entries.push(entry);
    }

    fn say(&mut self, property: VCardProperty, value: Option<&String>) {
        if let Some(value) = value {
            self.add(text(property, value));
        }
    }

    /// Adds a property with a word of its own.
    fn labelled(&mut self, entry: VCardEntry, label: &str) {
        self.items += 1;
        let group = Some(format!("item{}", self.items));
        self.add(entry.with_group(group.clone()));
        self.add(text(other("X-ABLabel"), label).with_group(group));
    }

    fn names(&mut self, told: &Told) {
        let person = &told.person;
        self.add(text(VCardProperty::Prodid, "-//Rapport//EN"));
        self.add(text(VCardProperty::Uid, &told.uid));
        self.add(text(VCardProperty::Fn, &person.display_name));
        let parts = [
            &person.family_name,
            &person.given_name,
            &person.middle_name,
            &person.name_prefix,
            &person.name_suffix,
        ];
        let parts = parts.map(|part| VCardValue::Text(part.clone().unwrap_or_default()));
        self.add(VCardEntry::new(VCardProperty::N).with_values(parts.to_vec()));
        self.say(VCardProperty::Nickname, person.nickname.as_ref());
        self.say(VCardProperty::Pronouns, person.pronouns.as_ref());
        self.say(VCardProperty::Note, person.summary.as_ref());
        self.say(VCardProperty::Tz, person.time_zone.as_ref());
        if person.city.is_some() || person.country.is_some() {
            let (city, country) = (person.city.as_deref(), person.country.as_deref());
            let parts = [
                "",
                "",
                "",
                city.unwrap_or_default(),
                "",
                "",
                country.unwrap_or_default(),
            ];
            let parts = parts.map(|part| VCardValue::Text(part.to_owned()));
            let place = VCardEntry::new(VCardProperty::Adr).with_values(parts.to_vec());
            self.add(place.with_param(own("X-KIND", "PLACE")));
        }
        if !told.tags.is_empty() {
            let tags = told.tags.iter().map(|tag| VCardValue::Text(tag.name.clone()));
            self.add(VCardEntry::new(VCardProperty::Categories).with_values(tags.collect()));
        }
    }

    /// A title goes with the organisation of its place. Where that does not say it, the two are a group, and a title in none is the headline.
    fn work(&mut self, told: &Told) {
        let headline = told.person.headline.as_ref();
        let mut work: Vec<_> = told.affiliations.iter().collect();
        // Those without a role come last.
        work.sort_by_key(|(it, _)| it.role.is_none());
        let first = work.first().and_then(|(it, _)| it.role.as_ref());
        let is_plain = headline == first;
        if !is_plain {
            self.say(VCardProperty::Title, headline);
        }
        for (number, (it, name)) in (1..).zip(work) {
            let group = (!is_plain).then(|| format!("org{number}"));
            let parts = [Some(name), it.department.as_ref()].into_iter().flatten();
            let parts = parts.map(|part| VCardValue::Text(part.clone()));
            self.add(
                VCardEntry::new(VCardProperty::Org)
                    .with_values(parts.collect())
                    .with_group(group.clone()),
            );
            if let Some(role) = &it.role {
                self.add(text(VCardProperty::Title, role).with_group(group));
            }
        }
    }

    fn point(&mut self, point: &contact_point::Model) {
        let value = &point.value;
        let (property, value) = match point.kind {
            ContactKind::Handle => return self.handle(point),
            ContactKind::Email => (VCardProperty::Email, value),
            ContactKind::Phone => (VCardProperty::Tel, value),
            ContactKind::Url => (VCardProperty::Url, value),
            ContactKind::Address => {
                let parts = ["", "", value, "", "", "", ""];
                let parts = parts.map(|part| VCardValue::Text(part.to_owned()));
                let entry = VCardEntry::new(VCardProperty::Adr).with_values(parts.to_vec());
                return self.called(entry, point);
            }
            ContactKind::Other if value.contains('@') && !value.contains(' ') => {
                (VCardProperty::Email, value)
            }
            ContactKind::Other if value.chars().any(char::is_numeric) => (VCardProperty::Tel, value),
            ContactKind::Other => (other("X-RAPPORT-POINT"), value),
        };
        self.called(text(property, value), point);
    }

    /// Adds a way to reach somebody, with what it is called.
    fn called(&mut self, entry: VCardEntry, point: &contact_point::Model) {
        let usual = match point.label.as_deref() {
            Some("home") => Some("HOME"),
            Some("work") => Some("WORK"),
            Some("mobile") => Some("CELL"),
            _ => None,
        };
        let entry = self.preferred(entry, usual, point.is_primary);
        match &point.label {
            Some(label) if usual.is_none() => self.labelled(entry, label),
            _ => self.add(entry),
        }
    }

    fn preferred(&self, mut entry: VCardEntry, kind: Option<&str>, is_primary: bool) -> VCardEntry {
        if let Some(kind) = kind {
            entry.add_param(parameter(VCardParameterName::Type, kind));
        }
        match self.version {
            Version::Three if is_primary => entry.add_param(parameter(VCardParameterName::Type, "PREF")),
            Version::Four if is_primary => {
                entry.add_param(VCardParameter::pref(VCardParameterValue::Integer(1)))
            }
            _ => {}
        }
        entry
    }

    /// A name on a service: the service is its label.
    fn handle(&mut self, point: &contact_point::Model) {
        let service = point.label.as_deref().unwrap_or_default();
        let scheme = service.to_ascii_lowercase();
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|sign| sign.is_ascii_alphanumeric())
            && !["http", "https"].contains(&scheme.as_str());
        let scheme = if is_scheme { scheme.as_str() } else { "x-apple" };
        let name = format!("{scheme}:{}", utf8_percent_encode(&point.value, NAME));
        let entry = self.preferred(text(VCardProperty::Impp, &name), None, point.is_primary);
        let is_word = |service: &str| {
            service
                .chars()
                .all(|sign| sign.is_alphanumeric() || " -.".contains(sign))
        };
        match service {
            "" => self.add(entry),
            service if is_word(service) => self.add(entry.with_param(own("X-SERVICE-TYPE", service))),
            service => self.labelled(entry, service),
        }
    }

    fn life(&mut self, told: &Told) {
        if let Some(birthday) = told.person.birthday {
            let entry = self.date(VCardProperty::Bday, birthday);
            self.add(entry);
        }
        if let Some(photo) = &told.photo {
            let picture = Data {
                content_type: Some(photo.content_type.as_str().to_owned()),
                data: photo.bytes.clone(),
            };
            self.add(VCardEntry::new(VCardProperty::Photo).with_value(VCardValue::Binary(picture)));
        }
        if let Some(died) = told.person.died_on {
            let property = match self.version {
                Version::Three => other("X-DEATHDATE"),
                Version::Four => VCardProperty::Deathdate,
            };
            let entry = self.date(property, died);
            self.add(entry);
        }
        let anniversary = match self.version {
            Version::Three => other("X-ANNIVERSARY"),
            Version::Four => VCardProperty::Anniversary,
        };
        for it in &told.milestones {
            match (it.kind, &it.title) {
                (MilestoneKind::Anniversary, None) => {
                    let entry = self.date(anniversary.clone(), it.date);
                    self.add(entry);
                }
                (kind, title) => {
                    let entry = self
                        .date(other("X-ABDATE"), it.date)
                        .with_param(own("X-KIND", kind.as_str()));
                    match title {
                        Some(title) => self.labelled(entry, title),
                        None => self.add(entry),
                    }
                }
            }
        }
        for it in &told.facts {
            let property = match it.kind {
                FactKind::Skill => VCardProperty::Expertise,
                FactKind::Interest => VCardProperty::Interest,
                _ => other("X-RAPPORT-FACT"),
            };
            let entry = text(property, &it.text);
            self.add(match it.kind {
                FactKind::Skill | FactKind::Interest => entry,
                kind => entry.with_param(own("X-KIND", kind.as_str())),
            });
        }
        for (kind, name, uid) in &told.ties {
            let is_word = kind.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-');
            let is_key = uid.to_ascii_lowercase().starts_with("urn:uuid:");
            match self.version {
                Version::Four if is_word && is_key => {
                    self.add(
                        text(VCardProperty::Related, uid)
                            .with_param(parameter(VCardParameterName::Type, kind)),
                    );
                }
                _ => self.labelled(
                    text(other("X-ABRELATEDNAMES"), if is_key { uid } else { name }),
                    kind,
                ),
            }
        }
    }

    fn date(&self, property: VCardProperty, date: PartialDate) -> VCardEntry {
        let written = date.to_string();
        match (self.version, date.year(), date.month(), date.day()) {
            (Version::Three, None, Some(month), Some(day)) => {
                let entry = text(property, &format!("{NO_YEAR}-{month:02}-{day:02}"));
                entry.with_param(own("X-APPLE-OMIT-YEAR", &NO_YEAR.to_string()))
            }
            (Version::Four, _, _, Some(_)) => text(property, &compact(&written)),
            _ => text(property, &written),
        }
    }
}

/// A date as 4.0 writes it: `20200512`, `--0512`.
fn compact(date: &str) -> String {
    let (start, rest) = match date.strip_prefix("--") {
        Some(rest) => ("--", rest),
        None => ("", date),
    };
    format!("{start}{}", rest.replace('-', ""))
}
