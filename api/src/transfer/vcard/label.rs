//! What a contact point is called, and which one is preferred.

use std::collections::HashMap;

use calcard::common::{IanaString, IanaType};
use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardParameterValue};

use super::{is_extension, value};

/// The labels that Apple's address book keeps beside a property, in one of the same group (`item1.X-ABLabel`).
pub(super) struct Labels(HashMap<String, String>);

impl Labels {
    pub(super) fn of(card: &VCard) -> Self {
        let labelled = card
            .entries
            .iter()
            .filter(|entry| is_extension(entry, "X-ABLabel"));
        let pairs =
            labelled.filter_map(|entry| Some((entry.group.as_ref()?.to_lowercase(), apple(value(entry)))));
        Self(pairs.filter(|(_, label)| !label.is_empty()).collect())
    }

    /// What the card's owner called this entry.
    pub(super) fn given(&self, entry: &VCardEntry) -> Option<&str> {
        let group = entry.group.as_ref()?.to_lowercase();
        self.0.get(&group).map(String::as_str)
    }

    /// What to call this entry: the owner's own words before the standard ones.
    pub(super) fn label(&self, entry: &VCardEntry) -> Option<String> {
        let given = self.given(entry).or_else(|| custom(entry));
        given.map(str::to_owned).or_else(|| from_types(entry))
    }
}

/// The user's own word on Android, which stands among the parameters.
fn custom(entry: &VCardEntry) -> Option<&str> {
    let is_custom = |name: &VCardParameterName| matches!(name, VCardParameterName::Other(name) if name.eq_ignore_ascii_case("X-CUSTOM"));
    let param = entry.params.iter().find(|param| is_custom(&param.name))?;
    param
        .value
        .as_text()
        .map(str::trim)
        .filter(|label| !label.is_empty())
}

/// Apple's own words come wrapped, `_$!<HomePage>!$_`; the user's come as typed.
fn apple(raw: &str) -> String {
    let raw = raw.trim();
    let wrapped = raw
        .split_once("$!<")
        .and_then(|(_, rest)| rest.split_once(">!$"))
        .map(|(word, _)| word);
    let Some(word) = wrapped else {
        return raw.to_owned();
    };
    let mut label = String::with_capacity(word.len() + 2);
    let mut after_small = false;
    for letter in word.chars() {
        if letter.is_uppercase() && after_small {
            label.push(' ');
        }
        after_small = letter.is_lowercase();
        label.extend(letter.to_lowercase());
    }
    label
}

/// The values of TYPE in lower case, in any of its spellings: `TYPE=HOME,FAX`, `TYPE=HOME;TYPE=FAX`, 2.1's `;HOME;FAX`.
pub(super) fn types(entry: &VCardEntry) -> Vec<String> {
    let word = |(name, value): (&VCardParameterName, &VCardParameterValue)| match (name, value) {
        (VCardParameterName::Type, value) => value.as_type().map(|word| match word {
            IanaType::Iana(word) => word.as_str().to_lowercase(),
            IanaType::Other(word) => word.to_lowercase(),
        }),
        (VCardParameterName::Other(word), VCardParameterValue::Null) => Some(word.to_lowercase()),
        _ => None,
    };
    // Nobody labels an address with more than a few words.
    entry
        .params
        .iter()
        .map(|param| (&param.name, &param.value))
        .filter_map(word)
        .take(8)
        .collect()
}

fn from_types(entry: &VCardEntry) -> Option<String> {
    let types = types(entry);
    let word = |word: &str| match word {
        // How it is carried or what it can do, not what it is.
        "pref" | "internet" | "voice" | "text" | "msg" | "x400" | "dom" | "intl" | "postal" | "parcel"
        | "email" | "tel" | "utf-8" | "inline" => None,
        "cell" => Some("mobile".to_owned()),
        "main-number" => Some("main".to_owned()),
        other => {
            let other = other.strip_prefix("x-").unwrap_or(other).trim();
            let plain = other
                .chars()
                .all(|letter| letter.is_alphanumeric() || "-_ ".contains(letter));
            (plain && !other.is_empty()).then(|| other.replace('_', " "))
        }
    };
    let is_place = |word: &String| matches!(word.as_str(), "home" | "work" | "other" | "main");
    let (mut words, rest): (Vec<String>, Vec<String>) =
        types.iter().filter_map(|raw| word(raw)).partition(is_place);
    words.truncate(1);
    words.extend(rest.into_iter().take(1));
    (!words.is_empty()).then(|| words.join(" "))
}

/// How strongly the card prefers this entry, the smallest first; nothing when it does not say.
pub(super) fn preference(entry: &VCardEntry) -> Option<u32> {
    let stated = entry
        .parameters(&VCardParameterName::Pref)
        .find_map(|value| match value {
            VCardParameterValue::Integer(rank) => Some(*rank),
            VCardParameterValue::Null => Some(1), // vCard 2.1's bare `;PREF`
            _ => None,
        });
    stated.or_else(|| types(entry).iter().any(|word| word == "pref").then_some(1))
}
