//! Text without case and accents: what names are sorted and words are found by, alike on both databases.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word that is indexed, in characters.
const WORD: usize = 64;

/// The text in lower case, without accents and other marks, with single spaces.
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
            if without_spaces(c) {
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
const fn without_spaces(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

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
