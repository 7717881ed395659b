//! Who is compared with whom, and who of them may be the same. Nobody is compared with everybody: two are looked at who have something
//! in common that few have.

use std::collections::{HashMap, HashSet};

use entity::ids::PersonId;

use super::people::{Entry, People};
use crate::sameness::{Given, POSSIBLE};

/// Most people who are compared with each other for what they have in common: what more have says nothing.
const FEW: usize = 40;
/// Most pairs that are looked at; what the fewest have in common goes first.
pub const LOOKS: usize = 2_000_000;
/// By how much another has to be behind for somebody to be the likelier one.
const AHEAD: u8 = 10;

/// Two who may be the same, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one whose id is lower.
    pub one: u32,
    /// The other.
    pub other: u32,
    /// How likely it is.
    pub score: u8,
}

/// Two people of whom it was said that they are not the same, the lower id first.
pub type Dismissed = HashSet<(PersonId, PersonId)>;

/// By what people are brought together to be compared.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key<'a> {
    Trait(u32),
    /// What more people have, and a word of the name.
    TraitWord(u32, &'a str),
    Workplace(u32, &'a str),
    Birthday(String, &'a str),
    Name(String),
}

fn blocks(people: &People) -> Vec<Vec<u32>> {
    let mut blocks: HashMap<Key<'_>, Vec<u32>> = HashMap::new();
    for (at, entry) in (0..).zip(&people.entries) {
        let words = entry.names.words();
        let mut put = |key| blocks.entry(key).or_default().push(at);
        for it in &entry.traits {
            let held = people
                .traits
                .get(*it as usize)
                .map_or(0, |held| held.holders.len());
            match held {
                0..2 => {}
                2..=FEW => put(Key::Trait(*it)),
                _ => words.iter().for_each(|word| put(Key::TraitWord(*it, word))),
            }
        }
        for it in &entry.workplaces {
            words.iter().for_each(|word| put(Key::Workplace(*it, word)));
        }
        if let Some(day) = entry.birthday.filter(|date| date.day().is_some()) {
            words
                .iter()
                .for_each(|word| put(Key::Birthday(day.to_string(), word)));
        }
        if words.len() > 1 {
            put(Key::Name(words.into_iter().collect::<Vec<_>>().join(" ")));
        }
    }
    let mut blocks: Vec<_> = blocks
        .into_values()
        .filter(|block| (2..=FEW).contains(&block.len()))
        .collect();
    blocks.sort_unstable_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    blocks
}

/// The pairs to look at.
fn candidates(people: &People) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for block in blocks(people) {
        if pairs.len() > LOOKS {
            break;
        }
        for (place, one) in block.iter().enumerate() {
            let others = block.get(place + 1..).unwrap_or_default();
            pairs.extend(others.iter().map(|other| (*one, *other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The pairs that may be the same, and how many were looked at.
#[must_use]
pub fn pairs(people: &People, dismissed: &Dismissed) -> (Vec<Pair>, usize) {
    let candidates = candidates(people);
    let looks = candidates.len();
    let scored = candidates.into_iter().filter_map(|(one, other)| {
        let (a, b) = (
            people.entries.get(one as usize)?,
            people.entries.get(other as usize)?,
        );
        let score = people.evidence(a, b).score();
        let is_shown = score >= POSSIBLE && !dismissed.contains(&(a.id, b.id));
        is_shown.then_some(Pair { one, other, score })
    });
    (clear(people, scored.collect()), looks)
}

/// Without those of whom another is as likely the one, who cannot be both: A. Meier may be Anna or Andreas.
fn clear(people: &People, pairs: Vec<Pair>) -> Vec<Pair> {
    let mut partners: HashMap<u32, Vec<(u32, u8)>> = HashMap::new();
    for pair in &pairs {
        partners
            .entry(pair.one)
            .or_default()
            .push((pair.other, pair.score));
        partners
            .entry(pair.other)
            .or_default()
            .push((pair.one, pair.score));
    }
    let entry = |at: u32| people.entries.get(at as usize);
    let is_open = |who: u32, with: u32, score: u8| {
        let others = partners.get(&who).into_iter().flatten();
        let mut rivals =
            others.filter(|(other, theirs)| *other != with && theirs.saturating_add(AHEAD) >= score);
        let parts = |one: u32, other: u32| {
            let both = entry(one).zip(entry(other));
            both.is_some_and(|(one, other)| people.is_against(one, other))
        };
        rivals.any(|(other, _)| parts(with, *other))
    };
    let is_named = |one: &Entry, other: &Entry| people.agreement(one, other).given == Given::Same;
    let is_clear = |pair: &Pair| {
        let both = entry(pair.one).zip(entry(pair.other));
        both.is_some_and(|(one, other)| is_named(one, other))
            || !(is_open(pair.one, pair.other, pair.score) || is_open(pair.other, pair.one, pair.score))
    };
    pairs.iter().copied().filter(is_clear).collect()
}
