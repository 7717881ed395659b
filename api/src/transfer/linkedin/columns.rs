//! The columns of the export, and one row to one contact.

use super::super::contact::{ExternalKey, ImportedContact, MAX_HEADLINE, MAX_NAME, PointKind, Row};
use super::super::{date, text};

/// Where each column is. LinkedIn adds and drops columns over the years.
#[derive(Default)]
pub(super) struct Columns {
    first: Option<usize>,
    last: Option<usize>,
    url: Option<usize>,
    email: Option<usize>,
    company: Option<usize>,
    position: Option<usize>,
    connected: Option<usize>,
}

impl Columns {
    /// The columns that this record heads, if it is a header.
    pub(super) fn find(record: &csv::StringRecord) -> Option<Self> {
        let mut columns = Self::default();
        for (index, cell) in record.iter().enumerate() {
            let cell = cell.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}');
            let place = match cell.to_ascii_lowercase().as_str() {
                "first name" => &mut columns.first,
                "last name" => &mut columns.last,
                "url" => &mut columns.url,
                "email address" => &mut columns.email,
                "company" => &mut columns.company,
                "position" => &mut columns.position,
                "connected on" => &mut columns.connected,
                _ => continue,
            };
            place.get_or_insert(index);
        }
        let telling = columns.url.or(columns.email).or(columns.connected);
        (columns.first.is_some() && columns.last.is_some() && telling.is_some()).then_some(columns)
    }

    /// What the row becomes, and what to call it.
    pub(super) fn row(&self, record: &csv::StringRecord) -> (Option<String>, Row) {
        if record.iter().all(|field| text::line(field).is_none()) {
            return (None, Row::Skipped("blank row".to_owned()));
        }
        if Self::find(record).is_some() {
            return (None, Row::Skipped("a repeated header row".to_owned()));
        }
        let field = |column: Option<usize>| column.and_then(|index| record.get(index)).and_then(text::line);
        let email = field(self.email).filter(|email| email.contains('@'));
        let mut contact = ImportedContact {
            given_name: field(self.first).and_then(|name| text::name(&name, MAX_NAME)),
            family_name: field(self.last).and_then(|name| text::name(&name, MAX_NAME)),
            met_on: field(self.connected).and_then(|on| date::from_linkedin(&on)),
            ..ImportedContact::default()
        };
        let names: Vec<&str> = [&contact.given_name, &contact.family_name]
            .into_iter()
            .filter_map(|name| name.as_deref())
            .collect();
        let Some(display_name) = text::name(&names.join(" "), MAX_NAME)
            .or_else(|| email.as_deref().and_then(|email| text::name(email, MAX_NAME)))
        else {
            return (
                None,
                Row::Rejected("the row has neither a name nor an email address".to_owned()),
            );
        };
        contact.display_name = display_name;
        let (company, position) = (field(self.company), field(self.position));
        let headline = match (&position, &company) {
            (Some(position), Some(company)) => Some(format!("{position} at {company}")),
            _ => position.clone(),
        };
        contact.headline = headline.and_then(|headline| text::line_cut(&headline, MAX_HEADLINE));
        if let Some(company) = company {
            contact.add_affiliation(&company, position.as_deref(), None);
        }
        if let Some(email) = email {
            contact.add_point(PointKind::Email, &email, None, false);
        }
        if let Some(url) = field(self.url) {
            match profile_slug(&url) {
                Some(slug) => {
                    let url = format!("https://www.linkedin.com/in/{slug}");
                    contact.add_point(PointKind::Url, &url, Some("LinkedIn"), false);
                    contact.external = ExternalKey::new("linkedin", &slug, Some(url));
                }
                // Some other page, an old /pub/ one perhaps: worth keeping, not worth matching on.
                None if text::web_address(&url) => {
                    contact.add_point(PointKind::Url, &url, Some("LinkedIn"), false)
                }
                None => {}
            }
        }
        (
            Some(contact.display_name.clone()),
            Row::Contact(Box::new(contact)),
        )
    }
}

/// The part of a profile's address that names it, in lower case: hosts, languages, trailing slashes and queries vary
/// between exports and it does not. Percent escapes stay as they are.
fn profile_slug(url: &str) -> Option<String> {
    let url = url.to_lowercase();
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (host, path) = path.split_once('/')?;
    if !(host == "linkedin.com" || host.ends_with(".linkedin.com")) {
        return None;
    }
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let slug = parts
        .next()
        .filter(|&part| part == "in")
        .and_then(|_| parts.next())?;
    (!slug.contains(char::is_whitespace)).then(|| slug.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_addresses_come_to_one_form() {
        for (url, slug) in [
            ("https://www.linkedin.com/in/ada", Some("ada")),
            ("http://uk.linkedin.com/in/Ada/en?trk=x#top", Some("ada")),
            ("linkedin.com/in/ada/", Some("ada")),
            ("https://www.linkedin.com/in/%D8%A7", Some("%d8%a7")),
            ("https://www.linkedin.com/in/", None),
            ("https://www.linkedin.com/company/x", None),
            ("https://notlinkedin.com/in/ada", None),
            ("ada", None),
        ] {
            assert_eq!(profile_slug(url).as_deref(), slug, "{url}");
        }
    }
}
