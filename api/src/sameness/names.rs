//! How far two names agree. Pure.
//!
//! People who share an address mostly share a family name, so only given names tell them apart. Titles, particles and
//! generations (`Dr.`, `von`, `Jr.`) are words of a name that say nothing of who it is.

use std::collections::BTreeSet;

use entity::person;

use super::alike::{self, Bearers};
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
/// Words behind a name that tell a father from his son, in the ways in which each is written.
const GENERATIONS: &[&[&str]] = &[
    &["jr", "jnr", "jun", "junior", "filho", "hijo"],
    &["sr", "snr", "sen", "senior"],
    &["ii"],
    &["iii"],
    &["iv"],
    &["neto"],
];
/// Of these, what is a given name, too: Min-jun.
const GIVEN: &str = "jun";

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
    /// One may stand for the other: an initial, a nickname that the person is known by, one of several.
    Fits,
    /// One is what people of the other name are called: Bill, Paco.
    Called,
    /// A slip apart.
    Near,
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
    /// A slip apart.
    Near,
    /// One side has none.
    Unknown,
    /// They differ.
    Other,
}

/// How names were read to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As they are written.
    Plain,
    /// With allowance for a slip or a nickname: enough to ask, and not to join.
    Guessed,
    /// The same, with the family name of one side before its given name.
    Swapped,
}

/// How far two names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The given names.
    pub given: Given,
    /// The family names.
    pub family: Family,
    /// How they were read.
    pub reading: Reading,
}

const fn agree(given: Given, family: Family) -> Agreement {
    Agreement {
        given,
        family,
        reading: Reading::Plain,
    }
}

impl Names {
    /// The name of a person.
    #[must_use]
    pub fn of_person(person: &person::Model) -> Self {
        Self::of(NameParts {
            display: &person.display_name,
            given: person.given_name.as_deref(),
            middle: person.middle_name.as_deref(),
            family: person.family_name.as_deref(),
            prefix: person.name_prefix.as_deref(),
            suffix: person.name_suffix.as_deref(),
            nickname: person.nickname.as_deref(),
        })
    }

    /// The name that these parts make.
    #[must_use]
    pub fn of(parts: NameParts<'_>) -> Self {
        let text = |part: Option<&str>| part.map(words).unwrap_or_default();
        let (prefix, suffix) = (text(parts.prefix), text(parts.suffix));
        let display = words(parts.display);
        let last = display.last().cloned().unwrap_or_default();
        let is_generation = |word: &str| generation(word).is_some() && (word != GIVEN || last == word);
        let behind = suffix.iter().chain(display.iter().skip(1));
        let behind = behind.filter(|word| is_generation(word));
        let mut generation: Vec<String> = behind
            .filter_map(|word| generation(word))
            .map(str::to_owned)
            .collect();
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
        let family = family.into_iter().filter(|word| !is_particle(word));
        Self {
            whole: bare(display),
            given,
            family: family.collect(),
            nicknames: text(parts.nickname),
            generation,
        }
    }

    /// How far two names agree; the same from either side. How many people bear a name tells whether it is the slip of another.
    #[must_use]
    pub fn agreement(&self, other: &Self, bearers: &Bearers) -> Agreement {
        let plain = self.plainly(other);
        let is_of_other_generations = !self.generation.is_empty()
            && !other.generation.is_empty()
            && self.generation != other.generation;
        match plain.given {
            Given::Other if is_of_other_generations => plain,
            Given::Other => alike::guessed(self, other, bearers)
                .unwrap_or_else(|| plain.with(alike::last_names(self.lasting(), other.lasting(), bearers))),
            _ if plain.family == Family::Other => {
                plain.with(alike::last_names(self.lasting(), other.lasting(), bearers))
            }
            _ => plain,
        }
    }

    fn plainly(&self, other: &Self) -> Agreement {
        let Agreement {
            given,
            family,
            reading,
        } = match (self.given.is_empty(), other.given.is_empty()) {
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
        Agreement {
            given,
            family,
            reading,
        }
    }

    /// Whether friends call them so.
    pub(super) fn is_nickname(&self, name: &str) -> bool {
        self.nicknames.iter().any(|nickname| nickname == name)
    }

    /// What they are called: where nobody said which names are given, the first word of the name.
    #[must_use]
    pub fn called(&self) -> &[String] {
        if self.given.is_empty() && self.family.is_empty() {
            self.whole.get(..1).unwrap_or_default()
        } else {
            &self.given
        }
    }

    /// Their family names: where nobody said which they are, all but the first word of the name.
    #[must_use]
    pub fn lasting(&self) -> &[String] {
        if self.given.is_empty() && self.family.is_empty() {
            let particles = self
                .whole
                .iter()
                .skip(1)
                .take_while(|word| is_particle(word))
                .count();
            self.whole.get(1 + particles..).unwrap_or_default()
        } else {
            &self.family
        }
    }

    /// The name in one word.
    pub(super) fn joined(&self) -> String {
        self.called().concat() + &self.lasting().concat()
    }

    /// The words of which the name is made, each once.
    #[must_use]
    pub fn words(&self) -> BTreeSet<&str> {
        let parts = self.given.iter().chain(&self.family);
        let whole = self
            .whole
            .iter()
            .filter(|_| self.given.is_empty() || self.family.is_empty());
        let words = parts.chain(whole).filter(|word| !is_particle(word));
        words.map(String::as_str).collect()
    }
}

/// Which generation a word names, in one of its spellings.
fn generation(word: &str) -> Option<&'static str> {
    let of = GENERATIONS.iter().find(|spellings| spellings.contains(&word))?;
    of.first().copied()
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
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

/// Whether each of two lists of names has one that is not in the other: brothers are called Hans Peter and Hans Jürgen.
pub(super) fn go_apart(a: &[String], b: &[String]) -> bool {
    let is_in =
        |name: &String, others: &[String]| others.iter().any(|other| name == other || initial(name, other));
    !a.iter().all(|name| is_in(name, b)) && !b.iter().all(|name| is_in(name, a))
}

/// One given name is the same, and further ones are not.
const APART: Agreement = Agreement {
    given: Given::Fits,
    family: Family::Unknown,
    reading: Reading::Guessed,
};

impl Agreement {
    const fn with(self, family: Family) -> Self {
        Self { family, ..self }
    }
}

/// Both sides say which names are given.
fn structured(a: &Names, b: &Names) -> Agreement {
    let family = families(&a.family, &b.family);
    let (Some(first), Some(second)) = (a.given.first(), b.given.first()) else {
        return agree(Given::Unknown, family);
    };
    let one_of_several = || subset(&a.given, &b.given) || subset(&b.given, &a.given);
    let given = if first == second && !go_apart(&a.given, &b.given) {
        Given::Same
    } else if first == second {
        return APART.with(family);
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
    let rest: Vec<String> = rest.filter(|word| !is_particle(word)).cloned().collect();
    let family = families(&known.family, &rest);
    let (Some(given), Some(first)) = (known.given.first(), shown.whole.first()) else {
        return agree(Given::Unknown, family);
    };
    let of_the_family = family == Family::Same;
    // Where the family name comes first, the given one is found behind it.
    let behind = shown.whole.iter().find(|word| !known.family.contains(word));
    if first == given || (of_the_family && behind == Some(given)) {
        let own = shown.whole.iter().filter(|word| !known.family.contains(word));
        let own: Vec<String> = own.filter(|word| !is_particle(word)).cloned().collect();
        if go_apart(&own, &known.given) {
            APART.with(family)
        } else {
            agree(Given::Same, family)
        }
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
        let names = words.iter().filter(|word| !is_particle(word));
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
