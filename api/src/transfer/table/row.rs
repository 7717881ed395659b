//! One row of a table to one contact, by what its columns say.

use entity::milestone::MilestoneKind;
use entity::person;
use sea_orm::ModelTrait as _;

use super::super::contact::{ExternalKey, ImportedContact, MAX_NAME, PointKind, Row};
use super::super::date::{self, Order};
use super::super::format::Format;
use super::super::sheet::{Dated, Head, Read};
use super::super::vcard::{address, time_zone};
use super::super::{kept, text};
use super::{Cell, Columns, Says};
use crate::kit::declared::{Declared as _, Entry, Kind};

/// What Google puts between several values of one cell.
const SEVERAL: &str = " ::: ";
/// Groups that Google makes by itself, and that say nothing of anybody.
const GROUPS: [&str; 2] = ["mycontacts", "other contacts"];
/// Dates that stand for none.
const NO_DATES: [&str; 4] = ["0/0/00", "0/0/0000", "00.00.00", "0.0.00"];

/// Whether such a field of a person is a text or a date of their own.
pub const fn is_told(kind: Kind) -> bool {
    matches!(kind, Kind::Line | Kind::Lines | Kind::PartialDate)
}

/// The cells of one group of a row that say something.
#[derive(Default)]
struct Group {
    name: String,
    label: Option<String>,
    is_primary: bool,
    cells: Vec<(usize, Says, String)>,
}

/// A row on its way to a contact.
struct Reading<'a> {
    columns: &'a Columns,
    contact: ImportedContact,
    dates: Vec<Dated>,
}

impl Head for Columns {
    fn is_swallowing(&self, record: &csv::StringRecord, delimiter: u8) -> bool {
        // A note may have lines, and commas in them, but hardly as many in one as the table has columns.
        let most = self.headers.len().saturating_sub(1).max(3);
        let is_row = |line: &str| line.bytes().filter(|&byte| byte == delimiter).count() >= most;
        record.iter().any(|field| {
            let inside = field.split_once(['\n', '\r']).map(|(_, inside)| inside);
            inside.is_some_and(|inside| inside.split(['\n', '\r']).any(is_row))
        })
    }

    fn row(&self, record: &csv::StringRecord) -> Read {
        if record.iter().all(|field| text::line(field).is_none()) {
            return Read::of(Row::Skipped("blank row".to_owned()));
        }
        if record
            .iter()
            .map(str::trim)
            .eq(self.headers.iter().map(|header| header.trim()))
        {
            return Read::of(Row::Skipped("a repeated header row".to_owned()));
        }
        let mut reading = Reading {
            columns: self,
            contact: ImportedContact::default(),
            dates: Vec::new(),
        };
        for group in self.groups(record, &mut reading.contact) {
            reading.take(group);
        }
        reading.done()
    }

    fn date(&self, contact: &mut ImportedContact, dated: &Dated, column: Option<Order>) {
        let header = self.headers.get(dated.column).map_or("", String::as_str);
        let Some(read) = self.read_date(&dated.raw, column) else {
            contact.remarks.left_out(header, &dated.raw);
            return;
        };
        if read.is_doubtful {
            let words = format!("which number is the day is not clear, read as {}", read.date);
            contact.remarks.doubt(&words, &dated.raw);
        }
        let says = self
            .cells
            .get(dated.column)
            .and_then(|cell| Some(cell.as_ref()?.says));
        let is_taken = match says {
            Some(Says::Own(name)) => match read.date.parse::<entity::PartialDate>() {
                Ok(date) => {
                    if let Some(entry) = entry(name) {
                        contact.person.set(entry.column, Some(date).into());
                    }
                    true
                }
                Err(_) => false,
            },
            _ => {
                let label = dated
                    .label
                    .as_deref()
                    .filter(|it| !it.eq_ignore_ascii_case("anniversary"));
                match label {
                    Some(label) => contact
                        .beside
                        .add_date(MilestoneKind::Other, Some(label), read.date),
                    None => contact
                        .beside
                        .add_date(MilestoneKind::Anniversary, None, read.date),
                }
            }
        };
        if !is_taken {
            contact.remarks.left_out(header, &dated.raw);
        }
    }
}

fn entry(first_name: &str) -> Option<&'static Entry<person::Model>> {
    let mut entries = person::Model::declaration().entries.iter();
    entries.find(|entry| entry.first_name == first_name)
}

impl Columns {
    /// What the cells of a row say, by their groups; what no column is for is named.
    fn groups(&self, record: &csv::StringRecord, contact: &mut ImportedContact) -> Vec<Group> {
        let mut groups: Vec<Group> = self
            .groups
            .iter()
            .map(|name| Group {
                name: name.clone(),
                ..Group::default()
            })
            .collect();
        for (index, raw) in record.iter().enumerate() {
            let raw = match self.format {
                Format::RapportCsv => raw.strip_prefix('\'').unwrap_or(raw),
                _ => raw,
            };
            if text::line(raw).is_none() {
                continue;
            }
            let header = self.headers.get(index).map_or("", String::as_str);
            let Some(Cell { group, says, label }) = self.cells.get(index).and_then(Option::as_ref) else {
                let header = if header.trim().is_empty() {
                    "a column without a name"
                } else {
                    header
                };
                contact.remarks.left_out(header, raw);
                kept::add(&mut contact.left, kept::of_column(header, raw));
                continue;
            };
            let Some(group) = groups.get_mut(*group) else {
                continue;
            };
            if group.label.is_none() {
                group.label.clone_from(label);
            }
            match says {
                Says::Nothing => {}
                Says::Label => {
                    // Google marks the one that is preferred.
                    let plain = raw.trim();
                    let marked = plain.strip_prefix("* ").or_else(|| plain.strip_prefix('*'));
                    group.is_primary = marked.is_some();
                    group.label = text::line(marked.unwrap_or(plain));
                }
                says => group.cells.push((index, *says, raw.to_owned())),
            }
        }
        groups
    }

    /// A date in one of the forms that tables have.
    fn read_date(&self, raw: &str, column: Option<Order>) -> Option<date::TableDate> {
        if let Some(date) = date::from_vcard(raw, None) {
            return Some(date::TableDate {
                date,
                is_doubtful: false,
            });
        }
        // Of two figures nobody knows the century.
        let has_year = raw
            .split(|letter: char| !letter.is_ascii_digit())
            .any(|digits| digits.len() == 4);
        let usual = if self.is_english {
            Order::MonthFirst
        } else {
            Order::DayFirst
        };
        has_year.then(|| date::from_table(raw, column, usual)).flatten()
    }
}

impl Reading<'_> {
    fn header(&self, index: usize) -> String {
        let header = self.columns.headers.get(index);
        header.map(|header| header.trim().to_owned()).unwrap_or_default()
    }

    fn leave(&mut self, index: usize, raw: &str) {
        let header = self.header(index);
        self.contact.remarks.left_out(&header, raw);
    }

    fn take(&mut self, group: Group) {
        let Group {
            name,
            label,
            is_primary,
            cells,
        } = group;
        let (mut work, mut parts, mut envelope) = ([const { None }; 3], [const { String::new() }; 7], None);
        for (index, says, raw) in cells {
            match says {
                Says::Own(name) => self.own(name, index, &raw),
                Says::Organization => work[0] = Some((index, raw)),
                Says::Role => work[1] = Some((index, raw)),
                Says::Department => work[2] = Some((index, raw)),
                Says::Point(kind, usual) => {
                    let usual = Some(usual).filter(|usual| !usual.is_empty());
                    let label = label.as_deref().or(usual);
                    for value in raw.split(SEVERAL) {
                        self.point((kind, index), value, label, is_primary);
                    }
                }
                Says::Address(place) => {
                    if let Some(part) = parts.get_mut(place) {
                        // A street may have several lines.
                        let before = if part.is_empty() { "" } else { "\n" };
                        *part = format!("{part}{before}{raw}");
                    }
                }
                Says::Envelope => envelope = Some(raw),
                Says::Date => {
                    if !NO_DATES.contains(&raw.trim()) {
                        self.dates.push(Dated {
                            column: index,
                            raw,
                            label: label.clone(),
                        });
                    }
                }
                Says::Fact(kind, before) => {
                    let before = label
                        .as_deref()
                        .or(Some(before).filter(|before| !before.is_empty()));
                    for value in raw.split(SEVERAL) {
                        let text =
                            before.map_or_else(|| value.to_owned(), |before| format!("{before}: {value}"));
                        if !self.contact.beside.add_fact(kind, &text) {
                            self.leave(index, value);
                        }
                    }
                }
                Says::Relation(kind) => {
                    let kind = match kind {
                        "" => label.clone().unwrap_or_else(|| "related".to_owned()),
                        kind => kind.to_owned(),
                    };
                    for value in raw.split(SEVERAL).flat_map(|value| value.split(';')) {
                        if !self.contact.beside.add_relation(&kind, value) {
                            self.leave(index, value);
                        }
                    }
                }
                Says::Tags => self.tags(&raw),
                Says::Key => {
                    self.contact.external = ExternalKey::new(&self.columns.source, &raw, None);
                    if self.contact.external.is_none() {
                        self.leave(index, &raw);
                    }
                }
                Says::Label | Says::Nothing => {}
            }
        }
        self.work(work);
        let one_line = address::join(&parts).or_else(|| envelope.as_deref().and_then(address::on_one_line));
        if let Some(address) = one_line {
            let label = label.as_deref().or(match name.as_str() {
                "business address" => Some("work"),
                "home address" => Some("home"),
                "other address" => Some("other"),
                _ => None,
            });
            self.contact
                .add_point(PointKind::Address, &address, label, is_primary);
        }
    }

    /// One of the person's own texts and dates.
    fn own(&mut self, name: &'static str, index: usize, raw: &str) {
        let Some(entry) = entry(name) else { return };
        let max = entry.max.unwrap_or(MAX_NAME);
        let is_name = name == "displayName" || name.ends_with("Name") || name == "nickname";
        let value = match entry.kind {
            Kind::PartialDate => {
                if !NO_DATES.contains(&raw.trim()) {
                    self.dates.push(Dated {
                        column: index,
                        raw: raw.to_owned(),
                        label: None,
                    });
                }
                return;
            }
            Kind::Lines => text::block(raw, max),
            _ if name == "timeZone" => time_zone(raw),
            _ if is_name => text::name(raw, max),
            _ => text::line_cut(raw, max),
        };
        let Some(value) = value else {
            self.leave(index, raw);
            return;
        };
        let has_more = match entry.kind {
            Kind::Lines => text::longer(raw.trim(), max),
            _ => text::line(raw).is_some_and(|line| text::longer(&line, max)),
        };
        if has_more {
            let thing = format!("what {} says beyond {max} characters", self.header(index));
            self.contact.remarks.left_out_thing(&thing);
        }
        // A name that stands twice is said by the first.
        let there = self.contact.person.get(entry.column);
        let is_there = matches!(there, sea_orm::Value::String(Some(ref text)) if !text.is_empty());
        if is_there {
            self.leave(index, raw);
        } else if name == "displayName" {
            self.contact.person.display_name = value;
        } else {
            self.contact.person.set(entry.column, Some(value).into());
        }
    }

    fn point(
        &mut self,
        (kind, index): (PointKind, usize),
        value: &str,
        label: Option<&str>,
        is_primary: bool,
    ) {
        let is_one = match kind {
            PointKind::Email => value.contains('@'),
            PointKind::Url => text::web_address(value.trim()),
            _ => true,
        };
        if is_one {
            self.contact.add_point(kind, value, label, is_primary);
        } else {
            self.leave(index, value);
        }
    }

    fn tags(&mut self, raw: &str) {
        // A comma can be of a tag, where other marks part them.
        let parted = raw.contains(SEVERAL) || raw.contains(';');
        let separators: &[&str] = if parted {
            &[SEVERAL, ";"]
        } else {
            &[SEVERAL, ";", ","]
        };
        let mut tags = vec![raw];
        for separator in separators {
            tags = tags.into_iter().flat_map(|tag| tag.split(*separator)).collect();
        }
        for tag in tags {
            let tag = tag.trim().trim_start_matches(['*', ' ']);
            if !GROUPS.contains(&tag.to_lowercase().as_str()) {
                self.contact.add_tag(tag);
            }
        }
    }

    fn work(&mut self, work: [Option<(usize, String)>; 3]) {
        let [organization, role, department] = work;
        let text = |it: &Option<(usize, String)>| it.as_ref().map(|(_, raw)| raw.clone());
        let has_headline = |columns: &Columns| {
            let mut cells = columns.cells.iter().flatten();
            cells.any(|cell| cell.says == Says::Own("headline"))
        };
        let before = self.contact.affiliations.len();
        if let Some((_, organization)) = &organization {
            let (role, department) = (text(&role), text(&department));
            self.contact
                .add_affiliation(organization, role.as_deref(), department.as_deref());
        }
        let is_placed = self.contact.affiliations.len() > before;
        let takes_headline = self.contact.person.headline.is_none() && !has_headline(self.columns);
        if let Some((index, role)) = &role {
            if takes_headline {
                self.own("headline", *index, role);
            } else if !is_placed {
                self.leave(*index, role);
            }
        }
        if let (Some((index, department)), false) = (&department, is_placed) {
            self.leave(*index, department);
        }
    }

    fn done(mut self) -> Read {
        let person = &self.contact.person;
        let parts = [
            &person.given_name,
            &person.middle_name,
            &person.family_name,
            &person.name_suffix,
        ];
        let is_named = person.given_name.is_some() || person.family_name.is_some();
        let words: Vec<&str> = parts.into_iter().filter_map(|part| part.as_deref()).collect();
        let joined = || is_named.then(|| text::name(&words.join(" "), MAX_NAME)).flatten();
        let point = |kind: PointKind| {
            let mut points = self.contact.contact_points.iter();
            let point = points.find(|point| point.kind == kind)?;
            text::name(&point.value, MAX_NAME)
        };
        let work = || {
            self.contact
                .affiliations
                .first()
                .map(|it| it.organization.clone())
        };
        let name = Some(person.display_name.clone())
            .filter(|name| !name.is_empty())
            .or_else(joined)
            .or_else(|| person.nickname.clone())
            .or_else(work)
            .or_else(|| point(PointKind::Email))
            .or_else(|| point(PointKind::Phone));
        let Some(name) = name else {
            let reason =
                "nothing in the row names a person: no name, organisation, email address or phone number";
            return Read::of(Row::Rejected(reason.to_owned()));
        };
        self.contact.person.display_name.clone_from(&name);
        Read {
            name: Some(name),
            row: Row::Contact(Box::new(self.contact)),
            dates: self.dates,
        }
    }
}
