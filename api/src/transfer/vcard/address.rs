//! Postal addresses: on one line, and the town and the country of the one where the person lives.

use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty};

use super::super::contact::{ImportedContact, MAX_NAME};
use super::super::text;
use super::label::preference;
use super::{component, entries, life};
use crate::kit::country;

/// How many addresses of a card are looked at.
const MAX_READ: usize = 500;
/// How Rapport's own cards mark an address that is no way to reach somebody, and says only where they live.
const PLACE: &str = "PLACE";

/// Takes in where the person lives: by the address that says nothing else, by the preferred one, or by the only one. Of several, none of which
/// is preferred, it is not known in which they live.
pub(super) fn add_place(contact: &mut ImportedContact, card: &VCard) {
    let all: Vec<&VCardEntry> = entries(card, &VCardProperty::Adr).take(MAX_READ).collect();
    let own = all.iter().find(|entry| is_place(entry));
    let preferred = all
        .iter()
        .filter_map(|entry| Some((preference(entry)?, entry)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, entry)| entry);
    let only = all.first().filter(|_| all.len() == 1);
    let Some(entry) = own.or(preferred).or(only) else {
        return;
    };
    let part = |index: usize| entry.values.get(index).map(component).unwrap_or_default();
    contact.person.city = text::name(&part(3), MAX_NAME);
    contact.person.country = country::of_name(&part(6)).map(str::to_owned);
}

/// Whether an address says only where the person lives.
pub(super) fn is_place(entry: &VCardEntry) -> bool {
    entry.name == VCardProperty::Adr && life::kind(entry) == Some(PLACE)
}

/// The address as its parts, or as the card's own label where the parts say nothing.
pub(super) fn one_line(entry: &VCardEntry) -> Option<String> {
    // Seven parts since 2.1. RFC 9554 adds a finer grain behind them and repeats it in the street for older readers,
    // so what is behind counts only when the seven are empty.
    let parts: Vec<String> = entry.values.iter().take(32).map(component).collect();
    let (old, fine) = parts.split_at_checked(7).unwrap_or((&parts, &[]));
    join(old).or_else(|| join(fine)).or_else(|| {
        let label = entry
            .parameters(&VCardParameterName::Label)
            .find_map(VCardParameterValue::as_text)?;
        // A parameter cannot hold a line break; RFC 6868 spells it so.
        join(&[label.replace("^n", "\n")])
    })
}

/// An address of several lines, as it stands on an envelope.
pub(in crate::transfer) fn on_one_line(raw: &str) -> Option<String> {
    join(&[raw.to_owned()])
}

/// The parts of an address on one line.
pub(in crate::transfer) fn join(parts: &[String]) -> Option<String> {
    let mut pieces: Vec<String> = Vec::new();
    for piece in parts.iter().flat_map(|part| part.split(['\n', '\r'])) {
        let piece = text::line(piece).map(|piece| piece.trim_matches([',', ' ']).to_owned());
        // The same town twice in a row comes from programs that fill two parts with it.
        if let Some(piece) = piece.filter(|piece| !piece.is_empty() && pieces.last() != Some(piece)) {
            pieces.push(piece);
        }
    }
    (!pieces.is_empty()).then(|| pieces.join(", "))
}
