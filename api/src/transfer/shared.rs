//! What contact points give to share: the forms in which the same place is the same however it is written.

use std::collections::BTreeSet;

use entity::contact_point::{self, ContactKind};

use super::contact::{ImportedPoint, PointKind};
use super::rules::Bond;
use crate::kit::fold::fold;
use crate::kit::phone::{self, Region};
use crate::people::{self, normalized, objection};

/// Something by which two are found to share it.
pub type Trait = (Bond, String);

/// A contact point of a row in the form in which it is compared.
#[must_use]
pub fn compared(point: &ImportedPoint) -> (ContactKind, String) {
    let kind = match point.kind {
        PointKind::Email => ContactKind::Email,
        PointKind::Phone => ContactKind::Phone,
        PointKind::Url => ContactKind::Url,
        PointKind::Handle => ContactKind::Handle,
        PointKind::Address => ContactKind::Address,
    };
    // What a person could not enter is kept as it is all the same: an import loses nothing.
    let kind = if objection(kind, &point.value).is_some() {
        ContactKind::Other
    } else {
        kind
    };
    (kind, normalized(kind, &point.value))
}

/// What a contact point of a row gives to share.
#[must_use]
pub fn of_row(point: &ImportedPoint, region: Option<Region>) -> Vec<Trait> {
    let (kind, normalized) = compared(point);
    traits(kind, &point.value, &normalized, point.label.as_deref(), region)
}

/// What a contact point of a person gives to share.
#[must_use]
pub fn of_person(point: &contact_point::Model, region: Option<Region>) -> Vec<Trait> {
    traits(
        point.kind,
        &point.value,
        &point.normalized,
        point.label.as_deref(),
        region,
    )
}

/// Whether one of these leads to somebody.
#[must_use]
pub fn is_reachable(traits: &BTreeSet<Trait>) -> bool {
    traits.iter().any(|(bond, _)| bond.is_strong())
}

/// What a contact point gives to share.
fn traits(
    kind: ContactKind,
    value: &str,
    normalized: &str,
    label: Option<&str>,
    region: Option<Region>,
) -> Vec<Trait> {
    let plain = |bond: Bond| (bond, normalized.to_owned());
    match kind {
        ContactKind::Email => vec![plain(Bond::Email)],
        ContactKind::Phone => {
            let form = phone::e164(value, region).map(|form| (Bond::Phone, form));
            form.into_iter().chain([plain(Bond::Phone)]).collect()
        }
        ContactKind::Url => {
            vec![people::profile(value).map_or(plain(Bond::Page), |form| (Bond::Profile, form))]
        }
        // The same word on another service is another handle.
        ContactKind::Handle => vec![(
            Bond::Handle,
            format!("{} {normalized}", fold(label.unwrap_or_default())),
        )],
        ContactKind::Address => vec![plain(Bond::Address)],
        ContactKind::Other => vec![],
    }
}
