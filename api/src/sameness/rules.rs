//! Whether two are the same: two people, or a row of a file and somebody who is there. Pure.
//!
//! What two share makes them the same only if their given names agree: families share addresses, houses share numbers. In doubt
//! they are two people: two are easily made one by hand, and one is never made two again. How likely it is all the same is a
//! score, by which people are asked.

use std::collections::BTreeSet;

use super::names::{Agreement, Family, Given, Reading};
use super::score::{self, Rarity};

/// From this score on two are certainly the same: what shares something and is called the same.
pub const CERTAIN: u8 = 90;
/// From this score on two are likely the same, and worth to be looked at.
pub const LIKELY: u8 = 70;
/// Below this score two are not shown as possibly the same.
pub const POSSIBLE: u8 = 30;

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
    /// An e-mail address that is nobody's own, such as `info@`.
    Mailbox,
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
            Self::Mailbox => "mailbox",
            Self::Page => "web page",
            Self::Address => "postal address",
        }
    }

    /// Whether it leads to one person, or at least to few.
    #[must_use]
    pub const fn is_strong(self) -> bool {
        !matches!(self, Self::Mailbox | Self::Page | Self::Address)
    }

    /// Whether somebody can be reached by it at once.
    #[must_use]
    pub const fn reaches(self) -> bool {
        !matches!(self, Self::Page | Self::Address)
    }
}

/// Something that two share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    /// What it is.
    pub bond: Bond,
    /// How many of this kind.
    pub times: u32,
    /// How many different first names those have who have it, as far as it is known.
    pub names: u32,
}

/// How birthdays agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Birthday {
    /// They are the same, to the year.
    Same,
    /// They are the same, as far as both say it.
    SameDay,
    /// They differ in one digit, or in the order of day and month.
    Near,
    /// One side has none.
    #[default]
    Unknown,
    /// They differ.
    Other,
}

impl Birthday {
    /// Whether it speaks for two who are compared.
    #[must_use]
    pub const fn is_shared(self) -> bool {
        matches!(self, Self::Same | Self::SameDay)
    }
}

/// How workplaces agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workplace {
    /// Both are or were at an organisation, of which so many are known.
    Same(u32),
    /// One side has none.
    #[default]
    Unknown,
    /// Both have some, and no one in common.
    Other,
}

/// What is known of two.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// How far their names agree.
    pub names: Agreement,
    /// What they share, each once.
    pub shared: Vec<Shared>,
    /// How their birthdays agree.
    pub birthday: Birthday,
    /// How their workplaces agree.
    pub workplace: Workplace,
    /// How rare the names are in which they agree.
    pub rarity: Rarity,
    /// Whether each is reached under a family name of their own.
    pub is_apart: bool,
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

/// What is held against two who share something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum But {
    /// They are called otherwise.
    OtherGiven,
    /// Nobody says what one of them is called.
    NoGiven,
    /// They were born on other days.
    OtherBirthday,
    /// One is what those of the other name are called.
    Called,
    /// The names are a slip apart.
    Near,
    /// The names stand in another order.
    Swapped,
    /// Their family names differ.
    OtherFamily,
    /// One has no family name.
    NoFamily,
    /// One given name only may stand for the other.
    Fits,
}

impl But {
    const fn words(self) -> &'static str {
        match self {
            Self::OtherGiven => "another given name",
            Self::NoGiven => "no given name to compare",
            Self::OtherBirthday => "another birthday",
            Self::Called => "a nickname in place of the given name",
            Self::Near => "a name that is spelt otherwise",
            Self::Swapped => "the names in another order",
            Self::OtherFamily => "another family name",
            Self::NoFamily => "no family name to compare",
            Self::Fits => "a given name that only may be the same",
        }
    }
}

impl Evidence {
    /// What is known of two at least: their names, and what they share.
    #[must_use]
    pub fn of(names: Agreement, bonds: &BTreeSet<Bond>) -> Self {
        let shared = bonds.iter().map(|bond| Shared {
            bond: *bond,
            times: 1,
            names: 2,
        });
        Self {
            names,
            shared: shared.collect(),
            birthday: Birthday::Unknown,
            workplace: Workplace::Unknown,
            rarity: Rarity::default(),
            is_apart: false,
        }
    }

    /// How surely they are the same, or what is against it; neither where nothing speaks for it.
    fn judged(&self) -> Result<Sureness, Option<But>> {
        let Agreement {
            given,
            family,
            reading,
        } = self.names;
        let strong = self.shared.iter().filter(|it| it.bond.is_strong()).count();
        let is_guessed = reading != Reading::Plain;
        match (given, family) {
            _ if self.shared.is_empty() => Err(None),
            (Given::Other | Given::Unknown, _) if strong == 0 => Err(None),
            _ if is_guessed && strong == 0 => Err(None),
            (Given::Other, _) => Err(Some(But::OtherGiven)),
            (Given::Unknown, _) => Err(Some(But::NoGiven)),
            _ if matches!(self.birthday, Birthday::Other | Birthday::Near) => Err(Some(But::OtherBirthday)),
            _ if reading == Reading::Swapped => Err(Some(But::Swapped)),
            (Given::Called, _) => Err(Some(But::Called)),
            (Given::Near, _) => Err(Some(But::Near)),
            (_, Family::Near) if is_guessed => Err(Some(But::Near)),
            (Given::Fits, Family::Same) if is_guessed => Err(Some(But::Fits)),
            (Given::Same, Family::Same) if !is_guessed => Ok(Sureness::Full),
            (Given::Same, Family::Unknown) if strong > 0 && !is_guessed => Ok(Sureness::Given),
            (Given::Same, Family::Other | Family::Near) if strong > 1 && !is_guessed && !self.is_apart => {
                Ok(Sureness::Given)
            }
            (Given::Fits, Family::Same) if strong > 0 => Ok(Sureness::Fits),
            (Given::Same, Family::Other | Family::Near) => Err(Some(But::OtherFamily)),
            (Given::Same, Family::Unknown) => Err(Some(But::NoFamily)),
            (Given::Same, Family::Same) => Err(Some(But::Near)),
            (Given::Fits, _) => Err(Some(But::Fits)),
        }
    }

    /// Whether they cannot be one, whatever they share: they are called otherwise, were born on other days, or are
    /// reached under other family names.
    #[must_use]
    pub const fn is_against(&self) -> bool {
        matches!(self.names.given, Given::Other) || matches!(self.birthday, Birthday::Other) || self.is_apart
    }

    /// How likely they are the same, from 0 to 100: whom an import joins has [`CERTAIN`] at least, and nobody else.
    #[must_use]
    pub fn score(&self) -> u8 {
        let chance = score::chance(self);
        match self.judged() {
            Ok(_) => chance.max(CERTAIN),
            Err(_) => chance.min(CERTAIN - 1),
        }
    }
}

/// Whether two are the same.
#[must_use]
pub fn verdict(evidence: &Evidence) -> Verdict {
    let bonds = evidence.shared.iter().map(|it| it.bond.words());
    let shared = format!("same {}", bonds.collect::<Vec<_>>().join(", "));
    match evidence.judged() {
        Ok(sureness) => {
            let names = match sureness {
                Sureness::Full => "name",
                Sureness::Given => "given name",
                Sureness::Fits => "family name, and a given name that fits",
            };
            Verdict::Same(sureness, format!("{shared} and {names}"))
        }
        Err(Some(but)) => Verdict::Doubt(format!("{shared}, but {}", but.words())),
        Err(None) => Verdict::Other,
    }
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
        let names = Agreement {
            given,
            family,
            reading: Reading::Plain,
        };
        Evidence::of(names, &bonds.iter().copied().collect())
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
            Bond::Mailbox,
            Bond::Page,
            Bond::Address,
        ];
        prop::sample::subsequence(all, 0..=7).prop_map(|bonds| bonds.into_iter().collect())
    }

    fn names() -> impl Strategy<Value = Agreement> {
        let given = prop::sample::select(vec![
            Given::Same,
            Given::Fits,
            Given::Called,
            Given::Near,
            Given::Unknown,
            Given::Other,
        ]);
        let family = prop::sample::select(vec![Family::Same, Family::Near, Family::Unknown, Family::Other]);
        let reading = prop::sample::select(vec![Reading::Plain, Reading::Guessed, Reading::Swapped]);
        (given, family, reading).prop_map(|(given, family, reading)| Agreement {
            given,
            family,
            reading,
        })
    }

    proptest! {
        #[test]
        fn nothing_shared_joins_people_of_other_or_unknown_given_names(names in names(), bonds in bonds(), other_birthday: bool) {
            let birthday = if other_birthday { Birthday::Other } else { Birthday::Unknown };
            let evidence = Evidence { birthday, ..Evidence::of(names, &bonds) };
            let is_same = matches!(verdict(&evidence), Verdict::Same(..));
            if is_same {
                prop_assert!(matches!(names.given, Given::Same | Given::Fits) && names.reading == Reading::Plain);
                prop_assert!(!bonds.is_empty() && !other_birthday);
            }
            prop_assert_eq!(is_same, evidence.score() >= CERTAIN);
        }

        #[test]
        fn to_share_more_never_parts_anybody(names in names(), bonds in bonds(), more in bonds()) {
            let of = |bonds: &BTreeSet<Bond>| Evidence::of(names, bonds).score();
            let all = bonds.union(&more).copied().collect();
            prop_assert!(of(&bonds) <= of(&all));
        }
    }
}
