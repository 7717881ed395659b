//! vCard 2.1, 3.0 and 4.0, as a dozen programs write them. One card is one row; a broken card is a rejected row.

pub(super) mod address;
mod card;
mod encoded;
mod groups;
mod head;
mod label;
mod left;
mod life;
mod lines;
mod points;
mod prose;
mod services;
#[cfg(test)]
mod tests;
mod unfold;

pub(super) use card::time_zone;
pub(super) use lines::opens_card;

use calcard::vcard::{VCard, VCardEntry, VCardProperty, VCardValue};

use super::beside;
use super::contact::{NumberedRow, Row};
use super::format::FileError;

/// Every card of the file, in order.
pub(super) fn rows(text: &str, max: usize) -> Result<Vec<NumberedRow>, FileError> {
    let pieces = lines::pieces(text, max);
    if pieces.len() > max {
        return Err(FileError::TooManyRows);
    }
    if pieces.is_empty() {
        return Err(FileError::NoCards);
    }
    let mut groups = Vec::new();
    let row = |(position, mut piece): (usize, lines::Piece)| {
        let text = unfold::properties(&piece.text, &mut piece.remarks);
        let (name, row) = match (VCard::parse(&text), piece.flaw) {
            // Half a card read as a whole would look like a person who lost their details.
            (Ok(card), Some(flaw)) => (card::name(&card), Row::Rejected(flaw.to_owned())),
            (Ok(card), None) => {
                let (name, mut row) = card::row(&card, piece.remarks);
                if let Row::Contact(contact) = &mut row {
                    contact.photo = piece.photo;
                }
                if card::not_a_person(&card) == Some("a group") {
                    groups.push(groups::Group::of(&card, position, name.clone()));
                }
                (name, row)
            }
            (Err(_), flaw) => (
                None,
                Row::Rejected(flaw.unwrap_or("the card cannot be read").to_owned()),
            ),
        };
        NumberedRow { position, name, row }
    };
    let mut rows: Vec<NumberedRow> = (1..).zip(pieces).map(row).collect();
    groups::spread(&mut rows, &groups);
    beside::settle(&mut rows);
    Ok(rows)
}

/// The entries of a property. Of those that say the same thing in several languages or scripts, only the first.
fn entries<'a>(card: &'a VCard, property: &'static VCardProperty) -> impl Iterator<Item = &'a VCardEntry> {
    let mut seen: Vec<&str> = Vec::new();
    card.properties(property)
        .filter(move |entry| match entry.alt_id() {
            Some(id) if seen.contains(&id) => false,
            Some(id) => {
                // A card names a handful of alternatives; a thousand of them are an attack on this loop.
                if seen.len() < 64 {
                    seen.push(id);
                }
                true
            }
            None => true,
        })
}

/// Whether the entry is of an extension property, whatever its case.
fn is_extension(entry: &VCardEntry, name: &str) -> bool {
    matches!(&entry.name, VCardProperty::Other(other) if other.eq_ignore_ascii_case(name))
}

/// One component as text; a list within it joined by spaces.
fn component(value: &VCardValue) -> String {
    match value {
        VCardValue::Component(parts) => parts.join(" "),
        other => other.as_text().unwrap_or_default().to_owned(),
    }
}

/// The text of a property that has one value.
fn value(entry: &VCardEntry) -> &str {
    entry
        .values
        .first()
        .and_then(VCardValue::as_text)
        .unwrap_or_default()
}
