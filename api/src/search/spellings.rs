//! The spellings by which a name is found. A name is indexed by every spelling that somebody may type, so that what is typed needs
//! no guessing: `Müller` by `muller` and `mueller`, `O'Brien` by `obrien`, `o` and `brien`, `김민수` by what begins at each of its
//! syllables. Names are written seldom and looked for at every keystroke.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::kit::fold::{fold, is_without_spaces, words};

/// Longest spelling that is indexed, in characters: what is typed is cut alike.
const LENGTH: usize = 64;
/// Most spellings of one text.
const SPELLINGS: usize = 200;
/// Most words that are looked for; more are ignored.
const WORDS: usize = 16;
/// What stands for an apostrophe once a text is folded.
const APOSTROPHE: char = '\'';

/// One word that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What the spelling of a name begins with, or is: one of these.
    pub spellings: Vec<String>,
    /// The same as a text's words, which all must be there.
    pub words: Vec<String>,
}

/// The words that somebody typed.
#[must_use]
pub fn typed(text: &str) -> Vec<Typed> {
    let mut all = Vec::new();
    for chunk in with_apostrophes(text).split_whitespace() {
        let (plain, expanded) = (fold(chunk), fold(&with_umlauts_expanded(chunk)));
        if chunk.contains('@') {
            let spellings = vec![cut(&plain)];
            let words = words(&plain);
            all.extend((!words.is_empty()).then_some(Typed { spellings, words }));
            continue;
        }
        for (piece, other) in pieces(&plain).zip(pieces(&expanded)) {
            let mut spellings = vec![letters(piece), letters(other)];
            spellings.dedup();
            let words = words(piece);
            all.extend((!words.is_empty()).then_some(Typed { spellings, words }));
        }
    }
    all.truncate(WORDS);
    all
}

/// The spellings of a name.
#[must_use]
pub fn of_name(name: &str) -> BTreeSet<String> {
    let name = with_apostrophes(name);
    let mut all = BTreeSet::new();
    for written in [fold(&name), fold(&with_umlauts_expanded(&name))] {
        for chunk in written.split(' ') {
            for piece in pieces(chunk) {
                for part in piece.split(APOSTROPHE) {
                    add(&mut all, part);
                }
                add(&mut all, &letters(piece));
            }
            // Written together: OBrien, Jeanluc.
            add(&mut all, &letters(chunk));
        }
        if written.contains(is_a_beginning) {
            add(&mut all, &letters(&written));
        }
    }
    all
}

/// The spellings of an e-mail address: all of it, and the words of what stands before the @. Its domain is no name of theirs.
#[must_use]
pub fn of_email(address: &str) -> BTreeSet<String> {
    let address = fold(address);
    let local = address.split('@').next().unwrap_or_default();
    let mut all: BTreeSet<String> = words(local).into_iter().take(SPELLINGS).collect();
    all.extend([cut(&address), letters(local)]);
    all.remove("");
    all
}

/// The parts of a folded text that are typed as one word: apostrophes join, all other signs part.
fn pieces(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric() && c != APOSTROPHE)
        .filter(|piece| piece.contains(char::is_alphanumeric))
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .take(LENGTH)
        .collect()
}

fn cut(text: &str) -> String {
    text.chars().take(LENGTH).collect()
}

/// Adds a word, and what begins within it where words are written without spaces.
fn add(all: &mut BTreeSet<String>, word: &str) {
    let mut before = None;
    for (at, c) in word.char_indices() {
        let begins = is_a_beginning(c) || before.is_some_and(is_without_spaces);
        if (before.is_none() || begins) && all.len() < SPELLINGS {
            all.extend(word.get(at..).map(cut));
        }
        before = Some(c);
    }
}

/// Whether a word may begin at this character in the middle of others. Korean syllables are folded to their sounds, of which the
/// first is of these.
const fn is_a_beginning(c: char) -> bool {
    is_without_spaces(c) || matches!(c, '\u{1100}'..='\u{115f}')
}

/// One sign for all that people write as an apostrophe; folding would make spaces or letters of some.
fn with_apostrophes(text: &str) -> String {
    let is_one = |c: char| {
        matches!(
            c,
            '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' | '\u{2b9}'..='\u{2bf}' | '\u{2032}' | '\u{ff07}'
        )
    };
    text.replace(is_one, "'")
}

/// As it is written where there are no umlauts: `Mueller`.
fn with_umlauts_expanded(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            'ä' | 'Ä' => expanded.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => expanded.push_str("oe"),
            'ü' | 'Ü' => expanded.push_str("ue"),
            'å' | 'Å' => expanded.push_str("aa"),
            c => expanded.push(c),
        }
    }
    expanded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether what is typed finds a name, word by word.
    fn finds(text: &str, name: &str) -> bool {
        let known = of_name(name);
        let typed = typed(text);
        !typed.is_empty()
            && typed.iter().all(|word| {
                let mut spellings = word.spellings.iter();
                spellings.any(|spelling| known.iter().any(|known| known.starts_with(spelling.as_str())))
            })
    }

    #[test]
    fn a_name_is_found_however_it_is_spelt() {
        for (text, name) in [
            ("Mueller", "Jörg Müller"),
            ("Muller", "Jörg Müller"),
            ("Müller", "Joerg Mueller"),
            ("MUELL", "Mu\u{308}ller"),
            ("OBrien", "Conan O'Brien"),
            ("o’bri", "Conan OBrien"),
            ("O'Brien", "Conan O´Brien"),
            ("brien", "Conan OʼBrien"),
            ("O'Neil", "Anne-O'Neil"),
            ("Strasse", "Straße"),
            ("Soeren", "Søren"),
            ("Jeanluc", "Jean-Luc Picard"),
            ("luc jean", "Jean-Luc Picard"),
            ("민수", "김민수"),
            ("김민수", "김 민수"),
            ("김 민수", "김민수"),
            ("太郎", "山田太郎"),
            ("ชาย", "สมชาย"),
        ] {
            assert!(finds(text, name), "{text} finds {name}");
        }
    }

    #[test]
    fn a_name_is_not_found_by_what_it_is_not() {
        for (text, name) in [
            ("uller", "Müller"),
            ("Anna", "Ana"),
            ("rien", "O'Brien"),
            ("-", "Ana"),
            ("ana bo", "Ana"),
        ] {
            assert!(!finds(text, name), "{text} does not find {name}");
        }
    }

    #[test]
    fn an_address_is_found_by_itself_and_by_its_name() {
        let known = of_email("Ana.Bea@Mail.example");
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        assert_eq!(known, ["ana", "ana.bea@mail.example", "anabea", "bea"]);
        assert_eq!(typed("ana.bea@mail")[0].spellings, ["ana.bea@mail"]);
    }

    proptest! {
        #[test]
        fn a_name_finds_itself(name in "\\PC{0,20}") {
            prop_assert!(typed(&name).is_empty() || finds(&name, &name) || name.contains('@'));
        }
    }
}
