//! Which format a file is in, and the way in to its parser.

use std::fmt;

use super::contact::NumberedRow;
use super::linkedin::Foreign;
use super::{decode, linkedin, vcard};

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
    /// Neither of the formats.
    Unrecognised,
    /// Said to be vCard, and holds no card.
    NoCards,
    /// Said to be a LinkedIn export, and holds no header row.
    NoHeader,
    /// A table of people that somebody else wrote.
    Foreign(Foreign),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(
                f,
                "the file is empty; send a vCard file (.vcf) or LinkedIn's Connections.csv"
            ),
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
                "a line of the file is longer than 64 KiB; LinkedIn's Connections.csv has one short row a line"
            ),
            Self::Unrecognised => write!(
                f,
                "the file is neither vCard (it would begin with BEGIN:VCARD) nor LinkedIn's Connections.csv (a header row \
                 with First Name, Last Name and one of URL, Connected On)"
            ),
            Self::NoCards => write!(
                f,
                "the file holds no vCard; each card begins with BEGIN:VCARD and ends with END:VCARD"
            ),
            Self::NoHeader => write!(
                f,
                "no header row found; LinkedIn's Connections.csv has one with First Name, Last Name and one of URL, \
                 Connected On, near its beginning"
            ),
            Self::Foreign(whose) => write!(f, "{}", in_words(*whose)),
        }
    }
}

const fn in_words(whose: Foreign) -> &'static str {
    match whose {
        Foreign::Google => {
            "the file looks like a table of Google Contacts, which cannot be read yet; in Google Contacts choose Export and \
             \"vCard (for iOS Contacts)\" instead, and send that file"
        }
        Foreign::Outlook => {
            "the file looks like a table of Outlook or Yahoo, which cannot be read yet; import it into an address book that reads it, \
             such as Google Contacts or Thunderbird, export the contacts as vCard (.vcf) there, and send that file"
        }
        Foreign::Other => {
            "the file looks like a table of people, but not like LinkedIn's Connections.csv, which has a column URL or Connected On; \
             import it into an address book that reads it, such as Google Contacts or Thunderbird, export the contacts as vCard \
             (.vcf) there, and send that file"
        }
    }
}

impl std::error::Error for FileError {}

/// Reads a contacts file. Without a `format`, the content tells which it is; the answer says which it was.
pub fn parse(bytes: &[u8], format: Option<Format>) -> Result<(Format, Vec<NumberedRow>), FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge);
    }
    let text = decode::text(bytes);
    let text = text
        .trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}' || letter == '\0');
    if text.is_empty() {
        return Err(FileError::Empty);
    }
    let unknown = || linkedin::foreign(text).map_or(FileError::Unrecognised, FileError::Foreign);
    let format = format.or_else(|| detect(text)).ok_or_else(unknown)?;
    let rows = match format {
        Format::VCard => vcard::rows(text, MAX_ROWS)?,
        Format::LinkedInCsv => linkedin::rows(text, MAX_ROWS)?,
    };
    Ok((format, rows))
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
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::Row;
    use super::*;

    fn names(bytes: &[u8]) -> (Format, Vec<String>) {
        let (format, rows) = parse(bytes, None).unwrap();
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
            (
                b"First Name,Last Name,E-mail 1 - Value\nA,B,c@example.org\n",
                None,
                FileError::Foreign(Foreign::Google),
            ),
            (
                b"First Name,Last Name,Email Address,Phone\nA,B,c@example.org,1\n",
                Some(Format::LinkedInCsv),
                FileError::Foreign(Foreign::Other),
            ),
            (b"hello", Some(Format::VCard), FileError::NoCards),
            (
                b"BEGIN:VCARD\nEND:VCARD",
                Some(Format::LinkedInCsv),
                FileError::NoHeader,
            ),
        ] {
            assert_eq!(parse(bytes, format), Err(error));
            assert!(error.to_string().contains("vCard") || error.to_string().contains("Connections.csv"));
        }
        assert_eq!(
            parse(&vec![b'a'; MAX_FILE_BYTES + 1], None),
            Err(FileError::TooLarge)
        );
        assert_eq!(
            parse("BEGIN:VCARD\nEND:VCARD\n".repeat(MAX_ROWS + 1).as_bytes(), None),
            Err(FileError::TooManyRows)
        );
    }
}
