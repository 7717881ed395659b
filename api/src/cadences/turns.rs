//! Whose turn it is, where a week has fewer places than there are people who are due.
//!
//! Who is the latest comes first: by days over in parts of the interval, so that four days weigh more with somebody whom the user
//! means to be in touch with every fortnight than thirty with somebody of every year. A place given now is good until the week is
//! over; so places go to those whom its end would find the latest, and one may be kept for somebody who is due only in two days.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use entity::ids::{CadenceId, PersonId};

use super::{Source, Standing};

/// Days in which no circle is left out: whoever is the latest of it has a place before all others.
const FORTNIGHT: i64 = 14;
/// What a whole interval over is counted as, so that lateness is a whole number.
const INTERVAL: i64 = 1_000_000_000;

/// How late somebody is who was due on a day: in billionths of the interval; negative while they are not due.
#[must_use]
pub fn lateness(due_on: NaiveDate, ideal_days: i32, on: NaiveDate) -> i64 {
    let over = (on - due_on).num_days();
    (over * INTERVAL).div_euclid(i64::from(ideal_days.max(1)))
}

/// By what people are sorted, seen from a day: the latest first, and of equals whom the user means to be in touch with most often.
#[must_use]
pub fn rank(it: &Standing, on: NaiveDate) -> (Reverse<i64>, i32, PersonId) {
    let ideal = it.cadence.ideal_days;
    (Reverse(lateness(it.due.due_on, ideal, on)), ideal, it.person)
}

/// Those who come up by the end of a week, in the order in which its places go to them. Who is planned is not among them: a plan
/// needs no place.
#[must_use]
pub fn turns(all: &[Standing], last: NaiveDate) -> Vec<&Standing> {
    let comes_up = |it: &&Standing| it.planned.is_none() && it.due.due_on <= last;
    let mut found: Vec<&Standing> = all.iter().filter(comes_up).collect();
    found.sort_by_cached_key(|it| rank(it, last));
    let kept = kept(all, &found, last);
    // The sort keeps the order of equals.
    found.sort_by_key(|it| {
        kept.iter()
            .position(|person| *person == it.person)
            .unwrap_or(kept.len())
    });
    found
}

/// The latest of each circle with whose people there was no contact for a fortnight by the end of the week; the longest without
/// any first.
fn kept(all: &[Standing], latest: &[&Standing], last: NaiveDate) -> Vec<PersonId> {
    let circle = |it: &Standing| (it.source != Source::Person).then_some(it.cadence.id);
    let mut contacts: BTreeMap<CadenceId, Option<NaiveDate>> = BTreeMap::new();
    for it in all {
        if let Some(circle) = circle(it) {
            let contact = contacts.entry(circle).or_default();
            *contact = (*contact).max(it.contact);
        }
    }
    let mut seen = HashSet::new();
    let firsts = latest.iter().filter_map(|it| {
        let circle = circle(it).filter(|circle| seen.insert(*circle))?;
        let contact = contacts.get(&circle).copied().flatten();
        let is_left_out = contact.is_none_or(|day| (last - day).num_days() >= FORTNIGHT);
        is_left_out.then_some((contact, it.cadence.ideal_days, it.person))
    });
    let mut firsts: Vec<_> = firsts.collect();
    firsts.sort_unstable();
    firsts.into_iter().map(|(.., person)| person).collect()
}
