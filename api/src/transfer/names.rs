//! How far two names agree. Pure.
//!
//! People who share an address mostly share a family name, so only given names tell them apart. Titles, particles and
//! generations (`Dr.`, `von`, `Jr.`) are words of a name that say nothing of who it is.

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
    let names = short.iter().filter(|word| !PARTICLES.contains(&word.as_str()));
    let fits = |(x, y): (&String, &String)| x == y || initial(x, y);
    if a == b && !a.is_empty() {
        agree(Given::Same, Family::Same)
    } else if names.clone().count() == 0 {
        agree(Given::Unknown, Family::Unknown)
    } else if subset(short, long) {
        match names.count() {
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(display: &str) -> Names {
        Names::of(NameParts {
            display,
            ..NameParts::default()
        })
    }

    fn named(given: &str, family: &str) -> Names {
        Names::of(NameParts {
            display: &format!("{given} {family}"),
            given: Some(given),
            family: Some(family),
            ..NameParts::default()
        })
    }

    fn given(a: &Names, b: &Names) -> Given {
        a.agreement(b).given
    }

    #[test]
    fn a_family_name_a_title_or_a_particle_is_no_agreement() {
        for (a, b) in [
            (named("Anna", "Familie"), named("Bernd", "Familie")),
            (shown("Anna Familie"), named("Bernd", "Familie")),
            (shown("Anna Familie"), shown("Bernd Familie")),
            (shown("Dr. Anna Weber"), shown("Dr. Bernd Kunz")),
            (named("Frau Anna", "Weber"), named("Frau Berta", "Weber")),
            (shown("Anna de Jong"), shown("Bernd de Wit")),
            (shown("Nagy Anna"), shown("Nagy Béla")),
            (named("Martin", "Weber"), shown("Anna Martin")),
            (named("Hans", "Müller Jr."), named("Hans", "Müller Sen.")),
            (shown("は"), shown("ば")),
        ] {
            assert_eq!(given(&a, &b), Given::Other, "{a:?} {b:?}");
        }
        assert_eq!(
            given(&shown("Familie"), &named("Anna", "Familie")),
            Given::Unknown
        );
        assert_eq!(given(&shown(""), &named("Anna", "Familie")), Given::Unknown);
    }

    #[test]
    fn the_same_given_name_is_one_however_it_is_written() {
        for (a, b) in [
            (named("Anna", "Weber"), named("ANNA", "Weber")),
            (shown("Dr. Anna Weber"), named("Anna", "Weber")),
            (shown("Weber Anna"), named("Anna", "Weber")),
            (shown("Ana Silva"), shown("Ana Maria Silva")),
            (named("José", "Díaz"), shown("Jose Diaz")),
            (named("Jean-Luc", "Godard"), named("Jean Luc", "Godard")),
            (named("John F.", "Doe"), named("John Fitzgerald", "Doe")),
            (named("Anna", "Weber"), shown("Anna")),
            (shown("李 小龍"), shown("李 小龍")),
        ] {
            assert_eq!(given(&a, &b), Given::Same, "{a:?} {b:?}");
        }
    }

    #[test]
    fn what_may_stand_for_a_name_fits_it() {
        let nick = Names::of(NameParts {
            display: "Robert Smith",
            given: Some("Robert"),
            family: Some("Smith"),
            nickname: Some("Bob"),
            ..NameParts::default()
        });
        for (a, b) in [
            (named("A.", "Familie"), named("Anna", "Familie")),
            (shown("A. Familie"), shown("Anna Familie")),
            (shown("A. Familie"), named("Anna", "Familie")),
            (nick, named("Bob", "Smith")),
            (named("Hans Peter", "Koch"), named("Hans Jürgen", "Koch")),
            (named("Maria Anna", "Koch"), named("Anna", "Koch")),
            (named("Hans", "Koch"), named("Hans", "Koch jun.")),
            (shown("Anna"), shown("Anna Weber")),
        ] {
            assert_eq!(given(&a, &b), Given::Fits, "{a:?} {b:?}");
        }
    }

    fn name() -> impl Strategy<Value = Names> {
        let word = "(Anna|Bernd|A\\.|Weber|de|Dr\\.|Jr|李|Ana Maria)?";
        (word, word, word, word).prop_map(|(display, given, family, nickname)| {
            Names::of(NameParts {
                display: &format!("{display} {family}"),
                given: Some(&given),
                family: Some(&family),
                nickname: Some(&nickname),
                ..NameParts::default()
            })
        })
    }

    proptest! {
        #[test]
        fn names_agree_alike_from_either_side(a in name(), b in name()) {
            prop_assert_eq!(a.agreement(&b), b.agreement(&a));
        }

        #[test]
        fn everybody_agrees_with_themselves(a in name()) {
            prop_assert!(matches!(a.agreement(&a).given, Given::Same | Given::Unknown));
        }

        #[test]
        fn names_of_other_letters_never_agree(a in "[a-m]{2,8}", b in "[n-z]{2,8}", family in "[a-z]{2,8}") {
            prop_assume!(!TITLES.contains(&a.as_str()) && !TITLES.contains(&b.as_str()) && a != family && b != family);
            prop_assume!(!GENERATIONS.contains(&a.as_str()) && !GENERATIONS.contains(&b.as_str()));
            let agreement = named(&a, &family).agreement(&named(&b, &family));
            prop_assert!(!matches!(agreement.given, Given::Same | Given::Fits), "{agreement:?}");
        }
    }
}
