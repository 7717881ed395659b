//! Lines that real programs write and the parser misreads, put right on their way to it.

use std::borrow::Cow;

use super::super::text;
use super::lines::{closes_card, next_line, opens_card};

/// The property's name, without its group and parameters.
pub(super) fn property(line: &str) -> &str {
    let name = line.split([':', ';']).next().unwrap_or_default();
    name.rsplit('.').next().unwrap_or_default().trim()
}

pub(super) fn is_agent(line: &str) -> bool {
    property(line).eq_ignore_ascii_case("AGENT")
        && line
            .split_once(':')
            .is_some_and(|(_, value)| value.trim().is_empty() || opens_card(value))
}

pub(super) fn is_quoted_printable(line: &str) -> bool {
    split_head(line).is_some_and(|(head, _)| contains_ignoring_case(head, "QUOTED-PRINTABLE"))
}

/// Name and parameters, and the value, which begins behind the first colon outside quotation marks.
fn split_head(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let colon = line.find(|letter| {
        quoted ^= letter == '"';
        letter == ':' && !quoted
    })?;
    Some((line.get(..colon)?, line.get(colon + 1..)?))
}

fn contains_ignoring_case(text: &str, word: &str) -> bool {
    text.as_bytes()
        .windows(word.len())
        .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// Puts right what the parser would misread in the line that begins a property. `following` is the text after it.
pub(super) fn repair<'a>(line: &'a str, following: &str) -> Cow<'a, str> {
    let name = property(line);
    // The parser's own dates lose what was written: the day of 4.0's `1985-04-12`, and all but a year 12 of `12.04.1985`.
    // So ask for the text.
    if name.eq_ignore_ascii_case("BDAY") || name.eq_ignore_ascii_case("TZ") {
        let end = line.find([':', ';']).unwrap_or(line.len());
        return match line.split_at_checked(end) {
            Some((name, rest)) => Cow::Owned(format!("{name};VALUE=text{rest}")),
            None => Cow::Borrowed(line),
        };
    }
    let Some((head, value)) = split_head(line) else {
        // A quotation mark among the parameters that nothing closes (`TYPE="CELL:`) would take the value along.
        let closes_later = following.starts_with([' ', '\t']);
        return match line.split_once(':') {
            Some((head, value)) if !closes_later => Cow::Owned(format!("{}:{value}", head.replace('"', ""))),
            _ => Cow::Borrowed(line),
        };
    };
    if !contains_ignoring_case(head, "QUOTED-PRINTABLE") {
        return Cow::Borrowed(line);
    }
    let mut params: Vec<&str> = head
        .split(';')
        // vCard 2.1 may leave `ENCODING=` out, and the parser then leaves the value undecoded.
        .map(|param| {
            if param.trim().eq_ignore_ascii_case("QUOTED-PRINTABLE") {
                "ENCODING=QUOTED-PRINTABLE"
            } else {
                param
            }
        })
        .collect();
    if !contains_ignoring_case(head, "CHARSET=") {
        params.push(charset(value, following));
    }
    Cow::Owned(format!("{}:{value}", params.join(";")))
}

/// The character set of a quoted-printable value that names none. The parser would take Latin-1, and most programs
/// that forget to say mean UTF-8 or Windows-1252.
fn charset(value: &str, following: &str) -> &'static str {
    let mut bytes = Vec::new();
    let (mut line, mut rest) = (value, Some(following));
    loop {
        let soft = line.strip_suffix('=');
        text::undo_escapes(soft.unwrap_or(line), b'=', &mut bytes);
        let Some(following) = rest.filter(|_| soft.is_some()) else {
            break;
        };
        (line, rest) = next_line(following);
        if opens_card(line) || closes_card(line) {
            break;
        }
    }
    if std::str::from_utf8(&bytes).is_ok() {
        "CHARSET=UTF-8"
    } else {
        "CHARSET=windows-1252"
    }
}
