//! Bytes to text. Address books are old: a file may be UTF-8, UTF-16 with a mark, Windows-1252, or two of them at once.

use std::borrow::Cow;

/// What Windows-1252 has in 0x80..=0x9F, where Latin-1 has control characters. Five places are empty.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The text of a file, without its byte order mark. Never fails: every byte means something in Windows-1252.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Cow::Owned(utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return Cow::Owned(utf16(rest, u16::from_be_bytes));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let bytes = join_split_characters(bytes);
    match String::from_utf8(bytes) {
        Ok(text) => Cow::Owned(text),
        Err(error) => Cow::Owned(line_by_line(error.as_bytes())),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok())
        .map(unit);
    char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Programs that fold vCard lines by bytes put the fold inside a character; taking it out again makes the UTF-8 whole.
fn join_split_characters(bytes: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        joined.push(byte);
        rest = match after {
            [b'\r', b'\n', b' ' | b'\t', tail @ ..] | [b'\n', b' ' | b'\t', tail @ ..]
                if byte >= 0x80 && matches!(tail.first(), Some(0x80..=0xBF)) =>
            {
                tail
            }
            _ => after,
        };
    }
    joined
}

/// Files put together from several sources mix encodings, and one odd line must not spoil the names on all the others.
fn line_by_line(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => text.extend(line.iter().map(|&byte| windows_1252(byte))),
        }
    }
    text
}

fn windows_1252(byte: u8) -> char {
    let high = byte
        .checked_sub(0x80)
        .and_then(|index| HIGH.get(usize::from(index)));
    high.copied().unwrap_or_else(|| char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_encodings() {
        assert_eq!(text(b"\xEF\xBB\xBFAda"), "Ada");
        assert_eq!(text(b"\xFF\xFEA\0\xE9\0"), "Aé");
        assert_eq!(text(b"\xFE\xFF\0A\0\xE9\0"), "Aé", "a lone last byte is dropped");
        assert_eq!(text(b"\xFF\xFE\x00\xD8A\0"), "\u{FFFD}A");
        assert_eq!(text(b"Ren\xE9 \x93hi\x94 \x80"), "René “hi” €");
        assert_eq!(text(b""), "");
    }

    #[test]
    fn one_old_line_does_not_spoil_the_others() {
        assert_eq!(text(b"FN:Zo\xC3\xAB\r\nFN:Ren\xE9\r\n"), "FN:Zoë\r\nFN:René\r\n");
    }

    #[test]
    fn a_fold_inside_a_character_is_taken_out() {
        assert_eq!(text(b"NOTE:caf\xC3\r\n \xA9\r\n ok"), "NOTE:café\r\n ok");
    }

    #[test]
    fn the_table_agrees_with_the_standard_at_its_ends() {
        assert_eq!(
            (windows_1252(0x7F), windows_1252(0x9F), windows_1252(0xA0)),
            ('\u{7F}', 'Ÿ', '\u{A0}')
        );
    }
}
