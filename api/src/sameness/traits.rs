//! What contact points give to share: the forms in which the same place is the same however it is written. Pure.

use std::collections::BTreeSet;

use entity::contact_point::ContactKind;

use super::names::Names;
use super::rules::Bond;
use crate::kit::fold::fold;

/// Something by which two are found to share it.
pub type Trait = (Bond, String);

/// What mailboxes are called that are nobody's own.
const ROLES: &[&str] = &[
    "accounting",
    "accounts",
    "admin",
    "administracion",
    "administration",
    "anfrage",
    "bewerbung",
    "billing",
    "buchhaltung",
    "bureau",
    "careers",
    "comercial",
    "contabilidad",
    "contact",
    "contact-us",
    "contacto",
    "contato",
    "einkauf",
    "empfang",
    "enquiries",
    "events",
    "finance",
    "geral",
    "hallo",
    "hello",
    "help",
    "helpdesk",
    "hr",
    "info",
    "informacion",
    "inquiries",
    "invoice",
    "invoices",
    "it",
    "jobs",
    "kanzlei",
    "kontakt",
    "kundenservice",
    "legal",
    "mail",
    "marketing",
    "media",
    "newsletter",
    "no-reply",
    "noreply",
    "office",
    "orders",
    "personal",
    "post",
    "postmaster",
    "praxis",
    "press",
    "presse",
    "privacy",
    "reception",
    "rechnung",
    "recruiting",
    "sales",
    "secretariat",
    "secretary",
    "sekretariat",
    "service",
    "shop",
    "staff",
    "support",
    "team",
    "ventas",
    "vertrieb",
    "verwaltung",
    "webmaster",
    "welcome",
    "zentrale",
];

/// A contact point in its forms.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// What it is.
    pub kind: ContactKind,
    /// As it is compared.
    pub normalized: &'a str,
    /// A number as it is dialled from anywhere.
    pub e164: Option<&'a str>,
    /// A page on a network, in one spelling.
    pub profile: Option<&'a str>,
    /// What it is for; of a handle, on which service.
    pub label: Option<&'a str>,
}

/// What a contact point gives to share.
#[must_use]
pub fn traits(place: Place<'_>) -> Vec<Trait> {
    let plain = |bond: Bond| (bond, place.normalized.to_owned());
    match place.kind {
        ContactKind::Email if is_of_a_role(place.normalized) => vec![plain(Bond::Mailbox)],
        ContactKind::Email => vec![plain(Bond::Email)],
        ContactKind::Phone => {
            let form = place.e164.map(|form| (Bond::Phone, form.to_owned()));
            form.into_iter().chain([plain(Bond::Phone)]).collect()
        }
        ContactKind::Url => {
            let profile = place.profile.map(|form| (Bond::Profile, form.to_owned()));
            vec![profile.unwrap_or_else(|| plain(Bond::Page))]
        }
        // The same word on another service is another handle.
        ContactKind::Handle => vec![(
            Bond::Handle,
            format!("{} {}", fold(place.label.unwrap_or_default()), place.normalized),
        )],
        ContactKind::Address => vec![plain(Bond::Address)],
        ContactKind::Other => vec![],
    }
}

/// Whether each of two has an address or a page that tells a family name of their own, which the other has not: then it is no new name of
/// the same person.
#[must_use]
pub fn are_apart(one: (&Names, &BTreeSet<&Trait>), other: (&Names, &BTreeSet<&Trait>)) -> bool {
    let tells = |names: &Names, (bond, form): &Trait| {
        let name = form.split_once('@').map_or(form.as_str(), |(name, _)| name);
        let is_in = |word: &String| word.chars().count() > 2 && name.contains(word.as_str());
        matches!(bond, Bond::Email | Bond::Profile) && names.lasting().iter().any(is_in)
    };
    one.1.difference(other.1).any(|it| tells(one.0, it))
        && other.1.difference(one.1).any(|it| tells(other.0, it))
}

/// Whether one of these leads to somebody.
#[must_use]
pub fn is_reachable(traits: &BTreeSet<Trait>) -> bool {
    traits.iter().any(|(bond, _)| bond.reaches())
}

/// Whether an e-mail address is of what somebody does, and passes on with it.
fn is_of_a_role(address: &str) -> bool {
    let (name, _) = address.split_once('@').unwrap_or((address, ""));
    let first = name.split(['.', '_', '+']).next().unwrap_or_default();
    [name, first].iter().any(|word| ROLES.binary_search(word).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_of_a_role_is_told_from_an_address_of_somebody() {
        assert!(ROLES.is_sorted());
        for role in [
            "info@acme.example",
            "office.berlin@acme.example",
            "sales@acme.example",
        ] {
            assert!(is_of_a_role(role), "{role}");
        }
        for own in [
            "ana@acme.example",
            "informatica.ana@acme.example",
            "familie@f.example",
        ] {
            assert!(!is_of_a_role(own), "{own}");
        }
    }
}
