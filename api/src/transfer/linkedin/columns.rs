//! The columns of the export, and one row to one contact.

use super::super::contact::{ExternalKey, ImportedContact, MAX_HEADLINE, MAX_NAME, PointKind, Row};
use super::super::date::{self, Order};
use super::super::sheet::{Dated, Head, Read};
use super::super::{kept, text};
use super::words;

/// Where each column is. LinkedIn adds and drops columns over the years, and names them in the user's language.
#[derive(Default)]
pub(super) struct Columns {
    first: Option<usize>,
    last: Option<usize>,
    url: Option<usize>,
    email: Option<usize>,
    company: Option<usize>,
    position: Option<usize>,
    connected: Option<usize>,
    /// What else the table has.
    others: Vec<(usize, String)>,
    is_english: bool,
}

impl Columns {
    /// The columns that this record heads, if it is a header of LinkedIn's. Names alone are of any table: it says when the two
    /// connected, or has a page of each and nothing that LinkedIn never tells.
    pub(super) fn find(record: &csv::StringRecord) -> Option<Self> {
        let mut columns = Self::default();
        for (index, cell) in record.iter().enumerate() {
            let cell = words::plain(cell);
            let place = match words::column(&cell) {
                Some(words::Column::First) => &mut columns.first,
                Some(words::Column::Last) => &mut columns.last,
                Some(words::Column::Url) => &mut columns.url,
                Some(words::Column::Email) => &mut columns.email,
                Some(words::Column::Company) => &mut columns.company,
                Some(words::Column::Position) => &mut columns.position,
                Some(words::Column::Connected) => &mut columns.connected,
                None => {
                    columns.others.extend((!cell.is_empty()).then_some((index, cell)));
                    continue;
                }
            };
            columns.is_english |= cell == "first name";
            place.get_or_insert(index);
        }
        let is_telling = columns.connected.is_some() || (columns.url.is_some() && columns.others.is_empty());
        (columns.first.is_some() && columns.last.is_some() && is_telling).then_some(columns)
    }

    /// The order of day and month where the file comes from. LinkedIn writes English dates as Americans do.
    const fn usual_order(&self) -> Order {
        if self.is_english {
            Order::MonthFirst
        } else {
            Order::DayFirst
        }
    }
}

impl Head for Columns {
    fn is_swallowing(&self, record: &csv::StringRecord, delimiter: u8) -> bool {
        record.iter().any(|field| {
            let inside = field.split_once(['\n', '\r']).map(|(_, inside)| inside);
            inside.is_some_and(|inside| inside.bytes().filter(|&byte| byte == delimiter).count() >= 3)
        })
    }

    fn date(&self, contact: &mut ImportedContact, dated: &Dated, column: Option<Order>) {
        let Some(found) = date::from_table(&dated.raw, column, self.usual_order()) else {
            contact.remarks.left_out("Connected On", &dated.raw);
            return;
        };
        if found.is_doubtful {
            let words = format!("which number is the day is not clear, read as {}", found.date);
            contact.remarks.doubt(&words, &dated.raw);
        }
        contact.person.met_on = found.date.parse().ok();
    }

    fn row(&self, record: &csv::StringRecord) -> Read {
        if record.iter().all(|field| text::line(field).is_none()) {
            return Read::of(Row::Skipped("blank row".to_owned()));
        }
        if Self::find(record).is_some() {
            return Read::of(Row::Skipped("a repeated header row".to_owned()));
        }
        let field = |column: Option<usize>| column.and_then(|index| record.get(index)).and_then(text::line);
        let email = field(self.email).filter(|email| email.contains('@'));
        let mut contact = ImportedContact::default();
        contact.person.given_name = field(self.first).and_then(|name| text::name(&name, MAX_NAME));
        contact.person.family_name = field(self.last).and_then(|name| text::name(&name, MAX_NAME));
        let names: Vec<&str> = [&contact.person.given_name, &contact.person.family_name]
            .into_iter()
            .filter_map(|name| name.as_deref())
            .collect();
        let Some(display_name) = text::name(&names.join(" "), MAX_NAME)
            .or_else(|| email.as_deref().and_then(|email| text::name(email, MAX_NAME)))
        else {
            return Read::of(Row::Rejected(
                "the row has neither a name nor an email address".to_owned(),
            ));
        };
        contact.person.display_name = display_name;
        let (company, position) = (field(self.company), field(self.position));
        let headline = match (&position, &company) {
            (Some(position), Some(company)) => Some(format!("{position} at {company}")),
            _ => position.clone(),
        };
        contact.person.headline = headline.and_then(|headline| text::line_cut(&headline, MAX_HEADLINE));
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
                None => contact.remarks.left_out("URL", &url),
            }
        }
        if let Some(no_email) = field(self.email).filter(|email| !email.contains('@')) {
            contact.remarks.left_out("Email Address", &no_email);
        }
        for (index, header) in &self.others {
            let said = record.get(*index).unwrap_or_default();
            contact.remarks.left_out(header, said);
            if text::line(said).is_some() {
                kept::add(&mut contact.left, kept::of_column(header, said));
            }
        }
        if contact.affiliations.is_empty()
            && contact.person.headline.is_none()
            && let Some(company) = field(self.company)
        {
            contact.remarks.left_out("Company", &company);
        }
        let dated = self
            .connected
            .zip(field(self.connected))
            .map(|(column, raw)| Dated {
                column,
                raw,
                label: None,
            });
        Read {
            name: Some(contact.person.display_name.clone()),
            row: Row::Contact(Box::new(contact)),
            dates: dated.into_iter().collect(),
        }
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
