//! The agenda of a day.

mod cause;
mod sources;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::PersonId;
use entity::nudge_decision::{self, Column, Decision, NudgeKind};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect};

pub use cause::{Cause, Waiting};

use super::rules::{Key, Score};
use super::words;
use crate::kit::list::{List, Place, Sort};
use crate::kit::{Fault, Reader, Right, Rights};
use crate::{cadences, people, workspaces};

/// Most nudges of each kind.
pub const MOST: u64 = 100;
/// Nudges that a digest shows.
const TOP: usize = 5;

/// What to do next.
#[derive(Clone, Debug)]
pub struct Nudge {
    /// Which one.
    pub key: Key,
    /// Why.
    pub cause: Cause,
    /// What to do, in a line.
    pub title: String,
    /// Why now, in sentences.
    pub why: Vec<String>,
    /// How it ranks.
    pub score: Score,
}

impl Nudge {
    /// By what the agenda is sorted, as text: the highest score first, and among equals what is due soonest.
    #[must_use]
    pub fn rank(&self) -> String {
        let due = self.cause.due_on().unwrap_or(NaiveDate::MAX);
        let below = 100_i32.saturating_sub(self.score.total());
        format!("{below:03} {} {}", due.format("%Y-%m-%d"), self.key)
    }
}

/// What of the agenda is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// Seen from this day; from today if none is given.
    pub on: Option<NaiveDate>,
    /// Of these kinds; of all if none are given.
    pub kinds: Option<BTreeSet<NudgeKind>>,
    /// What the caller may see; the rest is left out.
    pub rights: Rights,
}

/// The agenda of a day.
#[derive(Clone, Debug)]
pub struct Agenda {
    /// The day.
    pub on: NaiveDate,
    /// Whether the user is away, and nothing is proposed.
    pub away: bool,
    /// What to do, in no order.
    pub nudges: Vec<Nudge>,
}

/// An agenda in short.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The day.
    pub on: NaiveDate,
    /// Whether the user is away, and nothing is proposed.
    pub away: bool,
    /// How many nudges there are of each kind that has some.
    pub counts: Vec<(NudgeKind, usize)>,
    /// How many are overdue: their day is over.
    pub overdue: usize,
    /// How many there are.
    pub total: usize,
    /// The first of them.
    pub top: Vec<Nudge>,
    /// All of that in a sentence.
    pub headline: String,
}

/// What to do next, seen from a day. However large the network is, the statements are as many.
///
/// # Errors
/// The database fails.
pub async fn agenda(reader: &Reader<'_>, question: &Question, now: DateTime<Utc>) -> Result<Agenda, Fault> {
    let workspace = workspaces::here(reader).await?;
    let on = question.on.unwrap_or_else(|| workspaces::day_of(&workspace, now));
    let absence = workspace.away_from.zip(workspace.away_until);
    let away = absence.is_some_and(|(begin, end)| begin <= on && on <= end);
    let causes = if away {
        Vec::new()
    } else {
        let place = sources::Place {
            reader,
            workspace: &workspace,
            on,
            now,
        };
        place.causes(question).await?
    };
    let nudges = nudges(reader, causes, on, &question.rights).await?;
    Ok(Agenda { on, away, nudges })
}

/// The nudges that the causes make: those that the user has not put away, about people who are still there. Their words name people
/// to those who may see people.
async fn nudges(
    reader: &Reader<'_>,
    causes: Vec<Cause>,
    on: NaiveDate,
    rights: &Rights,
) -> Result<Vec<Nudge>, Fault> {
    let mut keyed: Vec<(Key, Cause)> = causes.into_iter().map(|it| (it.key(), it)).collect();
    let put_away = put_away(reader, keyed.iter().map(|(key, _)| key.to_string()), on).await?;
    keyed.retain(|(key, _)| !put_away.contains(&key.to_string()));
    let named: BTreeSet<PersonId> = keyed.iter().flat_map(|(_, it)| it.people()).collect();
    let named = Vec::from_iter(named);
    let names = names(reader, &named).await?;
    let rhythms = rhythms(reader, &named).await?;
    let shown = rights.contains(Right::PeopleRead).then_some(&names);
    let nudge = |(key, cause): (Key, Cause)| {
        if cause.people().iter().any(|person| !names.contains_key(person)) {
            return None;
        }
        let ideal_days = cause.person().and_then(|person| rhythms.get(&person).copied());
        Some(Nudge {
            title: words::title(&cause, shown),
            why: words::why(&cause, shown, on, |at| reader.day_of(at)),
            score: Score::of(key.kind, cause.due_on(), on, ideal_days),
            key,
            cause,
        })
    };
    Ok(keyed.into_iter().filter_map(nudge).collect())
}

async fn put_away(
    reader: &Reader<'_>,
    keys: impl Iterator<Item = String>,
    on: NaiveDate,
) -> Result<HashSet<String>, Fault> {
    let still = Condition::any()
        .add(Column::Decision.eq(Decision::Dismissed))
        .add(Column::Until.gt(on));
    let select = reader
        .select::<nudge_decision::Entity>()
        .filter(Column::Key.is_in(keys))
        .filter(Column::ArchivedAt.is_null())
        .filter(still);
    let keys: Vec<String> = select
        .select_only()
        .column(Column::Key)
        .into_tuple()
        .all(reader.conn())
        .await?;
    Ok(keys.into_iter().collect())
}

async fn names(reader: &Reader<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, String>, Fault> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    people::names(reader, people).await
}

/// Every how many days the user means to be in touch with each of these people, where they mean to at all.
async fn rhythms(reader: &Reader<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, i32>, Fault> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let cadences = cadences::cadences_of(reader, Some(people)).await?;
    let rhythm = |person: &PersonId| Some((*person, cadences.of(*person)?.0.ideal_days));
    Ok(people.iter().filter_map(rhythm).collect())
}

/// An agenda in short.
#[must_use]
pub fn digest(agenda: Agenda) -> Digest {
    let mut counts: BTreeMap<NudgeKind, usize> = BTreeMap::new();
    for nudge in &agenda.nudges {
        *counts.entry(nudge.key.kind).or_default() += 1;
    }
    let is_late = |it: &&Nudge| it.cause.due_on().is_some_and(|due| due < agenda.on);
    let (total, overdue) = (agenda.nudges.len(), agenda.nudges.iter().filter(is_late).count());
    let mut top = agenda.nudges;
    top.sort_by_cached_key(Nudge::rank);
    top.truncate(TOP);
    let counts = Vec::from_iter(counts);
    Digest {
        on: agenda.on,
        away: agenda.away,
        headline: words::headline(agenda.away, &counts, &top),
        counts,
        overdue,
        total,
        top,
    }
}

/// What the user decided about nudges, newest first.
#[must_use]
pub fn decisions(place: &Place, archived: bool) -> List {
    let mut select = place.scope.select::<nudge_decision::Entity>();
    if !archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    let sort = Sort::by(Column::CreatedAt, Column::Id, true);
    List::of(select, sort)
}
