//! What is kept of a text: the one rule for all inputs, whether a person or a file wrote it.
//!
//! Always: what is kept shows something; a text of one line is one line, and does not reorder what stands around it. Joiners within
//! words stay, as scripts and emoji need them.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// A text of one line: a line break or a tab is a space, with the spaces around it; marks of writing direction go. Empty if nothing of
/// it shows.
#[must_use]
pub fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut is_broken = false;
    for letter in text.chars().filter(|letter| !is_mark(*letter)) {
        if is_break(letter) {
            line.truncate(line.trim_end().len());
            line.push(' ');
            is_broken = true;
        } else if !(is_broken && letter.is_whitespace()) {
            line.push(letter);
            is_broken = false;
        }
    }
    trimmed(&line)
}

/// A text of many lines, trimmed. Empty if nothing of it shows.
#[must_use]
pub fn block(text: &str) -> String {
    trimmed(text)
}

/// Whether a text shows anything.
#[must_use]
pub fn shows(text: &str) -> bool {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    text.chars().any(|letter| {
        let is_blank = letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{2800}' | '\u{FFF9}'..='\u{FFFB}')
            || ignorable.contains(letter);
        !is_blank
    })
}

/// The marks of writing direction that address books wrap around names and numbers, and the mark of byte order: they make equal texts
/// differ, and let a name reorder the line that it is shown in.
#[must_use]
pub const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn is_break(letter: char) -> bool {
    (letter.is_whitespace() && letter.is_control()) || matches!(letter, '\u{2028}' | '\u{2029}')
}

fn trimmed(text: &str) -> String {
    let is_blank =
        |letter: char| letter.is_whitespace() || matches!(letter, '\u{200B}' | '\u{2060}' | '\u{FEFF}');
    let text = text.trim_matches(is_blank);
    if shows(text) {
        text.to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        for (text, kept) in [
            ("Two\nLines", "Two Lines"),
            ("Two \r\n\r\n Lines", "Two Lines"),
            ("Two\u{2028}Lines\u{85}", "Two Lines"),
            ("a\tb\u{b}c\u{c}d", "a b c d"),
            (" two  spaces\u{a0}stay ", "two  spaces\u{a0}stay"),
            ("\u{feff}Ana\u{200b}", "Ana"),
            ("Ana \u{202e}Bo", "Ana Bo"),
        ] {
            assert_eq!(line(text), kept, "{text:?}");
        }
        assert_eq!(block("\n one\n\ttwo\r\n"), "one\n\ttwo");
    }

    #[test]
    fn what_shows_nothing_is_nothing() {
        for text in [
            "",
            " ",
            "\n",
            "\u{200b}",
            "\u{200d}",
            "\u{200c}\u{200d}",
            "\u{202e}",
            "\u{7}",
            "\u{ad}",
            "\u{3164}",
            "\u{2800}",
            "\u{fe0f}",
            "\u{e0041}",
            "\u{feff}",
            "\u{a0}\u{3000}",
            "\u{115f}",
            "\u{180e}",
        ] {
            assert_eq!(
                (line(text), block(text)),
                (String::new(), String::new()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn joiners_within_words_stay() {
        for text in [
            "می\u{200c}خواهم",
            "👩\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}",
            "क्\u{200d}ष",
            "ไทย\u{200b}แลนด์",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
        ] {
            assert_eq!((line(text).as_str(), block(text).as_str()), (text, text));
        }
    }
}
