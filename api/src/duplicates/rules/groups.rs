//! Who may be one person, together.

use std::collections::HashMap;

use super::pairs::{Dismissed, Pair};
use super::people::People;

/// Most people of a group.
pub const GROUP: usize = 10;

/// People who may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Who, by their places, in order.
    pub people: Vec<u32>,
    /// Which two of them may be the same, the likeliest first.
    pub pairs: Vec<Pair>,
    /// How likely it is of the two by whom the group hangs together least.
    pub score: u8,
}

/// The groups that pairs of at least this score make, the likeliest first. The likeliest pairs come first, and nobody comes to a group
/// with somebody in it whom they cannot be, or are not.
#[must_use]
pub fn groups(people: &People, mut pairs: Vec<Pair>, dismissed: &Dismissed, least: u8) -> Vec<Group> {
    pairs.retain(|pair| pair.score >= least);
    pairs.sort_unstable_by_key(|pair| (u8::MAX - pair.score, pair.one, pair.other));
    let mut of: HashMap<u32, usize> = HashMap::new();
    let mut groups: Vec<(Vec<u32>, u8)> = Vec::new();
    let is_against = |one: u32, other: u32| {
        let entry = |at: u32| people.entries.get(at as usize);
        entry(one.min(other))
            .zip(entry(one.max(other)))
            .is_none_or(|(one, other)| {
                dismissed.contains(&(one.id, other.id)) || people.is_against(one, other)
            })
    };
    for pair in &pairs {
        let [one, other] = [pair.one, pair.other].map(|person| {
            *of.entry(person).or_insert_with(|| {
                groups.push((vec![person], u8::MAX));
                groups.len() - 1
            })
        });
        if one == other {
            continue;
        }
        let member = |group: usize| groups.get(group).map_or(&[][..], |(members, _)| members);
        let (ours, theirs) = (member(one), member(other));
        let fits = || ours.iter().all(|a| theirs.iter().all(|b| !is_against(*a, *b)));
        if ours.len() + theirs.len() > GROUP || !fits() {
            continue;
        }
        let (moved, low) = groups.get_mut(other).map(std::mem::take).unwrap_or_default();
        for person in &moved {
            of.insert(*person, one);
        }
        if let Some((members, score)) = groups.get_mut(one) {
            members.extend(moved);
            *score = low.min(pair.score).min(*score);
        }
    }
    let mut found: Vec<Group> = groups
        .into_iter()
        .map(|(mut people, score)| {
            people.sort_unstable();
            Group {
                people,
                pairs: Vec::new(),
                score,
            }
        })
        .collect();
    for pair in pairs {
        let one = of.get(&pair.one).filter(|one| of.get(&pair.other) == Some(one));
        if let Some(group) = one.and_then(|group| found.get_mut(*group)) {
            group.pairs.push(pair);
        }
    }
    found.retain(|group| group.people.len() > 1);
    found.sort_by(|a, b| (b.score, &a.people).cmp(&(a.score, &b.people)));
    found
}
