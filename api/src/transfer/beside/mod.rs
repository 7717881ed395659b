//! What a row says beside the person's own fields: dates of their life, whom they know, and what was learnt to be read later
//! than the rest.
//!
//! Always: it is kept apart from the older fields of a contact, which an import remembers by their values, so that what is
//! learnt to be read changes nothing of what was remembered before.

mod ties;
mod write;

pub use ties::ties;
pub use write::write;

use std::collections::HashMap;

use entity::fact::FactKind;
use entity::milestone::MilestoneKind;

use super::contact::{ImportedPoint, MAX_NAME, NumberedRow, PointKind, Row};
use super::text;

/// How many dates, how many facts and how many relations one contact may bring.
const MOST: usize = 30;
/// The longest kind of a relation, in characters.
const RELATION: usize = 50;
/// The longest title of a date, in characters.
const TITLE: usize = 200;

/// What a row says beside the person's own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// A nickname that stands where only some programs look.
    pub nickname: Option<String>,
    /// More ways to reach them.
    pub points: Vec<ImportedPoint>,
    /// More plain labels: the groups of the file that they are in.
    pub tags: Vec<String>,
    /// Things worth remembering.
    pub facts: Vec<ImportedFact>,
    /// Dates of their life.
    pub dates: Vec<ImportedDate>,
    /// Whom they know, and as what.
    pub relations: Vec<ImportedRelation>,
}

/// A thing worth remembering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFact {
    /// What it is about.
    pub kind: FactKind,
    /// The thing, on one line.
    pub text: String,
}

/// A date of somebody's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedDate {
    /// What it is.
    pub kind: MilestoneKind,
    /// What the source calls it.
    pub title: Option<String>,
    /// The day, a partial date.
    pub date: String,
}

/// Somebody whom a person knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedRelation {
    /// mother, spouse, manager …
    pub kind: String,
    /// Who it is.
    pub who: Who,
    /// The position of their own row, where the file has one. It is no part of what is remembered.
    pub in_file: Option<usize>,
}

/// How a source names somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// By name.
    Name(String),
    /// By the key of their own card.
    Uid(String),
}

impl Beside {
    /// All of it in a form to remember: one line each, that stays as it is when there is more to say later.
    #[must_use]
    pub fn form(&self) -> Vec<String> {
        let nickname = self.nickname.iter().map(|name| format!("nickname {name}"));
        let points = self.points.iter().map(|point| {
            let (kind, label) = (word(point.kind), point.label.as_deref().unwrap_or_default());
            format!("point {kind} {:?} {label:?} {}", point.value, point.is_primary)
        });
        let tags = self.tags.iter().map(|tag| format!("tag {tag}"));
        let (facts, dates) = (self.facts.iter().map(fact_key), self.dates.iter().map(date_key));
        let relations = self.relations.iter().map(relation_key);
        nickname
            .chain(points)
            .chain(tags)
            .chain(facts)
            .chain(dates)
            .chain(relations)
            .collect()
    }

    /// What was imported of it once is not imported again, whatever became of it.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let (facts, dates) = (self.facts.iter().map(fact_key), self.dates.iter().map(date_key));
        facts
            .chain(dates)
            .chain(self.relations.iter().map(relation_key))
            .collect()
    }

    /// Adds a fact; false where there is no room for it.
    pub(super) fn add_fact(&mut self, kind: FactKind, raw: &str) -> bool {
        let fact = text::line(raw)
            .filter(|text| !text::longer(text, 500))
            .map(|text| ImportedFact { kind, text });
        add(&mut self.facts, fact)
    }

    /// Adds a date; false where there is no room for it.
    pub(super) fn add_date(&mut self, kind: MilestoneKind, title: Option<&str>, date: String) -> bool {
        let title = title.and_then(text::line);
        let short = title.as_ref().is_none_or(|title| !text::longer(title, TITLE));
        add(
            &mut self.dates,
            short.then_some(ImportedDate { kind, title, date }),
        )
    }

    /// Adds a relation; false where it names nobody or there is no room for it.
    pub(super) fn add_relation(&mut self, kind: &str, raw: &str) -> bool {
        let kind = text::line(kind)
            .filter(|kind| !text::longer(kind, RELATION))
            .map(|kind| kind.to_lowercase());
        let who = match uid(raw) {
            Some(uid) => Some(Who::Uid(uid)),
            None => text::name(raw, MAX_NAME).map(Who::Name),
        };
        add(
            &mut self.relations,
            kind.zip(who).map(|(kind, who)| ImportedRelation {
                kind,
                who,
                in_file: None,
            }),
        )
    }
}

/// Finds those among the rows whom others name: by the key of their card, or by a name that only they have.
pub(super) fn settle(rows: &mut [NumberedRow]) {
    let is_related =
        |row: &NumberedRow| matches!(&row.row, Row::Contact(contact) if !contact.beside.relations.is_empty());
    if !rows.iter().any(is_related) {
        return;
    }
    let (mut names, mut uids) = (HashMap::new(), HashMap::new());
    for row in rows.iter() {
        let Row::Contact(contact) = &row.row else { continue };
        let holders: &mut Vec<usize> = names.entry(contact.person.display_name.clone()).or_default();
        holders.push(row.position);
        if let Some(external) = &contact.external {
            uids.entry(plain_uid(&external.key)).or_insert(row.position);
        }
    }
    for row in rows.iter_mut() {
        let (own, Row::Contact(contact)) = (row.position, &mut row.row) else {
            continue;
        };
        for relation in &mut contact.beside.relations {
            let found = match &relation.who {
                Who::Name(name) => names
                    .get(name)
                    .filter(|holders| holders.len() == 1)
                    .and_then(|it| it.first()),
                Who::Uid(uid) => uids.get(&plain_uid(uid)),
            };
            relation.in_file = found.copied().filter(|position| *position != own);
        }
        let lost =
            |relation: &ImportedRelation| relation.in_file.is_none() && matches!(relation.who, Who::Uid(_));
        for relation in contact.beside.relations.extract_if(.., |relation| lost(relation)) {
            if let Who::Uid(uid) = &relation.who {
                contact.remarks.left_out(&relation.kind, uid);
            }
        }
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, it: Option<T>) -> bool {
    match it {
        Some(it) if list.contains(&it) => true,
        Some(it) if list.len() < MOST => {
            list.push(it);
            true
        }
        _ => false,
    }
}

/// The key of a card, if that is what a card refers to.
pub(super) fn uid(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let (start, rest) = raw.split_at_checked(9)?;
    (start.eq_ignore_ascii_case("urn:uuid:") && !rest.is_empty()).then(|| raw.to_owned())
}

/// Two spellings of one key of a card come to the same form.
pub(super) fn plain_uid(uid: &str) -> String {
    let lower = uid.trim().to_lowercase();
    lower
        .strip_prefix("urn:uuid:")
        .map_or(lower.clone(), str::to_owned)
}

const fn word(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Email => "EMAIL",
        PointKind::Phone => "PHONE",
        PointKind::Url => "URL",
        PointKind::Handle => "HANDLE",
        PointKind::Address => "ADDRESS",
    }
}

fn fact_key(fact: &ImportedFact) -> String {
    format!("fact {} {}", fact.kind, fact.text)
}

fn date_key(date: &ImportedDate) -> String {
    format!(
        "date {} {} {}",
        date.kind,
        date.date,
        date.title.as_deref().unwrap_or_default()
    )
}

fn relation_key(relation: &ImportedRelation) -> String {
    match &relation.who {
        Who::Name(name) => format!("relation {} {name}", relation.kind),
        Who::Uid(uid) => format!("relation {} {}", relation.kind, plain_uid(uid)),
    }
}
