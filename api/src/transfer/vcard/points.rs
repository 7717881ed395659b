//! The ways to reach a person: EMAIL, TEL, ADR, URL, IMPP, social profiles, and the older X- names for handles.

use std::collections::HashMap;

use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardProperty};

use super::super::contact::{ImportedContact, PointKind};
use super::super::text;
use super::label::{Labels, preference, types};
use super::services::{brand, later, messenger};
use super::{address, component, is_extension, value};

/// How many properties of a card are looked at; far more than anybody's card has of contact points.
const MAX_READ: usize = 500;

/// A way to reach somebody that is none of the usual, as Rapport's own cards have it: no page either, as which it is read.
const OTHER: &str = "X-RAPPORT-POINT";

/// A contact point before the preferred one of its kind is known.
struct Found {
    kind: PointKind,
    value: String,
    label: Option<String>,
    preference: Option<u32>,
    /// Whether the older fields of a contact have it.
    is_beside: bool,
}

/// Adds every usable contact point of the card.
pub(super) fn add(contact: &mut ImportedContact, card: &VCard) {
    let labels = Labels::of(card);
    let mut found: Vec<Found> = Vec::new();
    // What stands on an envelope says the same as an address, so it counts only where there is none.
    let has_address = card.properties(&VCardProperty::Adr).next().is_some();
    let is_envelope = |entry: &VCardEntry| !has_address && is_extension(entry, "LABEL");
    let wanted = |entry: &&VCardEntry| is_point(entry) || is_envelope(entry);
    for (index, entry) in card.entries.iter().filter(wanted).enumerate() {
        match find(entry, &labels).filter(|_| index < MAX_READ) {
            Some(point) => found.push(point),
            None => contact
                .remarks
                .left_out(entry.name.as_str(), &component_text(entry)),
        }
    }
    let mut best: HashMap<PointKind, (u32, usize)> = HashMap::new();
    for (index, point) in found.iter().enumerate() {
        if let Some(rank) = point.preference {
            let leader = best.entry(point.kind).or_insert((rank, index));
            *leader = (*leader).min((rank, index));
        }
    }
    for (index, point) in found.iter().enumerate() {
        if point.is_beside {
            contact.add_point_beside(point.kind, &point.value, point.label.as_deref());
            continue;
        }
        let is_primary = best.get(&point.kind).is_some_and(|&(_, leader)| leader == index);
        contact.add_point(point.kind, &point.value, point.label.as_deref(), is_primary);
    }
}

/// Whether the property says how to reach the person.
pub(super) fn is_point(entry: &VCardEntry) -> bool {
    match &entry.name {
        VCardProperty::Email
        | VCardProperty::Tel
        | VCardProperty::Url
        | VCardProperty::Impp
        | VCardProperty::Socialprofile => true,
        VCardProperty::Adr => !address::is_place(entry),
        VCardProperty::Other(name) => {
            name.eq_ignore_ascii_case("X-SOCIALPROFILE")
                || name.eq_ignore_ascii_case(OTHER)
                || messenger(name).or_else(|| later(name)).is_some()
        }
        _ => false,
    }
}

fn component_text(entry: &VCardEntry) -> String {
    let parts: Vec<String> = entry.values.iter().take(32).map(component).collect();
    // An address of which nothing is filled in is nothing but separators.
    if parts.iter().all(|part| part.trim().is_empty()) {
        return String::new();
    }
    parts.join(";")
}

fn find(entry: &VCardEntry, labels: &Labels) -> Option<Found> {
    let mut is_beside = false;
    let (kind, value, label) = match &entry.name {
        VCardProperty::Email => (PointKind::Email, email(value(entry))?, labels.label(entry)),
        VCardProperty::Tel => (PointKind::Phone, phone(value(entry))?, labels.label(entry)),
        VCardProperty::Adr => (PointKind::Address, address::one_line(entry)?, labels.label(entry)),
        VCardProperty::Url => {
            let url = text::line(value(entry)).filter(|url| text::web_address(url))?;
            (PointKind::Url, url, labels.label(entry))
        }
        VCardProperty::Impp | VCardProperty::Socialprofile => profile(entry, labels)?,
        VCardProperty::Other(name) if name.eq_ignore_ascii_case("X-SOCIALPROFILE") => profile(entry, labels)?,
        VCardProperty::Other(name) if name.eq_ignore_ascii_case(OTHER) => {
            (PointKind::Url, text::line(value(entry))?, labels.label(entry))
        }
        VCardProperty::Other(name) => {
            is_beside = messenger(name).is_none();
            if name.eq_ignore_ascii_case("LABEL") {
                let line = address::on_one_line(value(entry))?;
                return Some(Found {
                    kind: PointKind::Address,
                    value: line,
                    label: labels.label(entry),
                    preference: None,
                    is_beside,
                });
            }
            let service = messenger(name).or_else(|| later(name))?;
            let raw = text::line(value(entry))?;
            let is_page = without_scheme(&raw, "http://")
                .or_else(|| without_scheme(&raw, "https://"))
                .is_some();
            let (kind, value) = match is_beside {
                true if is_page => (PointKind::Url, raw),
                true => (PointKind::Handle, handle(&raw)?),
                false => (PointKind::Handle, raw),
            };
            (kind, value, Some(service.to_owned()))
        }
        _ => return None,
    };
    Some(Found {
        kind,
        value,
        label,
        preference: preference(entry).filter(|_| !is_beside),
        is_beside,
    })
}

fn email(raw: &str) -> Option<String> {
    let raw = text::line(raw)?;
    let address = without_scheme(&raw, "mailto:").unwrap_or(&raw);
    let address = address.split('?').next().unwrap_or(address);
    // `Ada <ada@example.org>`
    let address = address
        .rsplit_once('<')
        .and_then(|(_, inner)| inner.split_once('>'))
        .map_or(address, |(inner, _)| inner)
        .trim();
    let whole = address
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty());
    (whole && !address.contains(' ')).then(|| address.to_owned())
}

fn phone(raw: &str) -> Option<String> {
    let raw = text::line(raw)?;
    let number = match without_scheme(&raw, "tel:") {
        Some(uri) => {
            let mut parts = uri.split(';');
            let number = parts.next().unwrap_or_default().to_owned();
            match parts.find_map(|part| without_scheme(part, "ext=")) {
                Some(extension) => format!("{number} ext. {extension}"),
                None => number,
            }
        }
        None => raw,
    };
    number.chars().any(char::is_numeric).then_some(number)
}

/// IMPP and social profiles: a page where the card gives one, else a handle whose label names the service.
fn profile(entry: &VCardEntry, labels: &Labels) -> Option<(PointKind, String, Option<String>)> {
    let raw = text::line(value(entry));
    let service = service(entry, labels, raw.as_deref());
    match raw {
        Some(url)
            if without_scheme(&url, "http://")
                .or_else(|| without_scheme(&url, "https://"))
                .is_some() =>
        {
            Some((PointKind::Url, url, service))
        }
        raw => {
            let user = raw
                .as_deref()
                .and_then(handle)
                .or_else(|| text::line(param(entry, "USERNAME").or_else(|| param(entry, "X-USER"))?))?;
            Some((PointKind::Handle, user, service))
        }
    }
}

/// The user's name out of `xmpp:ada@example.org`, `aim:goim?screenname=ada`, `skype:ada?chat`.
fn handle(raw: &str) -> Option<String> {
    let rest = scheme(raw).map_or(raw, |(_, rest)| rest.trim_start_matches('/'));
    let user = match rest.split_once('?') {
        Some(("goim" | "sendim" | "chat" | "addfriend" | "add" | "compose", query)) => {
            let first = query.split('&').next().unwrap_or(query);
            first.split_once('=').map_or(first, |(_, user)| user)
        }
        Some((user, _)) => user,
        None => rest,
    };
    text::line(&unescape(user))
}

fn service(entry: &VCardEntry, labels: &Labels, raw: Option<&str>) -> Option<String> {
    let stated = param(entry, "SERVICE-TYPE")
        .or_else(|| param(entry, "X-SERVICE-TYPE"))
        .and_then(text::line);
    let typed = || {
        types(entry).into_iter().find(|word| {
            !matches!(
                word.as_str(),
                "pref" | "home" | "work" | "other" | "personal" | "internet"
            )
        })
    };
    let from_scheme = || raw.and_then(scheme).map(|(name, _)| name.to_ascii_lowercase());
    let known = |name: &String| !matches!(name.as_str(), "http" | "https" | "x-apple");
    let word = stated
        .or_else(typed)
        .or_else(|| labels.given(entry).map(str::to_owned))
        .or_else(|| from_scheme().filter(known))?;
    Some(brand(&word).map_or(word, str::to_owned))
}

fn param<'a>(entry: &'a VCardEntry, name: &str) -> Option<&'a str> {
    let named = |parameter: &VCardParameterName| match parameter {
        VCardParameterName::ServiceType => name == "SERVICE-TYPE",
        VCardParameterName::Username => name == "USERNAME",
        VCardParameterName::Other(other) => other.eq_ignore_ascii_case(name),
        _ => false,
    };
    entry
        .params
        .iter()
        .find(|param| named(&param.name))
        .and_then(|param| param.value.as_text())
}

fn without_scheme<'a>(raw: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = raw.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn scheme(raw: &str) -> Option<(&str, &str)> {
    let (name, rest) = raw.split_once(':')?;
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    (plain && name.starts_with(|letter: char| letter.is_ascii_alphabetic())).then_some((name, rest))
}

/// Percent escapes undone, unless that leaves no text.
fn unescape(raw: &str) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    text::undo_escapes(raw, b'%', &mut bytes);
    String::from_utf8(bytes).unwrap_or_else(|_| raw.to_owned())
}
