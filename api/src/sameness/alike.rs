//! What two names may have in common though they are written differently: a slip of the pen, a nickname, the last name first. Pure.
//!
//! It is enough to ask whether two people are one, and never enough to make them one: brothers and sisters are called Jan and Jana.

use std::collections::HashMap;

use super::names::{Agreement, Family, Given, Names, Reading, go_apart};
use super::nicknames;

/// How many people bear a word for it to be a name of its own, and no slip of another.
const NAME: u32 = 3;
/// Fewest letters of a first name, and of a last one, in which a slip can be told from another name.
const GIVEN: usize = 5;
const FAMILY: usize = 4;
/// From how many letters on two slips may be one name's.
const LONG: usize = 9;

/// How many people bear which words in their names.
#[derive(Clone, Debug, Default)]
pub struct Bearers {
    /// How many people there are.
    pub people: u32,
    words: HashMap<String, u32>,
}

impl Bearers {
    /// Counts the words of a name, each once.
    pub fn count(&mut self, names: &Names) {
        self.people += 1;
        for word in names.words() {
            match self.words.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(self.words.insert(word.to_owned(), 1)),
            }
        }
    }

    /// How many bear a word.
    #[must_use]
    pub fn of(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or(1)
    }

    fn is_name(&self, word: &str) -> bool {
        self.of(word) >= NAME
    }
}

/// How far two names agree if a nickname, a slip and another order are allowed for.
pub fn guessed(one: &Names, other: &Names, bearers: &Bearers) -> Option<Agreement> {
    let (given, family) = (one.called(), one.lasting());
    let (other_given, other_family) = (other.called(), other.lasting());
    let as_it_stands = Agreement {
        given: first_names(given, other_given, (one, other), bearers),
        family: last_names(family, other_family, bearers),
        reading: Reading::Guessed,
    };
    if !matches!(as_it_stands.given, Given::Other | Given::Unknown) {
        return Some(as_it_stands);
    }
    // Only the space or the hyphen stands elsewhere.
    if one.joined() == other.joined() {
        return Some(Agreement {
            given: Given::Near,
            family: Family::Same,
            ..as_it_stands
        });
    }
    // The last name first.
    let crossed = [
        last_names(given, other_family, bearers),
        last_names(family, other_given, bearers),
    ];
    let (given, family) = match crossed {
        [Family::Same, Family::Same] => (Given::Same, Family::Same),
        [Family::Same, Family::Near] => (Given::Near, Family::Same),
        [Family::Near, Family::Same] => (Given::Same, Family::Near),
        _ => return None,
    };
    Some(Agreement {
        given,
        family,
        reading: Reading::Swapped,
    })
}

fn first_names(a: &[String], b: &[String], (one, other): (&Names, &Names), bearers: &Bearers) -> Given {
    let (Some(first), Some(second)) = (a.first(), b.first()) else {
        return Given::Unknown;
    };
    let is_initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    if a.concat() == b.concat() || (first == second && !go_apart(a, b)) {
        Given::Same
    } else if first == second {
        Given::Other
    } else if is_initial(first, second) || is_initial(second, first) {
        Given::Fits
    } else if one.is_nickname(second) || other.is_nickname(first) || nicknames::is_called(first, second) {
        Given::Called
    } else if spelt(first) == spelt(second) {
        Given::Near
    } else {
        let is_name = |word: &str| nicknames::is_known(word) || bearers.is_name(word);
        let is_slip = slipped(first, second, GIVEN) && !(is_name(first) && is_name(second));
        if is_slip && !end_otherwise(first, second) {
            Given::Near
        } else {
            Given::Other
        }
    }
}

/// How far last names agree, of which somebody may have several.
pub fn last_names(a: &[String], b: &[String], bearers: &Bearers) -> Family {
    if a.is_empty() || b.is_empty() {
        return Family::Unknown;
    }
    let shares = |word: &String| b.contains(word);
    // Where nobody said which names are whose, a second given name may stand among them.
    if a.concat() == b.concat() || (a.iter().any(shares) && !go_apart(a, b)) {
        return Family::Same;
    }
    if a.iter().any(shares) {
        return Family::Other;
    }
    let near = |one: &str, other: &str| {
        let is_slip = || slipped(one, other, FAMILY) && !(bearers.is_name(one) && bearers.is_name(other));
        spelt(one) == spelt(other) || is_slip()
    };
    if a.iter().any(|one| b.iter().any(|other| near(one, other))) {
        Family::Near
    } else {
        Family::Other
    }
}

/// Whether a word is another with a letter too much, too few or another one, or two in the wrong order.
fn slipped(one: &str, other: &str, least: usize) -> bool {
    let lengths = [one, other].map(|word| word.chars().count());
    let (short, long) = (lengths[0].min(lengths[1]), lengths[0].max(lengths[1]));
    let slips = if short >= LONG { 2 } else { 1 };
    long >= least && long - short <= slips && strsim::osa_distance(one, other) <= slips
}

/// Whether two words end as names do that differ in nothing else: Jan and Jana, Marie and Maria. A letter written twice is a slip.
fn end_otherwise(one: &str, other: &str) -> bool {
    let is_ending = |letter: char| "aeiouyns".contains(letter);
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.dedup();
        letters
    };
    let (one, other) = (letters(one), letters(other));
    let added = |short: &[char], long: &[char]| {
        long.strip_prefix(short)
            .is_some_and(|rest| matches!(rest, [letter] if is_ending(*letter)))
    };
    let last = |letters: &[char]| letters.last().copied().unwrap_or_default();
    let (end, other_end) = (last(&one), last(&other));
    added(&one, &other) || added(&other, &one) || (end != other_end && is_ending(end) && is_ending(other_end))
}

/// A word as it is heard: without the ways in which letters with marks are written out.
fn spelt(word: &str) -> String {
    let word = word.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    let mut letters: Vec<char> = word.replace("ph", "f").replace('y', "i").chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}
