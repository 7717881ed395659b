//! The agenda of a day.

mod cards;
mod cause;
mod digest;
mod sources;
mod told;
mod waiting;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::PersonId;
use entity::nudge_decision::{self, Column, Decision, NudgeKind};
use futures_util::join;
use sea_orm::{ColumnTrait, Condition, QueryFilter};

pub use cause::{Cause, Meeting, Waiting};
pub use digest::{Digest, digest};
use sources::Found;
pub use told::{Told, told};

use super::rules::{Key, Score};
use super::words::{self, Action, Reason};
use crate::cadences::{self, Cadences};
use crate::kit::list::{List, Place, Sort, bare};
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, Right, Rights};
use crate::{needs, people, workspaces};

/// Most nudges of each kind.
pub const MOST: u64 = 100;

/// What to do next.
#[derive(Clone, Debug)]
pub struct Nudge {
    /// Which one.
    pub key: Key,
    /// Why.
    pub cause: Cause,
    /// What its words are made of, beside the cause: the same for many. They are made where they are asked for.
    telling: Arc<Telling>,
    /// How it ranks.
    pub score: Score,
    /// Whether it comes before all that does not.
    pub comes_first: bool,
    /// Whether the week's capacity keeps it back.
    pub held_back: bool,
    /// The other nudges of the same person or cause.
    pub inside: Vec<Self>,
    rank: String,
    /// Where it is a card of no one person: to how many people it says that thanks are owed, or 0.
    of_nobody: Option<usize>,
}

impl Nudge {
    /// For whom it is, if it is for one person. A card of a need of the user's own, or of debts for one collaboration, is of nobody.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.cause.person().filter(|_| self.of_nobody.is_none())
    }

    /// What is so, in a line.
    #[must_use]
    pub fn title(&self) -> String {
        match (&self.cause, self.of_nobody) {
            (Cause::Thanks(_, what), Some(many)) => words::owed_together(many, what.as_deref()),
            (cause, _) => words::title(cause, self.telling.names(), self.telling.on),
        }
    }

    /// Why now.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        words::reasons(&self.cause, self.telling.names(), self.telling.on)
    }

    /// What answers it, the most fitting first.
    #[must_use]
    pub fn actions(&self) -> Vec<Action> {
        words::actions(&self.cause, self.telling.names(), self.telling.dates)
    }

    /// By what the agenda is sorted, as text: what comes first, then the highest score, and last what is held back; among equals
    /// what others count on, then who is the latest, and what is due soonest.
    #[must_use]
    pub fn rank(&self) -> &str {
        &self.rank
    }
}

/// From when an agenda is seen, and the names that its words may say, as far as they are known.
#[derive(Debug)]
struct Telling {
    on: NaiveDate,
    dates: words::Dates,
    names: Option<HashMap<PersonId, String>>,
}

impl Telling {
    const fn names(&self) -> words::Names<'_> {
        words::Names(self.names.as_ref())
    }
}

/// Later than this counts as this in the order.
const LATEST: i64 = 9_999_999_999_999;

/// What of the agenda is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// Seen from this day; from today if none is given.
    pub on: Option<NaiveDate>,
    /// Of these kinds; of all if none are given.
    pub kinds: Option<BTreeSet<NudgeKind>>,
    /// Those, too, that the week's capacity keeps back.
    pub held_back: bool,
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
    /// What to do: one nudge of each person or cause, with the others inside, in their order.
    pub cards: Vec<Nudge>,
    /// How many check-ins the week's capacity keeps back.
    pub held_back: usize,
}

/// What to do next, seen from a day. However large the network is, the statements are as many. What its words say is not read yet:
/// [`tell`] does, for what is shown.
///
/// # Errors
/// The database fails.
pub async fn agenda(reader: &Reader<'_>, question: &Question, now: DateTime<Utc>) -> Result<Agenda, Fault> {
    let workspace = workspaces::here(reader).await?;
    let on = question.on.unwrap_or_else(|| workspaces::day_of(&workspace, now));
    let absence = workspace.away_from.zip(workspace.away_until);
    let away = absence.is_some_and(|(begin, end)| begin <= on && on <= end);
    let found = if away {
        Found::default()
    } else {
        let place = sources::Place {
            reader,
            workspace: &workspace,
            on,
            now,
        };
        place.causes(question).await?
    };
    let held_back = found.held_back_count;
    let dates = words::Dates::of(on, workspaces::day_of(&workspace, now), now);
    let names = question.rights.contains(Right::PeopleRead).then(HashMap::new);
    let telling = Arc::new(Telling { on, dates, names });
    let nudges = nudges(reader, found, &telling).await?;
    Ok(Agenda {
        on,
        away,
        cards: cards::cards(nudges),
        held_back,
    })
}

/// Reads what the words of these cards say: names, where they may name people, and what is sought and offered.
///
/// # Errors
/// The database fails.
pub async fn tell(reader: &Reader<'_>, cards: &mut [Nudge]) -> Result<(), Fault> {
    let Some(telling) = cards.first().map(|it| it.telling.clone()) else {
        return Ok(());
    };
    let all = cards.iter().flat_map(cards::all_of);
    let people: BTreeSet<PersonId> = all.flat_map(|it| it.cause.people()).collect();
    let people = Vec::from_iter(people);
    let mut tellings = Vec::new();
    let mut matches = Vec::new();
    for (cause, telling) in cards.iter_mut().flat_map(to_tell) {
        tellings.push(telling);
        if let Cause::Match(it) = cause {
            matches.push(&mut **it);
        }
    }
    let names = async {
        match telling.names {
            Some(_) if !people.is_empty() => people::names(reader, &people).await.map(Some),
            ref none => Ok(none.clone()),
        }
    };
    let (names, told) = join!(names, needs::tell(reader, &mut matches));
    told?;
    let names = names?;
    let telling = Arc::new(Telling { names, ..*telling });
    for its in tellings {
        *its = telling.clone();
    }
    Ok(())
}

/// What the words of a card's nudges are made of.
fn to_tell(card: &mut Nudge) -> impl Iterator<Item = (&mut Cause, &mut Arc<Telling>)> {
    let inside = card.inside.iter_mut().map(|it| (&mut it.cause, &mut it.telling));
    std::iter::once((&mut card.cause, &mut card.telling)).chain(inside)
}

/// The nudges that the causes make: those that the user has not put away, about people who are still there.
async fn nudges(reader: &Reader<'_>, found: Found, telling: &Arc<Telling>) -> Result<Vec<Nudge>, Fault> {
    let on = telling.on;
    let keyed: Vec<(Key, Cause)> = found.causes.into_iter().map(|it| (it.key(), it)).collect();
    let people: BTreeSet<PersonId> = keyed.iter().flat_map(|(_, it)| it.people()).collect();
    let people = Vec::from_iter(people);
    // The interval of a check-in is known, and counted in its urgency.
    let others = keyed.iter().filter(|(key, _)| key.kind != NudgeKind::CheckIn);
    let others: BTreeSet<PersonId> = others.filter_map(|(_, it)| it.person()).collect();
    let others = Vec::from_iter(others);
    let (put_away, archived, rhythms) = join!(
        put_away(reader, keyed.iter().map(|(key, _)| key.to_string()), on),
        people::archived(reader, (people.len() <= cadences::NAMED).then_some(&people)),
        rhythms(reader, &others, found.cadences.as_ref())
    );
    let (put_away, archived, rhythms) = (put_away?, archived?, rhythms?);
    let nudge = |(key, cause): (Key, Cause)| {
        let is_put_away = !put_away.is_empty() && put_away.contains(&key.to_string());
        if is_put_away || cause.people().iter().any(|person| archived.contains(person)) {
            return None;
        }
        let ideal_days = cause.person().and_then(|person| rhythms.get(&person).copied());
        let is_check_in = matches!(cause, Cause::CheckIn(_));
        let person = cause.person();
        let held_back = is_check_in && person.is_some_and(|person| found.held_back.contains(&person));
        let (score, comes_first) = (score(&cause, on, ideal_days), cause.comes_first(on));
        let lane = match (held_back, comes_first) {
            (true, _) => 2,
            (_, first) => i32::from(!first),
        };
        Some(Nudge {
            telling: telling.clone(),
            rank: rank(lane, score, &cause, &key),
            score,
            comes_first,
            held_back,
            inside: Vec::new(),
            of_nobody: None,
            key,
            cause,
        })
    };
    Ok(keyed.into_iter().filter_map(nudge).collect())
}

fn rank(lane: i32, score: Score, cause: &Cause, key: &Key) -> String {
    let due = cause.due_on().unwrap_or(NaiveDate::MAX);
    let below = 100_i32.saturating_sub(score.total());
    let late = match cause {
        Cause::CheckIn(it) => {
            let ideal = it.cadence.ideal_days;
            let late = cadences::lateness(it.due.due_on, ideal, it.on).clamp(0, LATEST);
            format!("{:013} {ideal:04}", LATEST - late)
        }
        _ => String::new(),
    };
    format!("{lane} {below:03} {late} {due} {key}")
}

fn score(cause: &Cause, on: NaiveDate, ideal_days: Option<i32>) -> Score {
    match cause {
        Cause::CheckIn(it) => Score::of_check_in((on - it.due.due_on).num_days(), it.cadence.ideal_days),
        Cause::Match(it) => Score::of_match(it.points.score(), it.until, on, ideal_days),
        other => Score::of(other.kind(), other.due_on(), on, ideal_days),
    }
}

async fn put_away(
    reader: &Reader<'_>,
    keys: impl Iterator<Item = String>,
    on: NaiveDate,
) -> Result<HashSet<String>, Fault> {
    let still = Condition::any()
        .add(Column::Decision.eq(Decision::Dismissed))
        .add(Column::Until.gt(on));
    let keys = Vec::from_iter(keys);
    if keys.is_empty() {
        return Ok(HashSet::new());
    }
    let select = reader
        .select::<nudge_decision::Entity>()
        .filter(reader.listed(Column::Key, keys))
        .filter(Column::ArchivedAt.is_null())
        .filter(still);
    let columns = [(Kind::Text, Column::Key.into_expr())];
    let keys: Vec<(String,)> = packed(reader, bare(select), columns).await?;
    Ok(keys.into_iter().map(|(key,)| key).collect())
}

/// Every how many days the user means to be in touch with each of these people, where they mean to at all.
async fn rhythms(
    reader: &Reader<'_>,
    people: &[PersonId],
    known: Option<&Cadences>,
) -> Result<HashMap<PersonId, i32>, Fault> {
    let of = |people: &[PersonId], cadences: &Cadences| -> HashMap<PersonId, i32> {
        let rhythm = |person: &PersonId| Some((*person, cadences.of(*person)?.0.ideal_days));
        people.iter().filter_map(rhythm).collect()
    };
    if let Some(cadences) = known {
        return Ok(of(people, cadences));
    }
    let mut found = HashMap::new();
    for people in people.chunks(cadences::NAMED) {
        found.extend(of(people, &cadences::cadences_of(reader, Some(people)).await?));
    }
    Ok(found)
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
