//! The nudges that causes make, and how they rank.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use entity::ids::PersonId;
use entity::nudge_decision::{self, Column, Decision, NudgeKind};
use futures_util::join;
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::sources::Found;
use super::{Cause, Nudge, Telling};
use crate::agenda::rules::{Key, Score};
use crate::cadences::{self, Cadences};
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::people;

/// Later than this counts as this in the order.
const LATEST: i64 = 9_999_999_999_999;

/// The nudges that the causes make: those that the user has not put away, about people who are still there, and alive.
pub async fn nudges(reader: &Reader<'_>, found: Found, telling: &Arc<Telling>) -> Result<Vec<Nudge>, Fault> {
    let on = telling.on;
    let keyed: Vec<(Key, Cause)> = found.causes.into_iter().map(|it| (it.key(), it)).collect();
    let people: BTreeSet<PersonId> = keyed.iter().flat_map(|(_, it)| it.people()).collect();
    let people = Vec::from_iter(people);
    // The interval of a check-in is known, and counted in its urgency.
    let others = keyed.iter().filter(|(key, _)| key.kind != NudgeKind::CheckIn);
    let others: BTreeSet<PersonId> = others.filter_map(|(_, it)| it.person()).collect();
    let others = Vec::from_iter(others);
    let (put_away, gone, rhythms) = join!(
        Box::pin(put_away(reader, keyed.iter().map(|(key, _)| key.to_string()), on)),
        Box::pin(people::gone(
            reader,
            (people.len() <= cadences::NAMED).then_some(&people)
        )),
        Box::pin(rhythms(reader, &others, found.cadences.as_ref()))
    );
    let (put_away, gone, rhythms) = (put_away?, gone?, rhythms?);
    let nudge = |(key, cause): (Key, Cause)| {
        let is_put_away = !put_away.is_empty() && put_away.contains(&key.to_string());
        if is_put_away || cause.people().iter().any(|person| gone.contains(person)) {
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

/// Those of these nudges that the user has put away, seen from a day.
pub async fn put_away(
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
