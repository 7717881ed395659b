//! How far two names agree. Pure.
//!
//! People who share an address mostly share a family name, so only given names tell them apart. Titles, particles and
//! generations (`Dr.`, `von`, `Jr.`) are words of a name that say nothing of who it is.

use std::collections::BTreeSet;

use crate::kit::fold::{fold, identity};

/// Words before a name that are no part of it.
const TITLES: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "herr",
    "frau",
    "sr",
    "sra",
    "srta",
    "dona",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "ing",
    "dipl",
    "mag",
    "sir",
    "lady",
    "rev",
    "dott",
    "avv",
    "pan",
    "pani",
];
/// Words between names that are no name.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "das", "dos", "di", "del", "della", "du", "des", "la", "le", "van", "von", "vom", "zu",
    "zur", "der", "den", "ter", "ten", "al", "el", "bin", "ibn", "y", "e", "und", "and",
];
/// Words behind a name that tell a father from his son.
const GENERATIONS: &[&str] = &[
    "jr", "jun", "junior", "sen", "senior", "ii", "iii", "iv", "filho", "neto", "hijo",
];

/// A name as it is compared: in words, without titles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The name to show.
    whole: Vec<String>,
    /// Given and middle names; empty where nobody said which they are.
    given: Vec<String>,
    /// Family names.
    family: Vec<String>,
    /// What friends say.
    nicknames: Vec<String>,
    /// Which of those of this name in a family.
    generation: Vec<String>,
}

/// The parts of a name as a record or a row has them.
#[derive(Clone, Copy, Debug, Default)]
pub struct NameParts<'a> {
    /// The name to show.
    pub display: &'a str,
    /// Given names.
    pub given: Option<&'a str>,
    /// Middle names.
    pub middle: Option<&'a str>,
    /// Family names.
    pub family: Option<&'a str>,
    /// What stands before.
    pub prefix: Option<&'a str>,
    /// What stands behind.
    pub suffix: Option<&'a str>,
    /// What friends say.
    pub nickname: Option<&'a str>,
}

/// How far given names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// They are the same.
    Same,
    /// One may stand for the other: an initial, a nickname, one of several.
    Fits,
    /// One side has none.
    Unknown,
    /// They differ.
    Other,
}

/// How far family names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// They have a name in common.
    Same,
    /// One side has none.
    Unknown,
    /// They differ.
    Other,
}

/// How far two names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The given names.
    pub given: Given,
    /// The family names.
    pub family: Family,
}

const fn agree(given: Given, family: Family) -> Agreement {
    Agreement { given, family }
}

impl Names {
    /// The name that these parts make.
    #[must_use]
    pub fn of(parts: NameParts<'_>) -> Self {
        let text = |part: Option<&str>| part.map(words).unwrap_or_default();
        let (prefix, suffix) = (text(parts.prefix), text(parts.suffix));
        let display = words(parts.display);
        let is_generation = |word: &str| GENERATIONS.contains(&word);
        // Jun is a given name, too.
        let behind = suffix.iter().chain(display.iter().skip(1));
        let mut generation: Vec<String> = behind.filter(|word| is_generation(word)).cloned().collect();
        generation.sort();
        generation.dedup();
        let bare = |words: Vec<String>| {
            let is_name =
                |at: usize, word: &String| at == 0 || !(is_generation(word) || suffix.contains(word));
            let name = words
                .into_iter()
                .enumerate()
                .filter(|(at, word)| is_name(*at, word));
            untitled(name.map(|(_, word)| word).collect(), &prefix)
        };
        let mut given = bare(text(parts.given));
        if !given.is_empty() {
            given.extend(bare(text(parts.middle)));
        }
        let family = bare(text(parts.family));
        let family = family
            .into_iter()
            .filter(|word| !PARTICLES.contains(&word.as_str()));
        Self {
            whole: bare(display),
            given,
            family: family.collect(),
            nicknames: text(parts.nickname),
            generation,
        }
    }

    /// How far two names agree; the same from either side.
    #[must_use]
    pub fn agreement(&self, other: &Self) -> Agreement {
        let Agreement { given, family } = match (self.given.is_empty(), other.given.is_empty()) {
            (false, false) => structured(self, other),
            (false, true) => half(self, other),
            (true, false) => half(other, self),
            (true, true) => plain(&self.whole, &other.whole),
        };
        let given = match given {
            Given::Same | Given::Fits if self.generation != other.generation => {
                if self.generation.is_empty() || other.generation.is_empty() {
                    Given::Fits
                } else {
                    Given::Other
                }
            }
            given => given,
        };
        agree(given, family)
    }

    fn is_nickname(&self, name: &str) -> bool {
        self.nicknames.iter().any(|nickname| nickname == name)
    }
}

/// The words of a name as they are compared. An accent is easily lost on the way between programs, in the alphabets where it is
/// an accent; elsewhere a mark makes another name.
fn words(text: &str) -> Vec<String> {
    let alphabet = |c: char| matches!(c, '\0'..='\u{58f}' | '\u{1e00}'..='\u{1fff}');
    let pieces = text.split(|c: char| c.is_whitespace() || (c.is_ascii_punctuation() && c != '\''));
    let words = pieces.map(|word| {
        if word.chars().all(alphabet) {
            fold(word)
        } else {
            identity(word)
        }
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// The words without the titles before them; a name of nothing but titles is that name.
fn untitled(words: Vec<String>, prefix: &[String]) -> Vec<String> {
    let is_title = |word: &&String| TITLES.contains(&word.as_str()) || prefix.contains(*word);
    let titles = words.iter().take_while(is_title).count();
    if titles == words.len() {
        words
    } else {
        words.into_iter().skip(titles).collect()
    }
}

fn initial(a: &str, b: &str) -> bool {
    let short = |text: &str| text.chars().count() == 1;
    (short(a) || short(b)) && a.chars().next() == b.chars().next()
}

fn subset(a: &[String], b: &[String]) -> bool {
    a.iter().all(|word| b.contains(word))
}

fn families(a: &[String], b: &[String]) -> Family {
    if a.is_empty() || b.is_empty() {
        Family::Unknown
    } else if a.iter().any(|word| b.contains(word)) {
        Family::Same
    } else {
        Family::Other
    }
}

/// Both sides say which names are given.
fn structured(a: &Names, b: &Names) -> Agreement {
    let family = families(&a.family, &b.family);
    let (Some(first), Some(second)) = (a.given.first(), b.given.first()) else {
        return agree(Given::Unknown, family);
    };
    let fits =
        |name: &String, others: &[String]| others.iter().any(|other| name == other || initial(name, other));
    let rest_agrees =
        || a.given.iter().all(|name| fits(name, &b.given)) || b.given.iter().all(|name| fits(name, &a.given));
    let one_of_several = || subset(&a.given, &b.given) || subset(&b.given, &a.given);
    let given = if first == second {
        if rest_agrees() { Given::Same } else { Given::Fits }
    } else if initial(first, second) || one_of_several() || a.is_nickname(second) || b.is_nickname(first) {
        Given::Fits
    } else {
        Given::Other
    };
    agree(given, family)
}

/// One side says which names are given, the other has a name to show alone.
fn half(known: &Names, shown: &Names) -> Agreement {
    let rest = shown.whole.iter().filter(|word| !known.given.contains(word));
    let rest: Vec<String> = rest
        .filter(|word| !PARTICLES.contains(&word.as_str()))
        .cloned()
        .collect();
    let family = families(&known.family, &rest);
    let (Some(given), Some(first)) = (known.given.first(), shown.whole.first()) else {
        return agree(Given::Unknown, family);
    };
    let of_the_family = family == Family::Same;
    // Where the family name comes first, the given one is found behind it.
    if first == given || (of_the_family && shown.whole.contains(given)) {
        agree(Given::Same, family)
    } else if subset(&shown.whole, &known.family) {
        agree(Given::Unknown, family)
    } else if (of_the_family && initial(first, given)) || known.is_nickname(first) || shown.is_nickname(given)
    {
        agree(Given::Fits, family)
    } else {
        agree(Given::Other, family)
    }
}

/// Neither side says which names are given: either may come first, so all of the shorter name must be in the longer.
fn plain(a: &[String], b: &[String]) -> Agreement {
    let (short, long) = if subset(a, b) { (a, b) } else { (b, a) };
    let names = |words: &[String]| -> BTreeSet<String> {
        let names = words.iter().filter(|word| !PARTICLES.contains(&word.as_str()));
        names.cloned().collect()
    };
    let fits = |(x, y): (&String, &String)| x == y || initial(x, y);
    if a == b && !a.is_empty() {
        agree(Given::Same, Family::Same)
    } else if names(a).is_empty() || names(b).is_empty() {
        agree(Given::Unknown, Family::Unknown)
    } else if subset(short, long) {
        match names(short).len() {
            1 if long.first() == short.first() => agree(Given::Fits, Family::Unknown),
            1 => agree(Given::Unknown, Family::Unknown),
            _ => agree(Given::Same, Family::Same),
        }
    } else if a.len() == b.len() && a.len() > 1 && a.iter().zip(b).all(fits) {
        agree(Given::Fits, Family::Same)
    } else {
        agree(Given::Other, Family::Unknown)
    }
}

#[cfg(test)]
mod tests;
