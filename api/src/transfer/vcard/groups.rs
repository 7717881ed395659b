//! Cards that describe groups: nobody is made of them, and their members carry the group's name as a tag.

use std::collections::HashMap;

use calcard::vcard::{VCard, VCardProperty};

use super::super::beside::plain_uid;
use super::super::contact::{MAX_TAG, MAX_TAGS, NumberedRow, Row};
use super::super::text;
use super::{is_extension, value};

/// How many members of a group are read.
const MAX_MEMBERS: usize = 10_000;

/// A group of the file.
pub(super) struct Group {
    position: usize,
    name: Option<String>,
    members: Vec<String>,
}

impl Group {
    /// The group that the card describes. `position` is that of its card.
    pub(super) fn of(card: &VCard, position: usize, name: Option<String>) -> Self {
        let is_member = |entry: &&calcard::vcard::VCardEntry| {
            entry.name == VCardProperty::Member || is_extension(entry, "X-ADDRESSBOOKSERVER-MEMBER")
        };
        let members = card.entries.iter().filter(is_member).take(MAX_MEMBERS);
        Self {
            position,
            name,
            members: members.filter_map(|entry| text::line(value(entry))).collect(),
        }
    }

    /// Gives its name to its members in the file, and says so in the row of its card.
    fn spread(&self, rows: &mut [NumberedRow], holders: &HashMap<String, usize>) {
        let tag = self.name.as_ref().filter(|name| !text::longer(name, MAX_TAG));
        let (mut tagged, mut missing) = (0_usize, Vec::new());
        for member in &self.members {
            let index = holders.get(&address(member)).copied();
            let row = index
                .and_then(|index| rows.get_mut(index))
                .map(|row| &mut row.row);
            match (row, tag) {
                (Some(Row::Contact(contact)), Some(tag))
                    if contact.tags.len() + contact.beside.tags.len() < MAX_TAGS =>
                {
                    let folded = tag.to_lowercase();
                    let mut known = contact.tags.iter().chain(&contact.beside.tags);
                    if !known.any(|known| known.to_lowercase() == folded) {
                        contact.beside.tags.push(tag.clone());
                    }
                    tagged += 1;
                }
                _ => missing.push(member.as_str()),
            }
        }
        let own = self.position.checked_sub(1).and_then(|index| rows.get_mut(index));
        if let Some(NumberedRow {
            row: Row::Skipped(reason),
            ..
        }) = own
        {
            if tagged > 0 {
                reason.push_str(&format!("; its name is now a tag of {tagged} of its members"));
            }
            if !missing.is_empty() {
                let shown = missing.iter().take(5).copied().collect::<Vec<_>>().join(", ");
                let words = format!(
                    "; left out: {} of its members, not found in this file or without room for the tag: {shown}",
                    missing.len()
                );
                reason.push_str(&text::line_cut(&words, 600).unwrap_or_default());
            }
        }
    }
}

/// A member in the form in which they are looked up: by the key of their card, or by e-mail address.
fn address(member: &str) -> String {
    let plain = plain_uid(member);
    plain.strip_prefix("mailto:").map_or(plain.clone(), str::to_owned)
}

/// Gives the names of the groups to their members.
pub(super) fn spread(rows: &mut [NumberedRow], groups: &[Group]) {
    if groups.is_empty() {
        return;
    }
    let mut holders = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let Row::Contact(contact) = &row.row else { continue };
        let uid = contact.external.as_ref().map(|external| plain_uid(&external.key));
        let emails = contact
            .contact_points
            .iter()
            .map(|point| point.value.to_lowercase());
        for key in uid.into_iter().chain(emails.filter(|value| value.contains('@'))) {
            holders.entry(key).or_insert(index);
        }
    }
    for group in groups {
        group.spread(rows, &holders);
    }
}
