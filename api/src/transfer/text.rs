//! Cleaning of text that strangers wrote: trimmed, without control characters, never longer than the domain allows.
//! What is kept of a text is the rule of all inputs; where that refuses a control character, an import leaves it out.

use crate::kit::line::{is_mark, shows};

/// One line: whitespace of any kind runs together, control characters go. Nothing left is `None`.
pub(super) fn line(raw: &str) -> Option<String> {
    let mut clean = String::with_capacity(raw.len());
    for word in raw.split_whitespace() {
        let before = clean.len();
        if before > 0 {
            clean.push(' ');
        }
        let start = clean.len();
        clean.extend(word.chars().filter(|&letter| !is_noise(letter)));
        if clean.len() == start {
            clean.truncate(before);
        }
    }
    shows(&clean).then_some(clean)
}

/// One line, cut to `max` characters.
pub(super) fn line_cut(raw: &str, max: usize) -> Option<String> {
    line(raw).map(|clean| cut(clean, max))
}

/// One line that can name something: it holds more than punctuation, as some programs write `;` or `-` for no name.
pub(super) fn name(raw: &str, max: usize) -> Option<String> {
    line_cut(raw, max).filter(|clean| {
        clean
            .chars()
            .any(|letter| letter != ' ' && !letter.is_ascii_punctuation())
    })
}

/// Text of many lines, cut to `max` characters: line breaks and tabs stay, other control characters go.
pub(super) fn block(raw: &str, max: usize) -> Option<String> {
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = unified
        .chars()
        .filter(|&letter| matches!(letter, '\n' | '\t') || !is_noise(letter))
        .collect();
    let clean = clean.trim();
    shows(clean).then(|| cut(clean.to_owned(), max))
}

/// Whether `text` has more than `max` characters; does not count a long text to its end.
pub(super) fn longer(text: &str, max: usize) -> bool {
    text.chars().nth(max).is_some()
}

/// Whether `url` looks like a page to open: `http` or no scheme at all. Schemes that run code do not.
pub(super) fn web_address(url: &str) -> bool {
    let start = url
        .split(['/', '?', '#'])
        .next()
        .unwrap_or(url)
        .to_ascii_lowercase();
    match start.split_once(':') {
        Some((scheme, port)) => {
            matches!(scheme, "http" | "https" | "ftp")
                || (!port.is_empty() && port.bytes().all(|digit| digit.is_ascii_digit()))
        }
        None => start.contains('.') && !start.contains(char::is_whitespace),
    }
}

/// Appends `raw` to `bytes` with every `mark` and two hexadecimal digits as the byte that they stand for.
pub(super) fn undo_escapes(raw: &str, mark: u8, bytes: &mut Vec<u8>) {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut rest = raw.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let escaped = match after {
            [high, low, tail @ ..] if byte == mark => digit(*high).zip(digit(*low)).map(|pair| (pair, tail)),
            _ => None,
        };
        if let Some(((high, low), tail)) = escaped {
            bytes.push(high * 16 + low);
            rest = tail;
        } else {
            bytes.push(byte);
        }
    }
}

fn cut(mut clean: String, max: usize) -> String {
    if let Some((end, _)) = clean.char_indices().nth(max) {
        clean.truncate(end);
        clean.truncate(clean.trim_end().len());
    }
    clean
}

/// What goes: control characters, and what no line keeps.
fn is_noise(letter: char) -> bool {
    letter.is_control() || is_mark(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_has_no_control_characters() {
        assert_eq!(
            line(" Ada\u{0}\r\n\tLove\u{7}lace\u{A0} ").as_deref(),
            Some("Ada Lovelace")
        );
        assert_eq!(line("\u{202A}+1 555\u{202C}").as_deref(), Some("+1 555"));
        assert_eq!(line("a \u{0} b").as_deref(), Some("a b"));
        assert_eq!(line(" \u{3000}\u{0} "), None);
        assert_eq!((line("\u{200B}"), block("\u{200D}\n\u{2800}", 9)), (None, None));
    }

    #[test]
    fn cutting_respects_characters() {
        assert_eq!(line_cut(&"é".repeat(10), 4).as_deref(), Some("éééé"));
        assert_eq!(line_cut("ab cd", 3).as_deref(), Some("ab"));
        assert!(longer("ééé", 2) && !longer("éé", 2));
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(
            block("\r\none\r\n\ttwo\u{1}\rthree\n", 100).as_deref(),
            Some("one\n\ttwo\nthree")
        );
    }

    #[test]
    fn web_addresses_are_told_from_code() {
        for url in [
            "https://example.org/a b",
            "HTTP://x",
            "www.example.org",
            "example.org:80/x",
        ] {
            assert!(web_address(url), "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:a@example.org",
            "not a page.",
            "",
        ] {
            assert!(!web_address(url), "{url}");
        }
    }

    #[test]
    fn escapes_are_undone_and_strays_kept() {
        let mut bytes = Vec::new();
        undo_escapes("=C3=ab =+5 =4 =", b'=', &mut bytes);
        assert_eq!(String::from_utf8(bytes).unwrap(), "ë =+5 =4 =");
    }

    #[test]
    fn punctuation_names_nobody() {
        assert_eq!(name(" ;; - ", 10), None);
        assert_eq!(name("李", 10).as_deref(), Some("李"));
    }
}
