//! How people stand to their cadences.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::ids::PersonId;
use entity::{cadence, workspace};

use super::effective::{Cadences, Source, cadences_of};
use super::past::{Decisions, Known, Plan, contacts, decisions, known};
use crate::cadences::rules::{self, Due, Past, Rhythm};
use crate::kit::day::day_in;
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
    /// When to be in touch.
    pub due: Due,
    /// The next plan.
    pub planned: Option<Plan>,
    /// Until when they are put off.
    pub snoozed: Option<NaiveDate>,
}

/// How people stand to the cadences that count for them, seen from a day: these people, or all. Who has no cadence, is archived,
/// died or is the user is left out. However many they are, the statements are as many: one more for each set of channels that
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
    let view = View::of(workspace, on, now);
    let cadences = cadences_of(reader, people).await?;
    let subjects = cadences.subjects();
    if subjects.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let asked = people.or(subjects.as_deref());
    let known = known(reader, asked).await?;
    let decisions = decisions(reader, asked, view.on).await?;
    view.standings(reader, &cadences, known, &decisions).await
}

/// The workspace's calendar, seen from a day.
pub(super) struct View {
    zone: Tz,
    away: Option<(NaiveDate, NaiveDate)>,
    pub on: NaiveDate,
    /// What had not happened by then does not count, nor what is only logged ahead.
    pub end: DateTime<Utc>,
}

impl View {
    /// Seen from a day; from today if none is given.
    pub fn of(workspace: &workspace::Model, on: Option<NaiveDate>, now: DateTime<Utc>) -> Self {
        let on = on.unwrap_or_else(|| workspaces::day_of(workspace, now));
        let over = workspaces::begin_of(workspace, on + Days::new(1));
        Self {
            zone: workspaces::zone(workspace),
            away: workspace.away_from.zip(workspace.away_until),
            on,
            end: over.min(now + TimeDelta::microseconds(1)),
        }
    }

    /// How these people stand to the cadences that count for them.
    ///
    /// # Errors
    /// The database fails.
    pub async fn standings(
        &self,
        reader: &Reader<'_>,
        cadences: &Cadences,
        known: Vec<Known>,
        decisions: &HashMap<PersonId, Decisions>,
    ) -> Result<Vec<Standing>, Fault> {
        let mut found = Vec::with_capacity(known.len());
        let mut unsure: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
        for it in known {
            let Some((cadence, source)) = cadences.of(it.person) else {
                continue;
            };
            if it
                .last
                .is_some_and(|last| last >= self.end || !cadence.channels.is_empty())
            {
                unsure
                    .entry(cadence.channels.clone())
                    .or_default()
                    .push(it.person);
            }
            found.push((cadence, source, it));
        }
        let mut contacted = HashMap::new();
        for (channels, people) in &unsure {
            contacted.extend(contacts(reader, people, channels, self.end).await?);
        }
        let standings = found.into_iter().map(|(cadence, source, mut it)| {
            if let Some((made, last)) = contacted.get(&it.person) {
                (it.made, it.last) = (Some(*made), *last);
            }
            self.standing(&it, (cadence, source), decisions.get(&it.person))
        });
        Ok(standings.collect())
    }

    /// From which day on to be in touch by a cadence after a contact, where nothing else was decided.
    pub fn due_after(&self, cadence: &cadence::Model, contact: NaiveDate) -> NaiveDate {
        let past = Past {
            since: contact,
            skipped: None,
            snoozed: None,
            planned: None,
        };
        rules::due(rhythm(cadence), past, self.on, self.away).due_on
    }

    fn standing(
        &self,
        known: &Known,
        (cadence, source): (&Arc<cadence::Model>, Source),
        decided: Option<&Decisions>,
    ) -> Standing {
        let day = |at: DateTime<Utc>| day_in(self.zone, at);
        let contact = known.last;
        let snoozed = decided.and_then(|it| it.snoozed);
        // Being in touch ends what was put off before.
        let snoozed = snoozed.filter(|(_, at)| contact.is_none_or(|contact| contact < *at));
        let snoozed = snoozed.map(|(until, _)| until);
        let planned = decided.and_then(|it| it.planned);
        let contact = contact.map(day);
        let made = known.made.unwrap_or(cadence.created_at);
        let past = Past {
            since: contact.unwrap_or_else(|| day(made.max(cadence.created_at))),
            skipped: decided.and_then(|it| it.skipped),
            snoozed,
            planned: planned.map(|plan| plan.day),
        };
        Standing {
            person: known.person,
            cadence: Arc::clone(cadence),
            source,
            on: self.on,
            contact,
            due: rules::due(rhythm(cadence), past, self.on, self.away),
            planned,
            snoozed,
        }
    }
}

const fn rhythm(cadence: &cadence::Model) -> Rhythm {
    Rhythm {
        ideal: cadence.ideal_days,
        max: cadence.max_days,
        paused_until: cadence.paused_until,
    }
}
