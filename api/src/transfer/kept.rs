//! What of a row has no place here is kept for the way back, beside the key of the row, as lines of a card: the export of cards writes them
//! again. A line is kept only if both versions of the standard bring it back as it was.

use calcard::vcard::{
    VCard, VCardEntry, VCardParameter, VCardParameterName, VCardParameterValue, VCardProperty, VCardValue,
    VCardVersion,
};

/// Most lines that are kept of a row.
pub const LINES: usize = 50;
/// The longest line, in bytes: pictures and the like are longer.
const LONGEST: usize = 2_000;
/// As what a column of a table is kept that has no place.
const COLUMN: &str = "X-RAPPORT-COLUMN";

/// The line of a property that has no place.
pub fn of_entry(entry: &VCardEntry) -> Option<String> {
    let is_ours = matches!(
        entry.name,
        VCardProperty::Fn
            | VCardProperty::N
            | VCardProperty::Bday
            | VCardProperty::Tz
            | VCardProperty::Pronouns
            | VCardProperty::Uid
    );
    // What is none of the standard and no extension, such as the LABEL of older cards, says mostly again what stands elsewhere.
    let is_foreign =
        matches!(&entry.name, VCardProperty::Other(name) if !name.to_ascii_uppercase().starts_with("X-"));
    let mut entry = entry.clone();
    entry.group = None;
    // The import says of each property that it is text, to have it as it was written.
    entry.params.retain(|param| {
        let text = param.value.as_text().unwrap_or_default();
        param.name != VCardParameterName::Value || !text.eq_ignore_ascii_case("text")
    });
    let line = written(&entry, VCardVersion::V4_0)?;
    let comes_back = |version| {
        let entry = read(&line)?;
        let again = read(&written(&entry, version)?)?;
        written(&again, VCardVersion::V4_0)
    };
    let is_stable = [VCardVersion::V3_0, VCardVersion::V4_0]
        .into_iter()
        .all(|version| comes_back(version).as_ref() == Some(&line));
    (!is_ours && !is_foreign && is_stable && line.len() <= LONGEST).then_some(line)
}

/// The line of a column that has no place.
pub fn of_column(header: &str, value: &str) -> Option<String> {
    let name = VCardParameter::new(
        VCardParameterName::Other("X-NAME".to_owned()),
        VCardParameterValue::Text(header.trim().to_owned()),
    );
    let entry = VCardEntry::new(VCardProperty::Other(COLUMN.to_owned()))
        .with_param(name)
        .with_value(VCardValue::Text(value.trim().to_owned()));
    of_entry(&entry)
}

/// Adds a line to those that are kept, if there is room.
pub fn add(lines: &mut Vec<String>, line: Option<String>) {
    if let Some(line) = line.filter(|line| !lines.contains(line))
        && lines.len() < LINES
    {
        lines.push(line);
    }
}

/// What is kept beside a key, ready to be written on a card.
#[must_use]
pub fn entries(snapshot: &serde_json::Value) -> Vec<VCardEntry> {
    let lines = snapshot.get("left").and_then(serde_json::Value::as_array);
    let lines = lines.into_iter().flatten().filter_map(serde_json::Value::as_str);
    lines.filter_map(read).collect()
}

/// A property on one line.
fn written(entry: &VCardEntry, version: VCardVersion) -> Option<String> {
    let card = VCard {
        entries: vec![entry.clone()],
    };
    let mut text = String::new();
    card.write_to(&mut text, version).ok()?;
    let unfolded = text.replace("\r\n ", "").replace("\r\n\t", "");
    let mut lines = unfolded.lines().filter(|line| {
        let is_frame = ["BEGIN:", "VERSION:", "END:"];
        !line.is_empty() && !is_frame.iter().any(|frame| line.starts_with(frame))
    });
    let line = lines.next()?.to_owned();
    lines.next().is_none().then_some(line)
}

/// The property of a line.
fn read(line: &str) -> Option<VCardEntry> {
    let text = format!("BEGIN:VCARD\r\nVERSION:4.0\r\n{line}\r\nEND:VCARD\r\n");
    let card = VCard::parse(&text).ok()?;
    let is_frame = |name: &VCardProperty| {
        matches!(
            name,
            VCardProperty::Begin | VCardProperty::End | VCardProperty::Version
        )
    };
    card.entries.into_iter().find(|entry| !is_frame(&entry.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_kept_as_it_was() {
        for line in ["GENDER:F", "X-FOO;TYPE=bar:one\\, two\\nthree", "LANG;PREF=1:fr"] {
            let kept = of_entry(&read(line).unwrap());
            assert!(kept.is_some_and(|kept| kept.eq_ignore_ascii_case(line)), "{line}");
        }
        for line in ["BDAY:circa 1800", "LABEL:Lane 1"] {
            assert_eq!(of_entry(&read(line).unwrap()), None, "{line}");
        }
        let long = format!("X-LONG:{}", "x".repeat(3_000));
        assert_eq!(of_entry(&read(&long).unwrap()), None);
        let column = of_column(" Shoe size, EU ", "38; 39").unwrap();
        assert!(
            column.starts_with("X-RAPPORT-COLUMN;X-NAME=") && column.contains("Shoe size, EU"),
            "{column}"
        );
    }
}
