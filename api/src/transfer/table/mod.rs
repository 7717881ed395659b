//! Tables of people: of Google Contacts, of Outlook, of Rapport itself, and of anybody, by the names of their columns or by a mapping.
//!
//! What a column says is data (`programs`, `usual`), one list for each kind of table; a row is read by what its columns say (`row`), in the same way
//! for all of them. What no list knows is named in the row's outcome.

mod programs;
mod row;
mod says;
mod usual;

use std::collections::HashMap;

pub use says::Says;
use says::{Column, look_up, own, plain};

use super::contact::{NumberedRow, PointKind};
use super::format::{FileError, Format};
use super::{beside, sheet};

/// A column that the client says the meaning of.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The header, in any case.
    pub column: String,
    /// What it says.
    pub says: Says,
    /// The group of columns that it is of; one of its own where it is none.
    pub group: &'static str,
    /// What the thing is called.
    pub label: Option<String>,
}

/// What the columns of a table say.
struct Columns {
    format: Format,
    source: String,
    headers: Vec<String>,
    cells: Vec<Option<Cell>>,
    groups: Vec<String>,
    /// Whether the file is of those who write the month before the day.
    is_english: bool,
}

/// The group of a column, what it says, and what the thing is called.
type Said = (String, Says, Option<String>);

/// What a column says, and the number of its group.
#[derive(Clone, Debug)]
struct Cell {
    group: usize,
    says: Says,
    label: Option<String>,
}

/// How a table is read, where its format says it.
const fn lists(format: Format) -> &'static [&'static [Column]] {
    match format {
        Format::RapportCsv => &[programs::RAPPORT],
        Format::GoogleCsv => &[programs::GOOGLE, usual::USUAL],
        Format::OutlookCsv => &[programs::OUTLOOK, usual::USUAL],
        _ => &[usual::USUAL],
    }
}

/// Which table the text is, if it is one of people.
pub(super) fn format(text: &str) -> Option<Format> {
    let kinds = [
        Format::RapportCsv,
        Format::GoogleCsv,
        Format::OutlookCsv,
        Format::Csv,
    ];
    kinds
        .into_iter()
        .find(|format| sheet::find(text, |record| Columns::find(record, *format, format.source())).is_some())
}

/// Every data row of a table.
pub(super) fn rows(
    text: &str,
    (format, source): (Format, &str),
    mapping: &[Mapped],
    max: usize,
) -> Result<Vec<NumberedRow>, FileError> {
    let mut rows = if mapping.is_empty() {
        let found = sheet::find(text, |record| Columns::find(record, format, source));
        found.ok_or(FileError::NoHeader(format))?.rows(max)?
    } else {
        let found = sheet::find(text, |record| Columns::mapped(record, mapping, source));
        let missing = || {
            let lacks = |mapped: &&Mapped| {
                sheet::find(text, |record| {
                    Columns::mapped(record, std::slice::from_ref(*mapped), source)
                })
                .is_none()
            };
            mapping
                .iter()
                .position(|mapped| lacks(&mapped))
                .map_or(FileError::NoHeader(format), FileError::NoColumn)
        };
        found.ok_or_else(missing)?.rows(max)?
    };
    beside::settle(&mut rows);
    Ok(rows)
}

impl Columns {
    /// The columns that this record heads, if it is a header of such a table.
    fn find(record: &csv::StringRecord, format: Format, source: &str) -> Option<Self> {
        let headers: Vec<String> = record.iter().map(str::to_owned).collect();
        let plains: Vec<String> = record.iter().map(plain).collect();
        if !is_of(&plains, format) {
            return None;
        }
        let said = |header: &String| {
            let own = || (format == Format::RapportCsv).then(|| own(header)).flatten();
            let own = || own().map(|name| (String::new(), Says::Own(name)));
            lists(format)
                .iter()
                .find_map(|list| look_up(list, header))
                .or_else(own)
        };
        let said = plains
            .iter()
            .map(|header| said(header).map(|(group, says)| (group, says, None)));
        Some(Self::of((headers, said.collect()), format, source))
    }

    /// The columns of a header that has all that are mapped.
    fn mapped(record: &csv::StringRecord, mapping: &[Mapped], source: &str) -> Option<Self> {
        let headers: Vec<String> = record.iter().map(str::to_owned).collect();
        let plains: Vec<String> = record.iter().map(plain).collect();
        let mut said = vec![None; headers.len()];
        for (number, mapped) in mapping.iter().enumerate() {
            let place = plains
                .iter()
                .position(|header| *header == plain(&mapped.column))?;
            let group = match mapped.group {
                "" => format!("mapped {number}"),
                group => group.to_owned(),
            };
            *said.get_mut(place)? = Some((group, mapped.says, mapped.label.clone()));
        }
        Some(Self::of((headers, said), Format::Csv, source))
    }

    fn of((headers, said): (Vec<String>, Vec<Option<Said>>), format: Format, source: &str) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut groups: Vec<String> = Vec::new();
        let cells = said.into_iter().map(|said| {
            let (group, says, label) = said?;
            let group = *numbers.entry(group.clone()).or_insert_with(|| {
                groups.push(group);
                groups.len() - 1
            });
            Some(Cell { group, says, label })
        });
        let cells = cells.collect();
        let english = [
            "first name",
            "given name",
            "last name",
            "name",
            "full name",
            "birthday",
            "date of birth",
        ];
        let is_english = headers
            .iter()
            .any(|header| english.contains(&plain(header).as_str()));
        Self {
            format,
            source: source.to_owned(),
            headers,
            cells,
            groups,
            is_english,
        }
    }
}

/// Whether a header is that of such a table.
fn is_of(headers: &[String], format: Format) -> bool {
    let any = |wanted: &[&str]| headers.iter().any(|header| wanted.contains(&header.as_str()));
    match format {
        Format::RapportCsv => {
            let all = ["id", "displayname", "createdat", "updatedat"];
            all.iter().all(|name| any(&[name]))
        }
        Format::GoogleCsv => {
            let starts = ["e-mail 1 - ", "phone 1 - ", "address 1 - ", "organization 1 - "];
            let is_numbered = |header: &String| starts.iter().any(|start| header.starts_with(start));
            headers.iter().any(is_numbered)
                || any(&["group membership"])
                || (any(&["labels"]) && any(&["file as"]))
        }
        Format::OutlookCsv => any(&[
            "e-mail address",
            "e-mail display name",
            "e-mail 2 address",
            "business phone",
            "telefon geschäftlich",
        ]),
        _ => {
            let said: Vec<Says> = headers
                .iter()
                .filter_map(|header| look_up(usual::USUAL, header))
                .map(|(_, says)| says)
                .collect();
            let names = ["displayName", "givenName", "familyName"];
            let is_name = |says: &Says| matches!(says, Says::Own(name) if names.contains(name));
            let is_way = |says: &Says| {
                matches!(
                    says,
                    Says::Point(PointKind::Email | PointKind::Phone, _) | Says::Own("birthday")
                )
            };
            said.iter().any(is_name) && said.iter().any(is_way)
        }
    }
}
