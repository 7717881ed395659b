//! How people stand to their cadences.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entity::ids::{CheckInId, PersonId};
use entity::{cadence, person, workspace};

use super::effective::{Source, cadences_of};
use super::past::{Decisions, contacts, decisions, known};
use crate::cadences::rules::{self, Due, Past, Rhythm};
use crate::kit::{Fault, Reader};
use crate::workspaces;

/// How a person stands to the cadence that counts for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// The cadence.
    pub cadence: Arc<cadence::Model>,
    /// Why it counts for them.
    pub source: Source,
    /// Seen from this day.
    pub on: NaiveDate,
    /// The day of the last contact that counts.
    pub contact: Option<NaiveDate>,
    /// From when days are counted where there was none.
    pub known_since: NaiveDate,
    /// When to be in touch.
    pub due: Due,
    /// The next plan.
    pub planned: Option<(CheckInId, NaiveDate)>,
    /// Until when they are put off.
    pub snoozed: Option<NaiveDate>,
}

/// How people stand to the cadences that count for them, seen from a day: these people, or all. Who has no cadence, is archived
/// or is the user is left out. However many they are, the statements are as many: one more for each set of channels that
/// cadences name.
///
/// # Errors
/// The database fails.
pub async fn standings(
    reader: &Reader<'_>,
    workspace: &workspace::Model,
    people: Option<&[PersonId]>,
    on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<Vec<Standing>, Fault> {
    let today = workspaces::day_of(workspace, now);
    let on = on.unwrap_or(today);
    // What had not happened by the end of the day does not count, nor what is only logged ahead.
    let end = workspaces::begin_of(workspace, on + Days::new(1)).min(now + TimeDelta::microseconds(1));
    let cadences = cadences_of(reader, people).await?;
    let subjects = cadences.subjects();
    if subjects.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let asked = people.or(subjects.as_deref());
    let mut found = Vec::new();
    let mut unsure: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (person, made, last) in known(reader, asked).await? {
        let Some((cadence, source)) = cadences.of(person) else {
            continue;
        };
        let last = (last != person::NEVER).then_some(last);
        if last.is_some_and(|last| last >= end || !cadence.channels.is_empty()) {
            unsure.entry(cadence.channels.clone()).or_default().push(person);
        }
        found.push((person, cadence, source, made, last));
    }
    let mut contacted = HashMap::new();
    for (channels, people) in &unsure {
        let looked_up = contacts(reader, people, channels, end).await?;
        contacted.extend(
            people
                .iter()
                .map(|person| (*person, looked_up.get(person).copied())),
        );
    }
    let decisions = decisions(reader, asked, on).await?;
    let view = View { workspace, on };
    let standings = found.into_iter().map(|(person, cadence, source, made, last)| {
        let contact = contacted.get(&person).copied().unwrap_or(last);
        view.standing(person, (cadence, source), made, contact, decisions.get(&person))
    });
    Ok(standings.collect())
}

/// The workspace's calendar, seen from a day.
struct View<'a> {
    workspace: &'a workspace::Model,
    on: NaiveDate,
}

impl View<'_> {
    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        workspaces::day_of(self.workspace, at)
    }

    fn standing(
        &self,
        person: PersonId,
        (cadence, source): (&Arc<cadence::Model>, Source),
        made: DateTime<Utc>,
        contact: Option<DateTime<Utc>>,
        decided: Option<&Decisions>,
    ) -> Standing {
        let snoozed = decided.and_then(|it| it.snoozed);
        // Being in touch ends what was put off before.
        let snoozed = snoozed.filter(|(_, at)| contact.is_none_or(|contact| contact < *at));
        let snoozed = snoozed.map(|(until, _)| until);
        let planned = decided.and_then(|it| it.planned);
        let rhythm = Rhythm {
            ideal: cadence.ideal_days,
            max: cadence.max_days,
            paused_until: cadence.paused_until,
        };
        let past = Past {
            contact: contact.map(|at| self.day(at)),
            known_since: self.day(made.max(cadence.created_at)),
            skipped: decided.and_then(|it| it.skipped),
            snoozed,
            planned: planned.map(|(day, _)| day),
        };
        let away = self.workspace.away_from.zip(self.workspace.away_until);
        Standing {
            person,
            cadence: Arc::clone(cadence),
            source,
            on: self.on,
            contact: past.contact,
            known_since: past.known_since,
            due: rules::due(rhythm, past, self.on, away),
            planned: planned.map(|(day, id)| (id, day)),
            snoozed,
        }
    }
}
