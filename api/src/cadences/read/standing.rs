//! How people stand to their cadences.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::ids::PersonId;
use entity::{cadence, workspace};

use super::effective::{Source, cadences_of};
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
    for it in known(reader, asked).await? {
        let Some((cadence, source)) = cadences.of(it.person) else {
            continue;
        };
        if it
            .last
            .is_some_and(|last| last >= end || !cadence.channels.is_empty())
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
        contacted.extend(contacts(reader, people, channels, end).await?);
    }
    let decisions = decisions(reader, asked, on).await?;
    let view = View::of(workspace, on);
    let standings = found.into_iter().map(|(cadence, source, mut it)| {
        if let Some((made, last)) = contacted.get(&it.person) {
            (it.made, it.last) = (Some(*made), *last);
        }
        view.standing(&it, (cadence, source), decisions.get(&it.person))
    });
    Ok(standings.collect())
}

/// The workspace's calendar, seen from a day.
struct View {
    zone: Tz,
    away: Option<(NaiveDate, NaiveDate)>,
    on: NaiveDate,
}

impl View {
    fn of(workspace: &workspace::Model, on: NaiveDate) -> Self {
        Self {
            zone: workspaces::zone(workspace),
            away: workspace.away_from.zip(workspace.away_until),
            on,
        }
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
        let rhythm = Rhythm {
            ideal: cadence.ideal_days,
            max: cadence.max_days,
            paused_until: cadence.paused_until,
        };
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
            due: rules::due(rhythm, past, self.on, self.away),
            planned,
            snoozed,
        }
    }
}
