//! Two ways to compare texts, alike on both databases. What names are sorted and words are found by is without case and accents
//! ([`fold`]): whoever looks for "cafe" means "Café" too. Whether two names are the same is stricter ([`identity`]): in many
//! scripts a mark makes another word, and what was once one name cannot be told apart again.

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word that is indexed, in characters.
const WORD: usize = 64;

/// The text as names are told apart by: without the differences of case and of how characters are composed, with single spaces,
/// and with every mark that makes another word: accents, the voicing of kana, the dot of ı and i. Two texts are the same name if
/// this and [`fold`] are equal.
#[must_use]
pub fn identity(text: &str) -> String {
    let folded = |text: String| UniCase::unicode(text).to_folded_case();
    // Unicode's compatibility caseless match: folding the case can undo the normal form, and the other way round.
    let once = folded(text.nfd().collect());
    let twice = folded(once.nfkd().collect());
    let composed: String = twice.nfkc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text as it is sorted and searched by: in lower case, without accents and other marks, with single spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let marks_off = text
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase);
    for c in marks_off {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            c if c.is_whitespace() || c.is_control() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            // Lower-casing can bring a mark back (İ), which the filter above did not see.
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The words of a text, folded, in order. Scripts written without spaces give a word for each character.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in fold(text).split(|c: char| !c.is_alphanumeric()) {
        let mut word = String::new();
        for c in run.chars() {
            if is_without_spaces(c) {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                words.push(c.to_string());
            } else if word.chars().count() < WORD {
                word.push(c);
            }
        }
        words.extend((!word.is_empty()).then_some(word));
    }
    words
}

/// Whether a character belongs to a script that puts no spaces between words: Chinese, Japanese, Thai, Lao, Khmer …
#[must_use]
pub const fn is_without_spaces(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_the_same_however_its_case_and_characters_are_written() {
        for (a, b) in [
            ("Zoë", "ZOE\u{308}"),
            ("Straße", "STRASSE"),
            (" Old  friends", "old FRIENDS\t"),
            ("ｶﾞｯｺｳ", "ガッコウ"),
            ("ﬁn", "FIN"),
        ] {
            assert_eq!(identity(a), identity(b), "{a} and {b}");
        }
    }

    #[test]
    fn a_mark_that_makes_another_word_makes_another_name() {
        for (a, b) in [
            ("Café", "Cafe"),
            ("ハハ", "ババ"),
            ("Kız", "Kiz"),
            ("İlk", "ilk"),
            ("Año", "Ano"),
            ("мой", "мои"),
        ] {
            assert_ne!(identity(a), identity(b), "{a} and {b}");
        }
    }

    proptest! {
        #[test]
        fn an_identity_is_its_own_and_knows_no_case(text in "\\PC{0,12}") {
            let once = identity(&text);
            prop_assert_eq!(&identity(&once), &once);
            prop_assert_eq!(identity(&text.nfd().collect::<String>()), once);
        }
    }

    #[test]
    fn case_accents_and_spaces_fold_away() {
        assert_eq!(fold("  Zoë\tÅNGSTRÖM  Łukasz "), "zoe angstrom lukasz");
        assert_eq!(fold("Straße İstanbul ﬁn"), "strasse istanbul fin");
    }

    #[test]
    fn words_are_cut_at_punctuation_and_between_ideographs() {
        assert_eq!(
            words("Ana.Bea@x.org, o'Neil"),
            ["ana", "bea", "x", "org", "o", "neil"]
        );
        assert_eq!(words("東京 tower"), ["東", "京", "tower"]);
        assert!(words(" -- ").is_empty());
    }
}
