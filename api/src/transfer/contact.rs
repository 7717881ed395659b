//! What an imported file says, in neutral rows: the same shape whatever the format was.
//!
//! The limits live here, with the methods that fill a contact, so that no parser can forget them.

use entity::person;

use super::beside::Beside;
use super::remarks::Remarks;
use super::text;

/// The longest name, organisation, role or department kept, in characters.
pub const MAX_NAME: usize = 200;
/// The longest headline kept, in characters.
pub const MAX_HEADLINE: usize = 300;
/// The longest summary kept, in characters.
pub const MAX_SUMMARY: usize = 20_000;
/// The longest contact point kept, in characters.
pub const MAX_POINT: usize = 500;
/// The longest label of a contact point, in characters.
pub const MAX_LABEL: usize = 50;
/// The longest tag kept, in characters.
pub const MAX_TAG: usize = 50;
/// The longest external key kept, in characters.
pub const MAX_KEY: usize = 200;
/// How many contact points one contact may bring.
pub const MAX_POINTS: usize = 50;
/// How many affiliations one contact may bring.
pub const MAX_AFFILIATIONS: usize = 30;
/// How many tags one contact may bring.
pub const MAX_TAGS: usize = 50;

/// One person as a file describes them. Dates are in the partial form: `2020`, `2020-05`, `2020-05-12`, `--05-12`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedContact {
    /// What the source calls this person, so that the next import finds the same one.
    pub external: Option<ExternalKey>,
    /// The person whom the row describes, as far as their own fields say it: what it does not say is empty, but for the name to show.
    pub person: person::Model,
    /// Ways to reach them; at most one primary per kind.
    pub contact_points: Vec<ImportedPoint>,
    /// Where they work.
    pub affiliations: Vec<ImportedAffiliation>,
    /// Plain labels.
    pub tags: Vec<String>,
    /// A picture of them, of a kind and a size that are taken.
    pub photo: Option<Vec<u8>>,
    /// What has a place beside the person's own fields.
    pub beside: Beside,
    /// What has no place, or could be meant in two ways.
    pub remarks: Remarks,
    /// What has no place, as it is kept for the way back.
    pub left: Vec<String>,
}

/// The identity of a person in the file's own source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalKey {
    /// `vcard` or `linkedin`.
    pub source: String,
    /// The key within that source: a UID, a profile slug.
    pub key: String,
    /// Where the source shows this person.
    pub url: Option<String>,
}

/// What a contact point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PointKind {
    /// An email address.
    Email,
    /// A telephone number, as written.
    Phone,
    /// A web address.
    Url,
    /// A name on a messaging or social service; the label says which.
    Handle,
    /// A postal address, on one line.
    Address,
}

impl PointKind {
    /// What a card calls it.
    const fn property(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Phone => "TEL",
            Self::Url => "URL",
            Self::Handle => "IMPP",
            Self::Address => "ADR",
        }
    }
}

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedPoint {
    /// What it is.
    pub kind: PointKind,
    /// The address, number or handle itself.
    pub value: String,
    /// What the source calls it: home, work fax, Skype.
    pub label: Option<String>,
    /// The one the source prefers among its kind.
    pub is_primary: bool,
}

/// One place of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedAffiliation {
    /// The organisation's name.
    pub organization: String,
    /// Title or role there.
    pub role: Option<String>,
    /// Unit within it.
    pub department: Option<String>,
}

/// What became of one card or data row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A person to import.
    Contact(Box<ImportedContact>),
    /// Read well, and not a person: nothing for the user to repair. Holds the reason.
    Skipped(String),
    /// Could not be used: the user may want to repair it. Holds the reason.
    Rejected(String),
}

/// A row with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedRow {
    /// Number of the card, or of the data row below the header, counted from 1.
    pub position: usize,
    /// What to call the row in a report.
    pub name: Option<String>,
    /// The outcome.
    pub row: Row,
}

impl NumberedRow {
    /// Whether it names somebody of the same file whom the person knows.
    #[must_use]
    pub fn has_ties(&self) -> bool {
        match &self.row {
            Row::Contact(contact) => contact.beside.relations.iter().any(|it| it.in_file.is_some()),
            Row::Skipped(_) | Row::Rejected(_) => false,
        }
    }
}

impl ImportedContact {
    /// Adds a contact point unless it is empty, too long, one too many or there already.
    pub(super) fn add_point(&mut self, kind: PointKind, value: &str, label: Option<&str>, is_primary: bool) {
        let point = self.point(kind, value, label, is_primary);
        let Some(point) = point else { return };
        let is_primary = is_primary
            && !self
                .contact_points
                .iter()
                .any(|point| point.kind == kind && point.is_primary);
        let folded = point.value.to_lowercase();
        let same = |point: &&mut ImportedPoint| point.kind == kind && point.value.to_lowercase() == folded;
        if let Some(point) = self.contact_points.iter_mut().find(same) {
            // The same address twice, once marked as preferred, is one preferred address.
            point.is_primary |= is_primary;
        } else if self.contact_points.len() < MAX_POINTS {
            self.contact_points.push(ImportedPoint { is_primary, ..point });
        } else {
            self.remarks.left_out(kind.property(), value);
        }
    }

    /// Adds a contact point beside those that a contact always had, unless it is among them.
    pub(super) fn add_point_beside(&mut self, kind: PointKind, value: &str, label: Option<&str>) {
        let Some(point) = self.point(kind, value, label, false) else {
            return;
        };
        let mut points = self.contact_points.iter().chain(&self.beside.points);
        let count = self.contact_points.len() + self.beside.points.len();
        match points.any(|it| it.kind == kind && it.value.to_lowercase() == point.value.to_lowercase()) {
            true => {}
            false if count < MAX_POINTS => self.beside.points.push(point),
            false => self.remarks.left_out(kind.property(), value),
        }
    }

    fn point(
        &mut self,
        kind: PointKind,
        raw: &str,
        label: Option<&str>,
        is_primary: bool,
    ) -> Option<ImportedPoint> {
        let value = text::line(raw)?;
        if text::longer(&value, MAX_POINT) {
            self.remarks.left_out(kind.property(), raw);
            return None;
        }
        // A label that is too long says little; the address it stands on is still good.
        let label = label.and_then(text::line);
        if let Some(label) = label.as_ref().filter(|label| text::longer(label, MAX_LABEL)) {
            self.remarks.left_out(&format!("the label of {value}:"), label);
        }
        let label = label.filter(|label| !text::longer(label, MAX_LABEL));
        Some(ImportedPoint {
            kind,
            value,
            label,
            is_primary,
        })
    }

    /// Adds an affiliation unless it names no organisation, is one too many or is there already.
    pub(super) fn add_affiliation(
        &mut self,
        organization: &str,
        role: Option<&str>,
        department: Option<&str>,
    ) {
        let Some(organization) = text::name(organization, MAX_NAME) else {
            return;
        };
        let affiliation = ImportedAffiliation {
            organization,
            role: role.and_then(|role| text::name(role, MAX_NAME)),
            department: department.and_then(|department| text::name(department, MAX_NAME)),
        };
        if self.affiliations.contains(&affiliation) {
            return;
        }
        if self.affiliations.len() < MAX_AFFILIATIONS {
            self.affiliations.push(affiliation);
        } else {
            self.remarks.left_out("ORG", &affiliation.organization);
        }
    }

    /// Adds a tag unless it is empty, too long, one too many or there already in any case. A tag is never cut: half a tag is another tag.
    pub(super) fn add_tag(&mut self, tag: &str) {
        let Some(tag) = text::line(tag) else { return };
        let folded = tag.to_lowercase();
        if self.tags.iter().any(|known| known.to_lowercase() == folded) {
            return;
        }
        if self.tags.len() < MAX_TAGS && !text::longer(&tag, MAX_TAG) {
            self.tags.push(tag);
        } else {
            self.remarks.left_out("CATEGORIES", &tag);
        }
    }
}

impl ExternalKey {
    /// A key, or nothing when it is empty or too long: a cut key could be another person's.
    pub(super) fn new(source: &str, key: &str, url: Option<String>) -> Option<Self> {
        let key = text::line(key).filter(|key| !text::longer(key, MAX_KEY))?;
        Some(Self {
            source: source.to_owned(),
            key,
            url,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_address_twice_is_one_and_keeps_the_preference() {
        let mut contact = ImportedContact::default();
        contact.add_point(PointKind::Email, "Ada@Example.org", Some("work"), false);
        contact.add_point(PointKind::Email, " ada@example.org ", None, true);
        contact.add_point(PointKind::Email, "other@example.org", None, true);
        let seen: Vec<_> = contact
            .contact_points
            .iter()
            .map(|point| (point.value.as_str(), point.is_primary))
            .collect();
        assert_eq!(seen, [("Ada@Example.org", true), ("other@example.org", false)]);
    }

    #[test]
    fn counts_and_lengths_are_bounded() {
        let mut contact = ImportedContact::default();
        for number in 0..200 {
            contact.add_point(PointKind::Phone, &format!("+1 555 {number}"), None, false);
            contact.add_affiliation(&format!("Company {number}"), None, None);
            contact.add_tag(&format!("tag {number}"));
        }
        assert_eq!(
            (
                contact.contact_points.len(),
                contact.affiliations.len(),
                contact.tags.len()
            ),
            (50, 30, 50)
        );

        let mut contact = ImportedContact::default();
        contact.add_point(PointKind::Url, &"u".repeat(501), None, false);
        contact.add_point(
            PointKind::Url,
            "https://example.org",
            Some(&"l".repeat(51)),
            false,
        );
        contact.add_tag(&"t".repeat(51));
        contact.add_affiliation(&"o".repeat(300), None, None);
        assert_eq!((contact.contact_points.len(), contact.tags.len()), (1, 0));
        assert_eq!(contact.contact_points[0].label, None);
        assert_eq!(contact.affiliations[0].organization.len(), 200);
        assert!(ExternalKey::new("vcard", &"k".repeat(201), None).is_none());
    }
}
