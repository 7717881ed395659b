//! What undoing does with each row: pure.

use std::collections::BTreeMap;

use entity::RecordType;
use uuid::Uuid;

use crate::kit::images::{Image, Key, Table};
use crate::kit::tx::journal::is_said;
use crate::kit::{Fault, Right};

/// What a change set did to a row, from its first write to its last.
#[derive(Clone)]
pub struct Line {
    /// The table.
    pub table: &'static Table,
    /// The record that the row belongs to.
    pub record: (RecordType, Uuid),
    /// Which row.
    pub key: Image,
    /// What stood in the columns that it changed; nothing where there was no row.
    pub before: Option<Image>,
    /// What it left there; nothing where it left no row.
    pub after: Option<Image>,
}

/// Why something is not given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody has changed it since.
    Changed,
    /// It was erased, for good.
    Erased,
    /// Other records refer to it since.
    InUse,
    /// Something else has its place since: its name, say.
    Taken,
}

/// What is to be done with a row.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// It stands as it did before.
    Nothing,
    /// It is written so.
    Put(Image),
    /// It goes.
    Remove,
}

/// The lines of many writes, one for each row.
///
/// # Errors
/// An image has no key.
pub fn joined(lines: impl IntoIterator<Item = Line>) -> Result<Vec<Line>, Fault> {
    let mut rows: BTreeMap<(&'static str, Key), Line> = BTreeMap::new();
    for line in lines {
        let place = (line.table.name, line.table.key_of(&line.key)?);
        match rows.get_mut(&place) {
            Some(first) => first.goes_on(line),
            None => drop(rows.insert(place, line)),
        }
    }
    Ok(rows.into_values().collect())
}

impl Line {
    /// Adds what a later write did to the same row.
    fn goes_on(&mut self, later: Self) {
        let was_there = self.after.is_some();
        if let (Some(first), true) = (&mut self.before, was_there) {
            let mut before = later.before.unwrap_or_default();
            before.put(first);
            *first = before;
        }
        self.after = match (self.after.take(), later.after) {
            (Some(mut after), Some(last)) => {
                after.put(&last);
                Some(after)
            }
            (_, last) => last,
        };
        self.record = later.record;
    }

    /// Whether it made the record.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.table.is_of_records() && self.before.is_none() && self.after.is_some()
    }

    /// Whether it erased the record.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.table.is_of_records() && self.before.is_none() && self.after.is_none()
    }

    /// Whether the rows of its table that belong to one record say something together, so that they are given back together or not at
    /// all: one address of a kind is the first, and one value of a dimension holds at a time.
    #[must_use]
    pub fn is_of_one_piece(&self) -> bool {
        ["contact_point", "attribute"].contains(&self.table.name)
    }

    /// What is to be done with the row as it stands now, and which of its columns somebody has changed since.
    #[must_use]
    pub fn step(&self, now: Option<&Image>) -> (Step, Vec<&'static str>) {
        match (&self.before, &self.after, now) {
            (Some(before), None, None) => (Step::Put(before.clone()), Vec::new()),
            (Some(before), None, Some(now)) => (Step::Nothing, self.others(before, now)),
            (None, Some(_), None) | (None, None, _) => (Step::Nothing, Vec::new()),
            (None, Some(after), Some(now)) => match self.others(after, now) {
                changed if changed.is_empty() => (Step::Remove, changed),
                changed => (Step::Nothing, changed),
            },
            (Some(before), Some(after), Some(now)) => self.mended(before, after, now),
            (Some(before), Some(_), None) => {
                let said = before.columns().map(|(column, _)| column);
                (Step::Nothing, said.filter(|column| is_said(column)).collect())
            }
        }
    }

    fn mended(&self, before: &Image, after: &Image, now: &Image) -> (Step, Vec<&'static str>) {
        let (mut row, mut changed) = (now.clone(), Vec::new());
        let differs = |column: &'static str| {
            let (stands, was) = (now.get(column), before.get(column));
            stands != after.get(column) && stands != was
        };
        for (column, was) in before.columns().filter(|(column, _)| is_said(column)) {
            let one = one_with(column);
            let first = *one.iter().find(|it| before.get(it).is_some()).unwrap_or(&column);
            if one.iter().any(|it| before.get(it).is_some() && differs(it)) {
                if first == column && !self.is_placed(column) {
                    changed.push(column);
                }
            } else {
                row.set(column, was.clone());
            }
        }
        let step = if row == *now {
            Step::Nothing
        } else {
            Step::Put(row)
        };
        (step, changed)
    }

    /// In which columns another thing stands than was kept.
    fn others(&self, kept: &Image, now: &Image) -> Vec<&'static str> {
        let said = kept
            .columns()
            .filter(|(column, _)| is_said(column) && !self.is_placed(column));
        let others = said.filter(|(column, value)| now.get(column) != Some(*value));
        others.map(|(column, _)| column).collect()
    }

    /// Whether a column of a part says only where it stands among others, or repeats what its record says.
    fn is_placed(&self, column: &str) -> bool {
        !self.table.is_of_records() && ["position", "happened_at", "archived"].contains(&column)
    }
}

/// Columns that say one thing together, in their order of what clients see first: they are given back together or not at all.
const ONE: [&[&str]; 13] = [
    &["display_name", "sort_name"],
    &["name", "sort_name", "name_key", "identity"],
    &["family_name", "sort_family"],
    &["city", "sort_city"],
    &["title", "sort_title"],
    &["archived_at", "merged_into_id"],
    &[
        "state",
        "done_on",
        "achieved_on",
        "thanked_on",
        "owed_since",
        "is_owed",
        "sort_done",
        "sort_owed",
        "closed_at",
        "made_at",
        "asked_at",
        "asked_on",
        "outcome",
    ],
    &["due_on", "sort_due"],
    &["target_on", "sort_target"],
    &["day", "sort_day"],
    &["until", "sort_until"],
    &[
        "starts_at",
        "starts_on",
        "ends_at",
        "ends_on",
        "time_zone",
        "begins_at",
        "over_at",
        "sort_starts",
    ],
    &["value", "normalized", "e164", "profile", "kind"],
];

/// The columns that say one thing with this one, and itself.
fn one_with(column: &'static str) -> Vec<&'static str> {
    let one = ONE.iter().filter(|one| one.contains(&column));
    let mut all: Vec<&'static str> = one.flat_map(|one| one.iter().copied()).collect();
    if all.is_empty() {
        all.push(column);
    }
    all
}

/// The right to write records of a kind, where they can be undone.
#[must_use]
pub const fn right(kind: RecordType) -> Right {
    match kind {
        RecordType::Person
        | RecordType::Organization
        | RecordType::Circle
        | RecordType::Tag
        | RecordType::Tie
        | RecordType::Dimension
        | RecordType::CustomField
        | RecordType::DuplicateDecision => Right::PeopleWrite,
        RecordType::Interaction | RecordType::Question | RecordType::Update => Right::InteractionsWrite,
        RecordType::Introduction => Right::IntroductionsWrite,
        RecordType::Collaboration => Right::CollaborationsWrite,
        RecordType::Cadence | RecordType::CheckIn => Right::CadencesWrite,
        RecordType::Milestone | RecordType::MilestoneAcknowledgement => Right::MilestonesWrite,
        RecordType::Exchange | RecordType::Gratitude => Right::ExchangesWrite,
        RecordType::NudgeDecision => Right::AgendaWrite,
        RecordType::Goal => Right::GoalsWrite,
        RecordType::Need | RecordType::Offer | RecordType::MatchDecision => Right::NeedsWrite,
        RecordType::Event | RecordType::Community => Right::EventsWrite,
        RecordType::TimeEntry | RecordType::TimeIntention => Right::TimeWrite,
        RecordType::Workspace => Right::WorkspaceWrite,
        RecordType::ApiToken => Right::TokensWrite,
    }
}
