//! What contact points give to share, of rows and of people.

use entity::contact_point::{self, ContactKind};

use super::contact::{ImportedPoint, PointKind};
use crate::kit::phone::{self, Region};
use crate::people::{self, normalized, objection};
use crate::sameness::{Place, Trait, traits};

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
    held(kind, &point.value, &normalized, point.label.as_deref(), region)
}

/// What a contact point of a person gives to share.
#[must_use]
pub fn of_person(point: &contact_point::Model, region: Option<Region>) -> Vec<Trait> {
    held(
        point.kind,
        &point.value,
        &point.normalized,
        point.label.as_deref(),
        region,
    )
}

fn held(
    kind: ContactKind,
    value: &str,
    normalized: &str,
    label: Option<&str>,
    region: Option<Region>,
) -> Vec<Trait> {
    let is = |other: ContactKind| (kind == other).then_some(value);
    let e164 = is(ContactKind::Phone).and_then(|number| phone::e164(number, region));
    let profile = is(ContactKind::Url).and_then(people::profile);
    traits(Place {
        kind,
        normalized,
        e164: e164.as_deref(),
        profile: profile.as_deref(),
        label,
    })
}
