//! What speaks for it that two are the same.

use entity::ids::OrganizationId;

use super::people::{Entry, People};
use crate::sameness::{Agreement, Bond, Family, Given, Reading};

/// Most things that two share of which it is told.
const TOLD: usize = 10;

/// What two people have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonKind {
    /// The whole name.
    SameName,
    /// The given name.
    SameGivenName,
    /// The family name.
    SameFamilyName,
    /// The name, with the family name first on one side.
    SwappedNames,
    /// A nickname of the given name.
    Nickname,
    /// An initial, or one of several given names.
    FittingName,
    /// A name that is a slip apart.
    SimilarName,
    /// A page on a network.
    Profile,
    /// An e-mail address.
    Email,
    /// A number.
    Phone,
    /// A name on a messenger.
    Handle,
    /// A mailbox that is nobody's own.
    Mailbox,
    /// Another web page.
    WebPage,
    /// A postal address.
    Address,
    /// The birthday.
    Birthday,
    /// The organisation.
    Organization,
}

/// Something that speaks for it that two are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What they have in common.
    pub kind: ReasonKind,
    /// The address, the number or the day.
    pub value: Option<String>,
    /// The organisation.
    pub organization: Option<OrganizationId>,
}

impl From<ReasonKind> for Reason {
    fn from(kind: ReasonKind) -> Self {
        Self {
            kind,
            value: None,
            organization: None,
        }
    }
}

/// What speaks for it that two are the same: their names first, then what few have.
#[must_use]
pub fn reasons(people: &People, one: &Entry, other: &Entry) -> Vec<Reason> {
    let mut found: Vec<Reason> = names(people.agreement(one, other))
        .into_iter()
        .map(Into::into)
        .collect();
    let mut shared: Vec<_> = people.common(one, other).map(|held| &held.what).collect();
    shared.sort();
    // A number that is known in the form in which it is dialled from anywhere is not told in another.
    let is_dialled = |form: &str| form.starts_with('+');
    let has_dialled = shared
        .iter()
        .any(|(bond, form)| *bond == Bond::Phone && is_dialled(form));
    let shared = shared
        .into_iter()
        .filter(|(bond, form)| *bond != Bond::Phone || !has_dialled || is_dialled(form));
    found.extend(shared.take(TOLD).map(|(bond, form)| Reason {
        value: Some(form.trim().to_owned()),
        ..kind(*bond).into()
    }));
    let evidence = people.evidence(one, other);
    if evidence.birthday.is_shared() {
        let days = [one.birthday, other.birthday].into_iter().flatten();
        let day = days.max_by_key(|day| day.year().is_some());
        found.push(Reason {
            value: day.map(|day| day.to_string()),
            ..ReasonKind::Birthday.into()
        });
    }
    let workplaces = people.workplaces(one, other).into_iter().take(TOLD);
    found.extend(workplaces.map(|held| Reason {
        organization: Some(held.what),
        ..ReasonKind::Organization.into()
    }));
    found
}

fn names(agreement: Agreement) -> Vec<ReasonKind> {
    let Agreement {
        given,
        family,
        reading,
    } = agreement;
    match (given, family) {
        (Given::Same, Family::Same) if reading == Reading::Swapped => vec![ReasonKind::SwappedNames],
        (Given::Same, Family::Same) => vec![ReasonKind::SameName],
        _ => {
            let given = match given {
                Given::Same => Some(ReasonKind::SameGivenName),
                Given::Fits => Some(ReasonKind::FittingName),
                Given::Called => Some(ReasonKind::Nickname),
                Given::Near => Some(ReasonKind::SimilarName),
                Given::Unknown | Given::Other => None,
            };
            let family = match family {
                Family::Same => Some(ReasonKind::SameFamilyName),
                Family::Near => Some(ReasonKind::SimilarName),
                Family::Unknown | Family::Other => None,
            };
            let mut kinds: Vec<ReasonKind> = given.into_iter().chain(family).collect();
            kinds.dedup();
            kinds
        }
    }
}

const fn kind(bond: Bond) -> ReasonKind {
    match bond {
        Bond::Profile => ReasonKind::Profile,
        Bond::Email => ReasonKind::Email,
        Bond::Phone => ReasonKind::Phone,
        Bond::Handle => ReasonKind::Handle,
        Bond::Mailbox => ReasonKind::Mailbox,
        Bond::Page => ReasonKind::WebPage,
        Bond::Address => ReasonKind::Address,
    }
}
