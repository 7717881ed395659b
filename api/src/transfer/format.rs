//! Which format a file is in, and the way in to its parser.

use std::fmt;

use super::contact::NumberedRow;
use super::table::Mapped;
use super::{decode, linkedin, table, vcard};

/// The largest file read, in bytes. Cards carry photographs, so an address book of some thousands fits.
pub const MAX_FILE_BYTES: usize = 32 * 1024 * 1024;
/// The most cards or rows read from one file. LinkedIn itself stops at 30,000 connections.
pub const MAX_ROWS: usize = 50_000;

/// A format of contacts file that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// vCard 2.1, 3.0 or 4.0, one card or many.
    VCard,
    /// The `Connections.csv` of a LinkedIn data export.
    LinkedInCsv,
    /// A table of Google Contacts, of today or an older one.
    GoogleCsv,
    /// A table of Outlook, on the desktop or on the web.
    OutlookCsv,
    /// Rapport's own `people.csv`.
    RapportCsv,
    /// Any other table of people, by a mapping or the usual names of columns.
    Csv,
}

impl Format {
    /// As what it is kept where a person came from.
    pub const fn source(self) -> &'static str {
        match self {
            Self::VCard => "vcard",
            Self::LinkedInCsv => "linkedin",
            Self::GoogleCsv => "google",
            Self::OutlookCsv => "outlook",
            Self::RapportCsv => "rapport",
            Self::Csv => "csv",
        }
    }

    /// All formats.
    pub const ALL: [Self; 6] = [
        Self::VCard,
        Self::LinkedInCsv,
        Self::GoogleCsv,
        Self::OutlookCsv,
        Self::RapportCsv,
        Self::Csv,
    ];

    /// Its word, as clients know it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::VCard => "VCARD",
            Self::LinkedInCsv => "LINKEDIN_CSV",
            Self::GoogleCsv => "GOOGLE_CSV",
            Self::OutlookCsv => "OUTLOOK_CSV",
            Self::RapportCsv => "RAPPORT_CSV",
            Self::Csv => "CSV",
        }
    }

    /// The sources that formats of their own have.
    pub const SOURCES: [&'static str; 5] = ["vcard", "linkedin", "google", "outlook", "rapport"];
}

/// How a file is to be read.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// What it is; found out from its content if nothing is said.
    pub format: Option<Format>,
    /// What the columns of a table say; by their usual names if nothing is said.
    pub mapping: Vec<Mapped>,
    /// As what it is kept where people came from, for tables with keys of another system.
    pub source: Option<String>,
}

/// A file that was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Parsed {
    /// What it was read as.
    pub format: Format,
    /// As what it is kept where people came from.
    pub source: String,
    /// Its rows.
    pub rows: Vec<NumberedRow>,
}

/// Why a whole file could not be read. One bad card or row never is a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// Nothing in it.
    Empty,
    /// More bytes than `MAX_FILE_BYTES`.
    TooLarge,
    /// More cards or rows than `MAX_ROWS`.
    TooManyRows,
    /// A table with a line longer than any row can be.
    LineTooLong,
    /// None of the formats.
    Unrecognised,
    /// Said to be vCard, and holds no card.
    NoCards,
    /// Said to be such a table, and holds no header row of it.
    NoHeader(Format),
    /// The column of this place in the mapping stands in no header row.
    NoColumn(usize),
}

/// What can be read, in words.
const READABLE: &str = "vCard (it would begin with BEGIN:VCARD), LinkedIn's Connections.csv, a table of Google Contacts or Outlook, or a \
                        CSV table with a header row that has names (First Name, Name …) and ways to reach people (Email, Phone …)";

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the file is empty; send {READABLE}"),
            Self::TooLarge => write!(
                f,
                "the file is larger than {} MiB; export the contacts without photos or in parts",
                MAX_FILE_BYTES / 1024 / 1024
            ),
            Self::TooManyRows => write!(
                f,
                "the file holds more than {MAX_ROWS} contacts; send it in parts"
            ),
            Self::LineTooLong => write!(
                f,
                "a line of the file is longer than 64 KiB; a table of contacts has short rows"
            ),
            Self::Unrecognised => write!(
                f,
                "the file is not {READABLE}; of a table with other headers say in `mapping` what its columns are"
            ),
            Self::NoCards => write!(
                f,
                "the file holds no vCard; each card begins with BEGIN:VCARD and ends with END:VCARD"
            ),
            Self::NoHeader(format) => write!(
                f,
                "no header row found near the beginning of the file; {}",
                headed(*format)
            ),
            Self::NoColumn(_) => write!(
                f,
                "no header row near the beginning of the file has a column of this name, beside those before it"
            ),
        }
    }
}

const fn headed(format: Format) -> &'static str {
    match format {
        Format::LinkedInCsv => {
            "LinkedIn's Connections.csv has one with First Name, Last Name and one of URL, Connected On"
        }
        Format::GoogleCsv => {
            "a table of Google Contacts has one with E-mail 1 - Value, Phone 1 - Value or Group Membership"
        }
        Format::OutlookCsv => "a table of Outlook has one with E-mail Address or Business Phone",
        Format::RapportCsv => "people.csv has one with id, displayName, createdAt and updatedAt",
        Format::VCard | Format::Csv => {
            "a table of people has one with a name and an email address, a telephone number or a birthday; of others say in `mapping` what \
             their columns are"
        }
    }
}

impl std::error::Error for FileError {}

/// Reads a contacts file. Where no format is said, the content tells which it is; the answer says which it was.
pub fn parse(bytes: &[u8], how: &How) -> Result<Parsed, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge);
    }
    let text = decode::text(bytes);
    let text = text
        .trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}' || letter == '\0');
    if text.is_empty() {
        return Err(FileError::Empty);
    }
    let mapped = (!how.mapping.is_empty()).then_some(Format::Csv);
    let format = how
        .format
        .or(mapped)
        .or_else(|| detect(text))
        .ok_or(FileError::Unrecognised)?;
    let source = how.source.clone().unwrap_or_else(|| format.source().to_owned());
    let rows = match format {
        Format::VCard => vcard::rows(text, MAX_ROWS)?,
        Format::LinkedInCsv => linkedin::rows(text, MAX_ROWS)?,
        _ => table::rows(text, (format, &source), &how.mapping, MAX_ROWS)?,
    };
    Ok(Parsed { format, source, rows })
}

/// How many lines may stand before the first card, or the header of a table: notes, mail headers, `ENCODING:UTF-8`.
pub(super) const LEADING_LINES: usize = 50;

fn detect(text: &str) -> Option<Format> {
    let mut lines = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    if lines.by_ref().take(LEADING_LINES).any(vcard::opens_card) {
        Some(Format::VCard)
    } else if linkedin::has_header(text) {
        Some(Format::LinkedInCsv)
    } else {
        table::format(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::Row;
    use super::*;

    fn names(bytes: &[u8]) -> (Format, Vec<String>) {
        let Parsed { format, rows, .. } = parse(bytes, &How::default()).unwrap();
        let name = |row: NumberedRow| match row.row {
            Row::Contact(contact) => contact.person.display_name,
            other => panic!("{other:?}"),
        };
        (format, rows.into_iter().map(name).collect())
    }

    #[test]
    fn content_tells_the_format() {
        let card = "\u{FEFF}\r\n  begin:vcard\r\nVERSION:3.0\r\nFN:Zoë\r\nend:vcard\r\n";
        assert_eq!(names(card.as_bytes()), (Format::VCard, vec!["Zoë".to_owned()]));
        let csv = "\u{FEFF}Notes:\n\"Some, text\"\n\nFirst Name,Last Name,URL,Connected On\nZoë,Å,,\n";
        assert_eq!(
            names(csv.as_bytes()),
            (Format::LinkedInCsv, vec!["Zoë Å".to_owned()])
        );
    }

    #[test]
    fn a_card_may_stand_below_other_lines() {
        let file = b"ENCODING:UTF-8\r\n\r\nBEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n";
        assert_eq!(names(file), (Format::VCard, vec!["Ada".to_owned()]));
    }

    #[test]
    fn utf_16_with_a_mark_is_read() {
        let mut bytes = vec![0xFF, 0xFE];
        for unit in "BEGIN:VCARD\nFN:李 小龍 😀\nEND:VCARD\n".encode_utf16() {
            bytes.extend(unit.to_le_bytes());
        }
        assert_eq!(names(&bytes).1, ["李 小龍 😀"]);
    }

    #[test]
    fn old_macintosh_line_ends_are_read() {
        assert_eq!(names(b"BEGIN:VCARD\rVERSION:2.1\rFN:Ada\rEND:VCARD\r").1, ["Ada"]);
        assert_eq!(names(b"First Name,Last Name,URL\rAda,L,\r").1, ["Ada L"]);
    }

    #[test]
    fn other_files_are_refused_with_what_is_accepted() {
        for (bytes, format, error) in [
            (&b""[..], None, FileError::Empty),
            (b"\xEF\xBB\xBF \r\n", Some(Format::VCard), FileError::Empty),
            (b"Name,Given Name\nAda,A\n", None, FileError::Unrecognised),
            (b"{\"a\":1}", None, FileError::Unrecognised),
            (b"hello", Some(Format::VCard), FileError::NoCards),
            (
                b"BEGIN:VCARD\nEND:VCARD",
                Some(Format::LinkedInCsv),
                FileError::NoHeader(Format::LinkedInCsv),
            ),
            (
                b"First Name,Last Name,Email\nA,B,c@example.org\n",
                Some(Format::GoogleCsv),
                FileError::NoHeader(Format::GoogleCsv),
            ),
        ] {
            let how = How {
                format,
                ..How::default()
            };
            assert_eq!(parse(bytes, &how), Err(error));
        }
        assert_eq!(
            parse(&vec![b'a'; MAX_FILE_BYTES + 1], &How::default()),
            Err(FileError::TooLarge)
        );
        assert_eq!(
            parse(
                "BEGIN:VCARD\nEND:VCARD\n".repeat(MAX_ROWS + 1).as_bytes(),
                &How::default()
            ),
            Err(FileError::TooManyRows)
        );
    }
}
