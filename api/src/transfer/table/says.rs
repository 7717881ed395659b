//! What a column of a table of people can say.

use entity::fact::FactKind;
use entity::person;

use super::super::contact::PointKind;
use crate::kit::declared::Declared as _;

/// What a column says. Columns that are about one thing, such as an address and its label, are of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// One of the person's own texts and dates, by the first name of the declared field.
    Own(&'static str),
    /// Where they work; the row's headline follows from the role if nothing else says it.
    Organization,
    /// What they are there.
    Role,
    /// Their unit there.
    Department,
    /// A way to reach them, and what it is called where nothing else says it.
    Point(PointKind, &'static str),
    /// A part of a postal address, by its place among the seven.
    Address(usize),
    /// A postal address as it stands on an envelope.
    Envelope,
    /// What the thing of its group is called.
    Label,
    /// A date that comes again each year, or one that the label of its group names.
    Date,
    /// Something worth remembering, and what stands before it.
    Fact(FactKind, &'static str),
    /// Somebody whom they know, and as what; an empty word is the label of its group.
    Relation(&'static str),
    /// Plain labels.
    Tags,
    /// The key of the row in its source.
    Key,
    /// What its program keeps for itself.
    Nothing,
}

/// A column by its names, the group that it is of, and what it says. `#` stands for a number in both.
pub type Column = (&'static [&'static str], &'static str, Says);

/// The declared field of this name, in whatever case.
pub fn own(name: &str) -> Option<&'static str> {
    let entries = person::Model::declaration().entries.iter();
    let mut named = entries.filter(|entry| entry.name.eq_ignore_ascii_case(name));
    named
        .find(|entry| super::row::is_told(entry.kind))
        .map(|entry| entry.first_name)
}

/// A cell of a header in the form in which it is looked up.
pub fn plain(cell: &str) -> String {
    let cell = cell.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}');
    cell.to_lowercase()
}

/// What a header says by a list of columns, and the group that it is of.
pub fn look_up(columns: &[Column], header: &str) -> Option<(String, Says)> {
    columns.iter().find_map(|(names, group, says)| {
        let number = names.iter().find_map(|name| number_in(name, header))?;
        let group = if group.contains('#') {
            group.replace('#', number)
        } else {
            (*group).to_owned()
        };
        Some((group, *says))
    })
}

/// The number that stands in a header where the pattern has one; nothing where it is another header.
fn number_in<'h>(pattern: &str, header: &'h str) -> Option<&'h str> {
    let Some((start, end)) = pattern.split_once('#') else {
        return (pattern == header).then_some("");
    };
    let number = header.strip_prefix(start)?.strip_suffix(end)?;
    let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_a_header_is_that_of_its_group() {
        let columns: &[Column] = &[(
            &["e-mail # - value"],
            "e-mail #",
            Says::Point(PointKind::Email, ""),
        )];
        let found = look_up(columns, "e-mail 12 - value");
        assert_eq!(
            found,
            Some(("e-mail 12".to_owned(), Says::Point(PointKind::Email, "")))
        );
        for other in [
            "e-mail - value",
            "e-mail x - value",
            "e-mail 1 - type",
            "e-mail 1",
        ] {
            assert_eq!(look_up(columns, other), None, "{other}");
        }
    }

    #[test]
    fn own_fields_are_those_that_are_declared() {
        assert_eq!(own("displayname"), Some("displayName"));
        assert_eq!(own("Notes"), Some("summary"));
        assert_eq!((own("metThroughId"), own("nothing")), (None, None));
    }
}
