//! How likely it is that two are one: what is in common weighs by how seldom it is in common by chance. Pure.
//!
//! The weights are those of Fellegi and Sunter, who founded the linking of records: to agree in what a thousandth of all has makes it a
//! thousand times likelier. They are kept as half bits, whole numbers, so that a score is the same on every machine; eleven bits are
//! some two thousand times.

use super::names::{Family, Given, Names, Reading};
use super::rules::{Birthday, Bond, Evidence, Shared, Workplace};
use super::{alike::Bearers, names::Agreement};

/// Where fewer people are known, names are held to be as rare as among so many.
const PEOPLE: u32 = 2_000;
/// Most that a rare given name, and a rare family name, weigh.
const GIVEN: i32 = 16;
const FAMILY: i32 = 20;
/// Most that a workplace weighs.
const WORKPLACE: i32 = 14;
/// The chances in a hundred, from 1 to 1 on by half bits.
const CHANCES: [u8; 15] = [50, 59, 67, 74, 80, 85, 89, 92, 94, 96, 97, 98, 98, 99, 99];
/// What it weighs that two addresses are shared, and not one.
const AGAIN: i32 = 8;
/// As many first names may have what is one person's own: one may be misspelt.
const ALONE: u32 = 2;
/// Most where nobody says what one of the two is called or little tells it, and where they cannot be one.
const NAMELESS: u8 = 50;
const AGAINST: u8 = 5;

/// How rare the names are in which two agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rarity {
    /// How many people there are.
    people: u32,
    /// What the given name weighs, and the family name.
    given: i32,
    family: i32,
    /// Whether an initial stands for the given name.
    is_initial: bool,
}

impl Rarity {
    /// How rare the names of two are.
    #[must_use]
    pub fn of(one: &Names, other: &Names, agreement: Agreement, bearers: &Bearers) -> Self {
        let people = bearers.people.max(PEOPLE);
        let weight = |a: &str, b: &str| half_bits(people, bearers.of(a).max(bearers.of(b)));
        let common = |a: &[String], b: &[String]| {
            let same = a.iter().filter(|word| b.contains(word));
            same.map(|word| weight(word, word)).max()
        };
        let near = |a: &[String], b: &[String]| match (a.first(), b.first()) {
            (Some(a), Some(b)) => weight(a, b),
            _ => 0,
        };
        let rare = |a, b| common(a, b).unwrap_or_else(|| near(a, b));
        let is_crossed =
            agreement.reading == Reading::Swapped || common(one.called(), other.lasting()).is_some();
        let (given, family) = if is_crossed {
            (
                rare(one.called(), other.lasting()),
                rare(one.lasting(), other.called()),
            )
        } else {
            (
                rare(one.called(), other.called()),
                rare(one.lasting(), other.lasting()),
            )
        };
        Self {
            people,
            given: given.min(GIVEN),
            family: family.min(FAMILY),
            is_initial: one.called().first() != other.called().first(),
        }
    }
}

/// Twice the binary logarithm of how many times a part is contained in a whole.
fn half_bits(whole: u32, part: u32) -> i32 {
    let times = |number: u32| u64::from(number) * u64::from(number);
    let times = times(whole).checked_div(times(part)).unwrap_or(1).max(1);
    i32::try_from(times.ilog2()).unwrap_or(i32::MAX)
}

/// What sharing something weighs. What is shared by people of several names says little of any two of them.
fn bond(shared: Shared) -> i32 {
    let weight = match shared.bond {
        Bond::Profile => 28,
        Bond::Email => 24,
        Bond::Phone => 22,
        Bond::Handle => 20,
        Bond::Address => 12,
        Bond::Mailbox => 8,
        Bond::Page => 6,
    };
    let more = if shared.times > 1 { AGAIN } else { 0 };
    (weight + more - 2 * half_bits(shared.names.max(ALONE), ALONE)).max(2)
}

/// Whether it is of a house or a company, and not of one person.
const fn is_of_many(shared: Shared) -> bool {
    shared.names > ALONE || !shared.bond.is_strong()
}

/// What it weighs how far the names agree.
fn names(names: Agreement, rarity: Rarity) -> i32 {
    let given = match names.given {
        Given::Same => rarity.given,
        Given::Called => rarity.given - 4,
        Given::Near => rarity.given - 6,
        Given::Fits if rarity.is_initial => 6,
        Given::Fits => rarity.given - 4,
        Given::Unknown | Given::Other => 0,
    };
    let family = match names.family {
        Family::Same => rarity.family,
        Family::Near => rarity.family - 6,
        Family::Unknown => 0,
        Family::Other => -12,
    };
    let order = if names.reading == Reading::Swapped { -2 } else { 0 };
    given + family + order
}

/// What is in common beside the names: of one's own, and of a house, a company or a birthday.
fn in_common(evidence: &Evidence) -> (i32, i32) {
    let is_other = evidence.names.family == Family::Other;
    let own = evidence.shared.iter().filter(|it| !is_of_many(**it));
    // Whoever shares a house shares its number, too, and whoever shares a company its web page: that counts once. Many a house and many a
    // company have two who are called Anna.
    let of_many = evidence.shared.iter().filter(|it| is_of_many(**it) && !is_other);
    let of_many = of_many.map(|it| bond(*it)).max().unwrap_or_default();
    let people = evidence.rarity.people.max(PEOPLE);
    let work = match evidence.workplace {
        // Half of those who stand twice have it in both places.
        Workplace::Same(size) if !is_other => half_bits(people, size).saturating_sub(2).clamp(0, WORKPLACE),
        _ => 0,
    };
    let born = match evidence.birthday {
        Birthday::Same => 24,
        Birthday::SameDay => 14,
        Birthday::Near => 2,
        Birthday::Unknown | Birthday::Other => 0,
    };
    (own.map(|it| bond(*it)).sum(), of_many.max(work) + born)
}

/// The chance in a hundred that two are one.
pub fn chance(evidence: &Evidence) -> u8 {
    let (own, of_many) = in_common(evidence);
    // Seldom has somebody who stands twice nothing in common but the name.
    let alone = if own + of_many == 0 { -8 } else { 0 };
    let elsewhere = if evidence.workplace == Workplace::Other {
        -4
    } else {
        0
    };
    // Of all pairs, as many are one person as there are people, or half as many.
    let before = -half_bits(evidence.rarity.people.max(PEOPLE), 1) - 2;
    let sum = before + names(evidence.names, evidence.rarity) + own + of_many + alone + elsewhere;
    let place = usize::try_from(sum.unsigned_abs()).unwrap_or(usize::MAX);
    let chance = CHANCES.get(place).copied().unwrap_or(99);
    let chance = if sum < 0 { 100 - chance } else { chance };
    let ties = evidence.shared.iter().filter(|it| !is_of_many(**it));
    let ties: u32 = ties.map(|it| it.times.max(1)).sum();
    let is_of_a_house = |it: &Shared| {
        let is_there = matches!(it.bond, Bond::Address | Bond::Email | Bond::Phone);
        is_of_many(*it) && is_there
    };
    match (evidence.names.given, evidence.names.reading) {
        _ if evidence.is_against() => chance.min(AGAINST),
        // Who takes another family name keeps more than one address.
        (Given::Same, _) if evidence.names.family == Family::Other && ties < 2 => chance.min(NAMELESS),
        (Given::Same, _) => chance,
        _ if evidence.names.family == Family::Other => chance.min(AGAINST),
        (Given::Unknown, _) | (Given::Fits, Reading::Guessed) => chance.min(NAMELESS),
        // An initial is everybody's, and brothers and sisters have names that are nearly the same.
        (Given::Fits, _) if evidence.rarity.is_initial && own == 0 => chance.min(NAMELESS),
        _ if own == 0 && evidence.shared.iter().any(is_of_a_house) => chance.min(NAMELESS),
        _ => chance,
    }
}
