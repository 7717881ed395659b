//! The head of a property, its name and parameters, and the whole property in the one form that the parser reads well:
//! decoded, on one line, and as text. The parser's own dates and addresses lose what was written.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::Encoding;

use super::super::decode;
use super::encoded::quoted_printable;
use super::lines::opens_card;

/// Where the colon of a property is looked for, in bytes.
pub(super) const MAX_HEAD: usize = 4096;

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

/// Whether the value that begins in this line is in quoted-printable.
pub(super) fn is_quoted_printable(line: &str) -> bool {
    // A line may be the whole card, and this is asked of each of its pieces.
    let start = (MAX_HEAD - 3..=MAX_HEAD)
        .rev()
        .find_map(|end| line.get(..end))
        .unwrap_or(line);
    let is_quoted = |param: &str| Transfer::of(param) == Some(Transfer::Quoted);
    split(start).is_some_and(|(head, _)| head.split(';').any(is_quoted))
}

/// Name and parameters, and the value, which begins behind the first colon outside quotation marks.
pub(super) fn split(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let colon = line.find(|letter| {
        quoted ^= letter == '"';
        letter == ':' && !quoted
    })?;
    Some((line.get(..colon)?, line.get(colon + 1..)?))
}

/// How a value is written down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transfer {
    Quoted,
    Base64,
    Plain,
}

impl Transfer {
    /// What a parameter says of it. vCard 2.1 may leave `ENCODING=` out.
    fn of(param: &str) -> Option<Self> {
        let param = param.trim();
        let (name, word) = param.split_once('=').unwrap_or(("ENCODING", param));
        let bare = !param.contains('=');
        match word.trim().trim_matches('"').to_ascii_uppercase().as_str() {
            _ if !name.trim().eq_ignore_ascii_case("ENCODING") => None,
            "QUOTED-PRINTABLE" => Some(Self::Quoted),
            "BASE64" => Some(Self::Base64),
            "Q" if !bare => Some(Self::Quoted),
            "B" if !bare => Some(Self::Base64),
            "8BIT" | "7BIT" => Some(Self::Plain),
            _ => None,
        }
    }
}

fn charset(param: &str) -> Option<&str> {
    let (name, label) = param.split_once('=')?;
    name.trim().eq_ignore_ascii_case("CHARSET").then_some(label)
}

/// The property on one line for the parser: `raw` has its folds taken out, and a line break for each one that the value holds.
pub(super) fn whole(raw: &str) -> Option<String> {
    let mended;
    let (head, value) = match split(raw) {
        Some(parts) => parts,
        None => {
            // A quotation mark among the parameters that nothing closes (`TYPE="CELL:`) would take the value along.
            let (head, value) = raw.split_once(':')?;
            mended = head.replace('"', "");
            (mended.as_str(), value)
        }
    };
    let mut params = head.split(';');
    let name = params.next()?.trim();
    let (mut kept, mut transfer, mut set) = (String::new(), Transfer::Plain, None);
    for param in params {
        if let Some(stated) = Transfer::of(param) {
            transfer = stated;
        } else if let Some(label) = charset(param) {
            set = decode::named(label);
        } else {
            kept.push(';');
            kept.push_str(&android_label(param).unwrap_or_else(|| param.to_owned()));
        }
    }
    let value = match transfer {
        Transfer::Quoted => quoted_printable(value, set),
        Transfer::Base64 => base64(value, set).unwrap_or_else(|| value.to_owned()),
        Transfer::Plain => value.to_owned(),
    };
    Some(format!("{name};VALUE=text{kept}:{}", value.replace('\n', "\\n")))
}

fn base64(value: &str, set: Option<&'static Encoding>) -> Option<String> {
    let letters: String = value.split_whitespace().collect();
    let bytes = STANDARD.decode(letters).ok()?;
    Some(
        decode::declared(&bytes, set)
            .replace('\\', "\\\\")
            .replace('\r', ""),
    )
}

/// A label of the user's own, as Android writes it: `X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=44=69)`.
fn android_label(param: &str) -> Option<String> {
    let (name, inner) = param.trim().strip_suffix(')')?.split_once('(')?;
    if !name.eq_ignore_ascii_case("X-CUSTOM") {
        return None;
    }
    let set = inner.split(',').find_map(charset).and_then(decode::named);
    let encoded = inner
        .split(',')
        .any(|part| Transfer::of(part) == Some(Transfer::Quoted));
    let label = inner
        .split(',')
        .filter(|part| Transfer::of(part).is_none() && charset(part).is_none())
        .collect::<Vec<_>>()
        .join(",");
    let label = if encoded {
        quoted_printable(&label, set)
    } else {
        label
    };
    let label: String = label
        .chars()
        .filter(|letter| !matches!(letter, '"' | '\\' | '\n'))
        .collect();
    Some(format!("X-CUSTOM=\"{label}\""))
}
