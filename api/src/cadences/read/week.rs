//! The check-ins of a week, as far as its capacity goes.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::check_in::CheckInState::Done;
use entity::ids::{CircleId, PersonId};
use entity::{check_in, circle_member, workspace};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::NAMED;
use super::effective::Cadences;
use super::first::First;
use super::past::{contacts, decisions, known};
use super::standing::{Standing, View, standings};
use crate::cadences::turns::turns;
use crate::cadences::{Band, rules};
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::workspaces;

/// With whom to be in touch, seen from a day of a week.
#[derive(Clone, Debug)]
pub struct Week {
    /// Those for whom it is planned for the day or was for one before it: they need no place.
    pub planned: Vec<Standing>,
    /// Those who come up by the end of the week, in the order in which its places go to them.
    pub turns: Vec<Standing>,
    /// How many places are left; none where the user set no capacity.
    pub left: Option<usize>,
    /// How many are due on the day beside those whose turns are known; counted only where places are.
    pub others: usize,
}

/// With whom to be in touch in the week that a day is in. At least so many turns are known after those that have a place, if
/// there are as many, and all of those that differ from others in more than when there was contact.
///
/// # Errors
/// The database fails.
pub async fn week(
    reader: &Reader<'_>,
    workspace: &workspace::Model,
    cadences: &Cadences,
    (on, now): (NaiveDate, DateTime<Utc>),
    most: usize,
) -> Result<Week, Fault> {
    let view = View::of(workspace, Some(on), now);
    let subjects = cadences.subjects();
    if subjects.as_ref().is_some_and(Vec::is_empty) {
        return of_all(reader, workspace, &[], on).await;
    }
    let decisions = decisions(reader, subjects.as_deref(), on).await?;
    let places = usize::try_from(workspace.weekly_capacity.unwrap_or(0)).unwrap_or(0);
    let first = First {
        reader,
        workspace,
        view: &view,
        cadences,
        decisions: &decisions,
        most: most.saturating_add(places),
    };
    let (known, others) = match first.found().await? {
        Some(first) => (first.known, first.others),
        None => (known(reader, subjects.as_deref()).await?, 0),
    };
    let all = view.standings(reader, cadences, known, &decisions).await?;
    let week = of_all(reader, workspace, &all, on).await?;
    Ok(Week { others, ..week })
}

async fn of_all(
    reader: &Reader<'_>,
    workspace: &workspace::Model,
    all: &[Standing],
    on: NaiveDate,
) -> Result<Week, Fault> {
    let first = rules::week_of(on, workspaces::weekday(workspace));
    let last = first.checked_add_days(Days::new(6)).unwrap_or(NaiveDate::MAX);
    let left = match workspace.weekly_capacity {
        Some(capacity) => {
            let used = used(reader, workspace, all, (first, last)).await?;
            Some(usize::try_from(capacity).unwrap_or(0).saturating_sub(used))
        }
        None => None,
    };
    let is_planned = |it: &&Standing| it.planned.is_some() && it.due.due_on <= on;
    Ok(Week {
        planned: all.iter().filter(is_planned).cloned().collect(),
        turns: turns(all, last).into_iter().cloned().collect(),
        left,
        others: 0,
    })
}

/// How many places of a week are used: those of the people with whom there was contact in it, and who had come up by then or would
/// have by its end. Whom the user talked to although it was not their turn used none, nor did those for whom it was planned. At most
/// 500 contacts of a week are looked at.
async fn used(
    reader: &Reader<'_>,
    workspace: &workspace::Model,
    all: &[Standing],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<usize, Fault> {
    let in_week = all.iter().filter(|it| it.contact.is_some_and(|day| day >= first));
    let in_week: Vec<&Standing> = in_week.take(NAMED).collect();
    let as_planned = as_planned(reader, &in_week, (first, last)).await?;
    let mut by_channels: BTreeMap<&str, Vec<&Standing>> = BTreeMap::new();
    for it in in_week.into_iter().filter(|it| !as_planned.contains(&it.person)) {
        by_channels.entry(&it.cadence.channels).or_default().push(it);
    }
    let begin = workspaces::begin_of(workspace, first);
    let mut used = 0;
    for (channels, contacted) in by_channels {
        let people: Vec<PersonId> = contacted.iter().map(|it| it.person).collect();
        let before = contacts(reader, &people, channels, begin).await?;
        let had_come_up = |it: &&&Standing| {
            let Some((made, contact)) = before.get(&it.person) else {
                return false;
            };
            let since = contact.unwrap_or_else(|| it.cadence.created_at.max(*made));
            let days = Days::new(u64::try_from(it.cadence.ideal_days).unwrap_or_default());
            let due = workspaces::day_of(workspace, since).checked_add_days(days);
            due.is_some_and(|due| due <= last)
        };
        used += contacted.iter().filter(had_come_up).count();
    }
    Ok(used)
}

/// With whom of these a plan was carried out on the days of a week.
async fn as_planned(
    reader: &Reader<'_>,
    contacted: &[&Standing],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<HashSet<PersonId>, Fault> {
    use check_in::Column;
    if contacted.is_empty() {
        return Ok(HashSet::new());
    }
    let select = reader
        .select::<check_in::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::PersonId.is_in(contacted.iter().map(|it| it.person)))
        .filter(Column::State.eq(Done))
        .filter(Column::DoneOn.between(first, last));
    let people = select.select_only().column(Column::PersonId).into_tuple();
    Ok(people.all(reader.conn()).await?.into_iter().collect())
}

/// Whom to propose.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Seen from this day; from today if none is given.
    pub on: Option<NaiveDate>,
    /// Those in one of these bands.
    pub bands: std::collections::BTreeSet<Band>,
    /// Those in this circle.
    pub circle: Option<CircleId>,
    /// Only those for whom it is planned, or who have one of the places that the week's capacity leaves.
    pub within_capacity: bool,
}

/// Those with whom to be in touch, in no order.
///
/// # Errors
/// The database fails.
pub async fn proposed(
    reader: &Reader<'_>,
    workspace: &workspace::Model,
    proposal: &Proposal,
    now: DateTime<Utc>,
) -> Result<Vec<Standing>, Fault> {
    let mut all = standings(reader, workspace, None, proposal.on, now).await?;
    if proposal.within_capacity && workspace.weekly_capacity.is_some() {
        let on = proposal.on.unwrap_or_else(|| workspaces::day_of(workspace, now));
        let mut week = of_all(reader, workspace, &all, on).await?;
        week.turns.truncate(week.left.unwrap_or(usize::MAX));
        all = week.planned;
        all.append(&mut week.turns);
    }
    all.retain(|it| proposal.bands.contains(&it.due.band));
    if let Some(circle) = proposal.circle {
        let members = members(reader, circle).await?;
        all.retain(|it| members.contains(&it.person));
    }
    Ok(all)
}

async fn members(reader: &Reader<'_>, circle: CircleId) -> Result<HashSet<PersonId>, Fault> {
    use circle_member::Column;
    let select = reader
        .select::<circle_member::Entity>()
        .filter(Column::CircleId.eq(circle))
        .select_only();
    let person = (Kind::Uuid, Column::PersonId.into_expr());
    let people: Vec<(Uuid,)> = packed(reader, select.into_query(), [person]).await?;
    Ok(people.into_iter().map(|(person,)| PersonId(person)).collect())
}
