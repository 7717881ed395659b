//! Whether a row of a file is somebody who is there. Pure.
//!
//! What two share makes them the same only if their given names agree: families share addresses, houses share numbers. In doubt
//! a row is a second person, and says whom it may be the same as: two people are easily made one by hand, and one is never made
//! two again.

use std::collections::BTreeSet;

use super::names::{Agreement, Family, Given};

/// What two may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bond {
    /// A page on a network.
    Profile,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A name on a messenger.
    Handle,
    /// Any other web page: a company's has many.
    Page,
    /// A postal address.
    Address,
}

impl Bond {
    const fn words(self) -> &'static str {
        match self {
            Self::Profile => "profile page",
            Self::Email => "e-mail address",
            Self::Phone => "number",
            Self::Handle => "handle",
            Self::Page => "web page",
            Self::Address => "postal address",
        }
    }

    /// Whether it leads to one person, or at least to few.
    #[must_use]
    pub const fn is_strong(self) -> bool {
        !matches!(self, Self::Page | Self::Address)
    }
}

/// What is known of a row and a person.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// How far their names agree.
    pub names: Agreement,
    /// What they share.
    pub bonds: BTreeSet<Bond>,
    /// Whether both have a birthday, and another one.
    pub other_birthday: bool,
}

/// Whether they are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They are; how surely, and why.
    Same(Sureness, String),
    /// They may be; why not surely.
    Doubt(String),
    /// They are not.
    Other,
}

/// How surely two are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// A given name that fits, the same family name, and something shared.
    Fits,
    /// The same given name and something shared, or two things shared and another family name.
    Given,
    /// The same name and something shared.
    Full,
}

/// Whether a row and a person are the same.
#[must_use]
pub fn verdict(evidence: &Evidence) -> Verdict {
    let Evidence {
        names: Agreement { given, family },
        bonds,
        other_birthday,
    } = evidence;
    let shared = shared(bonds);
    let strong = bonds.iter().filter(|bond| bond.is_strong()).count();
    let doubt = |but: &str| Verdict::Doubt(format!("{shared}, but {but}"));
    let same = |sureness, names: &str| Verdict::Same(sureness, format!("{shared} and {names}"));
    match (given, family) {
        _ if bonds.is_empty() => Verdict::Other,
        (Given::Other, _) if strong == 0 => Verdict::Other,
        (Given::Unknown, _) if strong == 0 => Verdict::Other,
        (Given::Other, _) => doubt("another given name"),
        (Given::Unknown, _) => doubt("no given name to compare"),
        _ if *other_birthday => doubt("another birthday"),
        (Given::Same, Family::Same) => same(Sureness::Full, "name"),
        (Given::Same, Family::Unknown) if strong > 0 => same(Sureness::Given, "given name"),
        (Given::Same, Family::Other) if strong > 1 => same(Sureness::Given, "given name"),
        (Given::Fits, Family::Same) if strong > 0 => {
            same(Sureness::Fits, "family name, and a given name that fits")
        }
        (Given::Same, Family::Other) => doubt("another family name"),
        (Given::Same, Family::Unknown) => doubt("no family name to compare"),
        (Given::Fits, _) => doubt("a given name that only may be the same"),
    }
}

/// What two share, in words.
fn shared(bonds: &BTreeSet<Bond>) -> String {
    let words: Vec<&str> = bonds.iter().map(|bond| bond.words()).collect();
    format!("same {}", words.join(", "))
}

/// Of those who are the same as a row, which one it is: the surest, and of several as sure the first, unless they are no more than
/// likely: then it is none of them.
#[must_use]
pub fn choose<T>(mut found: Vec<(Sureness, T)>) -> Option<T> {
    let surest = found.iter().map(|(sureness, _)| *sureness).max()?;
    found.retain(|(sureness, _)| *sureness == surest);
    let is_clear = surest == Sureness::Full || found.len() == 1;
    found.into_iter().next().map(|(_, it)| it).filter(|_| is_clear)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn evidence(given: Given, family: Family, bonds: &[Bond]) -> Evidence {
        Evidence {
            names: Agreement { given, family },
            bonds: bonds.iter().copied().collect(),
            other_birthday: false,
        }
    }

    fn reason(verdict: Verdict) -> String {
        match verdict {
            Verdict::Same(_, why) => format!("same: {why}"),
            Verdict::Doubt(why) => format!("doubt: {why}"),
            Verdict::Other => "other".to_owned(),
        }
    }

    #[test]
    fn who_is_the_same() {
        use Bond::{Address, Email, Page, Phone, Profile};
        for (given, family, bonds, expected) in [
            (
                Given::Same,
                Family::Same,
                &[Email][..],
                "same: same e-mail address and name",
            ),
            (
                Given::Same,
                Family::Same,
                &[Address],
                "same: same postal address and name",
            ),
            (
                Given::Same,
                Family::Unknown,
                &[Phone],
                "same: same number and given name",
            ),
            (
                Given::Same,
                Family::Other,
                &[Email],
                "doubt: same e-mail address, but another family name",
            ),
            (
                Given::Same,
                Family::Other,
                &[Email, Phone],
                "same: same e-mail address, number and given name",
            ),
            (
                Given::Fits,
                Family::Same,
                &[Profile],
                "same: same profile page and family name, and a given name that fits",
            ),
            (
                Given::Fits,
                Family::Unknown,
                &[Email],
                "doubt: same e-mail address, but a given name that only may be the same",
            ),
            (
                Given::Other,
                Family::Same,
                &[Email, Phone, Address],
                "doubt: same e-mail address, number, postal address, but another given name",
            ),
            (Given::Other, Family::Same, &[Page, Address], "other"),
            (
                Given::Unknown,
                Family::Same,
                &[Email],
                "doubt: same e-mail address, but no given name to compare",
            ),
            (Given::Same, Family::Same, &[], "other"),
        ] {
            assert_eq!(reason(verdict(&evidence(given, family, bonds))), expected);
        }
    }

    #[test]
    fn of_several_the_surest_is_taken_and_of_several_likely_ones_none() {
        use Sureness::{Fits, Full, Given};
        assert_eq!(choose(vec![(Fits, 1), (Full, 2), (Full, 3)]), Some(2));
        assert_eq!(choose(vec![(Fits, 1), (Given, 2)]), Some(2));
        assert_eq!(choose(vec![(Given, 1), (Given, 2)]), None);
        assert_eq!(choose::<u8>(vec![]), None);
    }

    fn bonds() -> impl Strategy<Value = BTreeSet<Bond>> {
        let all = vec![
            Bond::Profile,
            Bond::Email,
            Bond::Phone,
            Bond::Handle,
            Bond::Page,
            Bond::Address,
        ];
        prop::sample::subsequence(all, 0..=6).prop_map(|bonds| bonds.into_iter().collect())
    }

    fn names() -> impl Strategy<Value = Agreement> {
        let given = prop::sample::select(vec![Given::Same, Given::Fits, Given::Unknown, Given::Other]);
        let family = prop::sample::select(vec![Family::Same, Family::Unknown, Family::Other]);
        (given, family).prop_map(|(given, family)| Agreement { given, family })
    }

    proptest! {
        #[test]
        fn nothing_shared_joins_people_of_other_or_unknown_given_names(names in names(), bonds in bonds(), other_birthday: bool) {
            let verdict = verdict(&Evidence { names, bonds: bonds.clone(), other_birthday });
            if matches!(verdict, Verdict::Same(..)) {
                prop_assert!(matches!(names.given, Given::Same | Given::Fits));
                prop_assert!(!bonds.is_empty() && !other_birthday);
            }
        }

        #[test]
        fn to_share_more_never_parts_anybody(names in names(), bonds in bonds(), more in bonds()) {
            let of = |bonds| verdict(&Evidence { names, bonds, other_birthday: false });
            let all = bonds.union(&more).copied().collect();
            prop_assert!(!matches!(of(bonds), Verdict::Same(..)) || matches!(of(all), Verdict::Same(..)));
        }
    }
}
