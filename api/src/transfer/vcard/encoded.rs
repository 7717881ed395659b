//! Values in quoted-printable: bytes of a character set, between separators that are not of the text.

use encoding_rs::{Encoding, ISO_2022_JP};

use super::super::{decode, text};

/// Stand for a semicolon, a comma and a backslash of the text while its bytes are decoded: as they are they would separate.
/// No text has these control characters.
const MARKS: [(char, &str); 3] = [('\u{1}', "\\;"), ('\u{2}', "\\,"), ('\u{3}', "\\\\")];

/// The value decoded, with what separates in it escaped. Its folds and soft line breaks are taken out already.
pub(super) fn quoted_printable(value: &str, set: Option<&'static Encoding>) -> String {
    let mut decoded = String::with_capacity(value.len());
    // Letters that are not ASCII were decoded with the file, and their bytes are not of the property's set.
    let mut rest = value;
    while !rest.is_empty() {
        let ascii = rest.find(|letter: char| !letter.is_ascii()).unwrap_or(rest.len());
        let (encoded, after) = rest.split_at_checked(ascii).unwrap_or((rest, ""));
        decoded.push_str(&ascii_run(encoded, set));
        let other = after
            .find(|letter: char| letter.is_ascii())
            .unwrap_or(after.len());
        let (plain, after) = after.split_at_checked(other).unwrap_or((after, ""));
        decoded.push_str(plain);
        rest = after;
    }
    decoded
}

fn ascii_run(encoded: &str, set: Option<&'static Encoding>) -> String {
    let marked = mark(encoded, set);
    let mut bytes = Vec::with_capacity(marked.len());
    text::undo_escapes(&marked, b'=', &mut bytes);
    let mut decoded = decode::declared(&bytes, set)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    for (mark, escaped) in MARKS {
        decoded = decoded.replace(mark, escaped);
    }
    decoded
}

/// Escapes of what would separate become marks, but for those that are the second half of a character.
fn mark(encoded: &str, set: Option<&'static Encoding>) -> String {
    let clean: String = encoded
        .chars()
        .filter(|letter| !MARKS.iter().any(|(mark, _)| mark == letter))
        .collect();
    if set == Some(ISO_2022_JP) {
        return clean;
    }
    let marked = clean
        .replace("=3B", "\u{1}")
        .replace("=3b", "\u{1}")
        .replace("=2C", "\u{2}")
        .replace("=2c", "\u{2}");
    if set.is_some_and(decode::hides_backslashes) {
        return marked;
    }
    marked.replace("=5C", "\u{3}").replace("=5c", "\u{3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_is_told_from_the_text() {
        assert_eq!(
            quoted_printable("A=3Bb;c=2C=5Cd=0D=0Ae", None),
            "A\\;b;c\\,\\\\d\ne"
        );
        assert_eq!(quoted_printable("Zo=C3=AB é=3d", None), "Zoë é=");
    }

    #[test]
    fn the_second_half_of_a_character_is_no_backslash() {
        let set = decode::named("Shift_JIS");
        assert_eq!(quoted_printable("=83\\=81=5B;=95=5C", set), "ソー;表");
        assert_eq!(quoted_printable("=8ER=93c", set), "山田");
    }
}
