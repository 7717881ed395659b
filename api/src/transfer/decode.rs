//! Bytes to text. Address books are old: a file may be UTF-8, UTF-16, or in the character set of the machine that wrote it, and
//! one that was put together from several sources is in several of them.
//!
//! A mark at the beginning or the zeros of UTF-16 tell the whole file. Else each line is UTF-8 where it can be, else what its
//! property declares (`CHARSET` in vCard 2.1), else what the file declares elsewhere, else the likeliest by its letters.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, Encoding, GB18030, GBK, ISO_2022_JP, ISO_8859_4, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

/// Begins the shifts of ISO-2022-JP, the one set here whose bytes are all ASCII.
const ESCAPE: u8 = 0x1B;

/// So many bytes tell the character set of the rest.
const ENOUGH: usize = 256 * 1024;

/// The text of a file, without its byte order mark. Never fails.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, units)) = utf16(bytes) {
        let whole = units.len() - units.len() % 2;
        let (text, _) = encoding.decode_without_bom_handling(units.get(..whole).unwrap_or(units));
        return Cow::Owned(text.into_owned());
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let shifted = bytes.contains(&ESCAPE);
    if !shifted && let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    match String::from_utf8(join_split_characters(bytes)) {
        Ok(text) if !shifted => Cow::Owned(text),
        Ok(text) => Cow::Owned(line_by_line(text.as_bytes())),
        Err(error) => Cow::Owned(line_by_line(error.as_bytes())),
    }
}

/// The character set of this name, if it can be that of a line: line ends and separators are ASCII in it.
pub(super) fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches('"').to_ascii_lowercase();
    let label = match label.as_str() {
        "cp932" => "shift_jis",
        "cp936" => "gbk",
        "cp949" => "euc-kr",
        "cp950" => "big5",
        other => other,
    };
    let encoding = Encoding::for_label(label.as_bytes())?;
    (encoding.is_ascii_compatible() || encoding == ISO_2022_JP).then_some(encoding)
}

/// Bytes of a declared character set. Where they cannot be of it, the declaration is wrong.
pub(super) fn declared(bytes: &[u8], encoding: Option<&'static Encoding>) -> String {
    let utf8 = || std::str::from_utf8(bytes).ok().map(str::to_owned);
    let known = encoding.and_then(|encoding| whole(bytes, encoding));
    known
        .or_else(utf8)
        .unwrap_or_else(|| lossy(bytes, likeliest([bytes].into_iter())))
}

/// Whether a character of this set may end in the byte of a backslash, which then is none.
pub(super) fn hides_backslashes(encoding: &'static Encoding) -> bool {
    [SHIFT_JIS, GBK, GB18030, BIG5, ISO_2022_JP].contains(&encoding)
}

fn utf16(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((UTF_16BE, rest)),
        // Both formats begin with ASCII, each character of which has a zero beside it.
        [1..=0x7F, 0, 1..=0x7F, 0, ..] => Some((UTF_16LE, bytes)),
        [0, 1..=0x7F, 0, 1..=0x7F, ..] => Some((UTF_16BE, bytes)),
        _ => None,
    }
}

/// The text if every byte means something in this set.
fn whole(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(Cow::into_owned)
}

fn lossy(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
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

/// One odd line must not spoil the names on all the others.
fn line_by_line(bytes: &[u8]) -> String {
    let lines = lines(bytes);
    let odd = |line: &&Line<'_>| line.charset.is_none() && std::str::from_utf8(&line.bytes).is_err();
    let stated = lines
        .iter()
        .filter_map(|line| line.charset)
        .find(|set| *set != UTF_8);
    let fallback =
        stated.unwrap_or_else(|| likeliest(lines.iter().filter(odd).map(|line| line.bytes.as_ref())));
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for line in &lines {
        text.push_str(&line.text(fallback));
    }
    text
}

/// A line, with the folded lines below it where its character set is declared: a fold may be inside a character.
struct Line<'a> {
    bytes: Cow<'a, [u8]>,
    charset: Option<&'static Encoding>,
}

fn lines(bytes: &[u8]) -> Vec<Line<'_>> {
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut lines: Vec<Line<'_>> = Vec::new();
    for bytes in bytes.split_inclusive(|&byte| byte == end) {
        let before = lines.last_mut().filter(|line| line.charset.is_some());
        match (bytes, before) {
            ([b' ' | b'\t', folded @ ..], Some(before)) => {
                let whole = before.bytes.to_mut();
                while whole.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
                    whole.pop();
                }
                whole.extend_from_slice(folded);
            }
            (bytes, before) => {
                // What has no colon begins no property, and goes on with the one above.
                let goes_on = |line: &mut Line<'_>| line.charset.filter(|_| !bytes.contains(&b':'));
                let charset = stated(bytes).or_else(|| before.and_then(goes_on));
                let bytes = Cow::Borrowed(bytes);
                lines.push(Line { bytes, charset });
            }
        }
    }
    lines
}

/// What the property that begins in this line declares.
fn stated(line: &[u8]) -> Option<&'static Encoding> {
    let head = line.split(|&byte| byte == b':').next()?;
    let head = std::str::from_utf8(head).ok()?;
    let charset = |param: &str| {
        let (name, label) = param.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("CHARSET")
            .then(|| named(label))?
    };
    head.split(';').skip(1).find_map(charset)
}

impl Line<'_> {
    fn text(&self, fallback: &'static Encoding) -> String {
        let utf8 = std::str::from_utf8(&self.bytes).ok();
        match (utf8, self.charset) {
            // By chance letters of one byte each are hardly ever UTF-8.
            (Some(text), None) => text.to_owned(),
            (Some(text), Some(charset)) if charset.is_single_byte() => text.to_owned(),
            (_, Some(charset)) => declared(&self.bytes, Some(charset)),
            (None, None) => lossy(&self.bytes, fallback),
        }
    }
}

/// The character set in which these bytes look most like words.
fn likeliest<'a>(parts: impl Iterator<Item = &'a [u8]>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut room = ENOUGH;
    for part in parts {
        let part = part.get(..room).unwrap_or(part);
        detector.feed(part, false);
        room -= part.len();
    }
    detector.feed(b"", true);
    match detector.guess(None, Utf8Detection::Deny) {
        // Nobody's address book is in Latin-4, which a lone ï is taken for.
        latin if latin == ISO_8859_4 => WINDOWS_1252,
        other => other,
    }
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
        assert_eq!(text(b"A\0d\0\xE9\0"), "Adé");
        assert_eq!(text(b"\0A\0d\0\xE9"), "Adé");
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
        let folded = b"N;CHARSET=Shift_JIS:\x8E\r\n R\x93c\r\nTEL:1\r\n";
        assert_eq!(text(folded), "N;CHARSET=Shift_JIS:山田\r\nTEL:1\r\n");
    }

    #[test]
    fn a_line_is_in_the_set_that_it_declares() {
        for (label, name) in [
            ("windows-1251", "Пётр"),
            ("KOI8-R", "Пётр"),
            ("ISO-8859-2", "Dvořák"),
            ("GBK", "鲁迅"),
            ("\"Big5\"", "許功蓋"),
            ("SHIFT_JIS", "ソニー 表"),
            ("cp949", "김민수"),
            ("ISO-2022-JP", "山田"),
            ("macintosh", "Zoë"),
        ] {
            let (bytes, _, unknown) = named(label).unwrap().encode(name);
            assert!(!unknown);
            let file = [
                b"FN;CHARSET=",
                label.as_bytes(),
                b":",
                &bytes,
                b"\r\nNOTE:caf\xC3\xA9\r\nX:\xFF\r\n",
            ];
            let read = text(&file.concat()).into_owned();
            assert!(
                read.starts_with(&format!("FN;CHARSET={label}:{name}\r\nNOTE:café\r\n")),
                "{read}"
            );
        }
    }

    #[test]
    fn a_false_declaration_is_not_believed() {
        assert_eq!(text(b"FN;CHARSET=UTF-8:Ren\xE9"), "FN;CHARSET=UTF-8:René");
        assert_eq!(
            text(b"FN;CHARSET=Latin1:Zo\xC3\xAB\nX:\xE9\n").lines().next(),
            Some("FN;CHARSET=Latin1:Zoë")
        );
        assert_eq!(text(b"FN;CHARSET=UTF-16:Ren\xE9"), "FN;CHARSET=UTF-16:René");
    }

    #[test]
    fn what_declares_nothing_is_told_by_its_letters() {
        for (encoding, name) in [
            ("windows-1251", "Пётр Иванов"),
            ("windows-1250", "Jiří Dvořák"),
            ("windows-1253", "Γιώργος"),
            ("windows-1254", "Şükrü Çağrı"),
            ("windows-1252", "naïve"),
            ("Shift_JIS", "山田太郎"),
            ("GBK", "王小明"),
            ("EUC-KR", "김민수"),
        ] {
            let (bytes, ..) = named(encoding).unwrap().encode(name);
            assert_eq!(text(&bytes), name, "{encoding}");
        }
    }
}
