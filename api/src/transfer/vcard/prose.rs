//! What tells a property from a line of prose. Some programs write the line breaks of a note as they are, so that its lines
//! stand among the properties; and people write things like "TEL: 123 is the old number" into notes.

use super::super::{date, text};
use super::head::{property, split};

/// The names of the standards. In a note, a word that is none of these is a word.
const NAMES: [&str; 56] = [
    "ADR",
    "AGENT",
    "ANNIVERSARY",
    "BDAY",
    "BIRTHPLACE",
    "CALADRURI",
    "CALURI",
    "CATEGORIES",
    "CLASS",
    "CLIENTPIDMAP",
    "CONTACT-URI",
    "CREATED",
    "DEATHDATE",
    "DEATHPLACE",
    "EMAIL",
    "EXPERTISE",
    "FBURL",
    "FN",
    "GENDER",
    "GEO",
    "GRAMGENDER",
    "HOBBY",
    "IMPP",
    "INTEREST",
    "JSPROP",
    "KEY",
    "KIND",
    "LABEL",
    "LANG",
    "LANGUAGE",
    "LOGO",
    "MAILER",
    "MEMBER",
    "N",
    "NAME",
    "NICKNAME",
    "NOTE",
    "ORG",
    "ORG-DIRECTORY",
    "PHOTO",
    "PRODID",
    "PROFILE",
    "PRONOUNS",
    "RELATED",
    "REV",
    "ROLE",
    "SOCIALPROFILE",
    "SORT-STRING",
    "SOUND",
    "SOURCE",
    "TEL",
    "TITLE",
    "TZ",
    "UID",
    "URL",
    "VERSION",
];

/// No property has a longer name.
const MAX_NAME: usize = 100;

/// How the card's program writes its properties, as far as it was read.
#[derive(Clone, Copy, Default)]
pub(super) struct Manner {
    /// A space follows the colon.
    spaced: bool,
    /// Names are in small letters.
    small: bool,
}

impl Manner {
    /// Learns from a property that surely is one.
    pub(super) fn learn(&mut self, line: &str) {
        let name = property(line);
        self.small |= is_standard(name) && !name.contains(|letter: char| letter.is_ascii_uppercase());
        self.spaced |=
            split(line).is_some_and(|(_, value)| value.starts_with(' ') && !value.trim().is_empty());
    }
}

/// What a line that is not indented is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It begins a property.
    Property,
    /// It goes on with the one above.
    Prose,
    /// It goes on with the one above, though it could begin one.
    Doubtful,
}

/// Whether the line has the form of a property: a name, perhaps with a group, perhaps with parameters, and a colon, which may
/// stand on the next line when the parameters are folded.
pub(super) fn has_form(line: &str) -> bool {
    let name = line.split([':', ';']).next().unwrap_or_default().trim();
    let plain = |part: &str| {
        (1..=MAX_NAME).contains(&part.len())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let (group, name) = name
        .split_once('.')
        .map_or((None, name), |(group, name)| (Some(group), name));
    let is_folded = line.contains(';') && (is_own(name) || is_standard(name));
    (line.contains(':') || is_folded) && group.is_none_or(plain) && plain(name)
}

/// Whether the name is of a program's own making.
fn is_own(name: &str) -> bool {
    name.get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("X-"))
}

/// What this line is below a note. `loose`: the note has run over bare lines before.
pub(super) fn below_a_note(line: &str, manner: Manner, loose: bool) -> Line {
    let name = property(line);
    let own = is_own(name);
    if !has_form(line) || !(own || is_standard(name)) {
        return Line::Prose;
    }
    let (head, value) = split(line).or_else(|| line.split_once(':')).unwrap_or((line, ""));
    let spaced = value.starts_with(' ') && !value.trim().is_empty();
    let has = |letter: fn(&char) -> bool| name.chars().any(|it| letter(&it));
    let (big, small) = (has(char::is_ascii_uppercase), has(char::is_ascii_lowercase));
    let as_written = own || if manner.small { !big } else { !small };
    let has_params = head.contains(';') && !head.contains("; ") || head.contains('.');
    if (spaced && !manner.spaced) || !as_written {
        // A word in capitals that is a property's name is more than a word.
        return if as_written { Line::Doubtful } else { Line::Prose };
    }
    if has_params || !loose || value.trim().is_empty() || fits(name, value.trim()) {
        Line::Property
    } else {
        Line::Doubtful
    }
}

fn is_standard(name: &str) -> bool {
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether the value is of the kind that the property holds. Any text is of those that hold text.
fn fits(name: &str, value: &str) -> bool {
    let one_word = !value.contains(char::is_whitespace);
    match name.to_ascii_uppercase().as_str() {
        "TEL" => {
            let letters = value.chars().filter(|letter| letter.is_alphabetic()).count();
            let digits = value.chars().filter(char::is_ascii_digit).count();
            digits >= 3 && letters <= 4
        }
        "EMAIL" => value.contains('@') && one_word,
        "URL" => text::web_address(value) && one_word,
        "BDAY" | "ANNIVERSARY" | "DEATHDATE" | "REV" | "CREATED" => date::from_vcard(value, None).is_some(),
        "UID" | "IMPP" | "GEO" | "TZ" | "VERSION" | "MEMBER" | "LANG" | "KIND" => one_word,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_told_from_prose() {
        let plain = Manner::default();
        for (line, loose, expected) in [
            ("second line", false, Line::Prose),
            ("Hinweis: morgen", false, Line::Prose),
            ("https://example.org/a", false, Line::Prose),
            ("Tel: 030 123", true, Line::Prose),
            ("TEL: 123 is the old number", false, Line::Doubtful),
            ("TEL:123 is the old number", true, Line::Doubtful),
            ("TEL:123 is the old number", false, Line::Property),
            ("TEL:+49 30 123 ext. 4", true, Line::Property),
            ("TEL;CELL:ask Bob", true, Line::Property),
            ("item1.TEL:ask Bob", true, Line::Property),
            ("EMAIL:d@r.example", true, Line::Property),
            ("EMAIL:write to d@r.example", true, Line::Doubtful),
            ("X-ABLabel:Home", true, Line::Property),
            ("X-SOCIALPROFILE;type=linkedin", true, Line::Property),
            ("Note; see above", false, Line::Prose),
            ("TITLE:Boss", true, Line::Property),
            ("TITLE: Boss", true, Line::Doubtful),
        ] {
            assert_eq!(below_a_note(line, plain, loose), expected, "{line} {loose}");
        }
        let mut spaced = plain;
        spaced.learn("fn: Ada");
        assert_eq!(below_a_note("title: Boss", spaced, false), Line::Property);
        assert_eq!(below_a_note("Title: Boss", spaced, false), Line::Prose);
    }
}
