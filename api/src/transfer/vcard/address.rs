//! A postal address on one line.

use calcard::vcard::{VCardEntry, VCardParameterName, VCardParameterValue};

use super::super::text;
use super::component;

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
