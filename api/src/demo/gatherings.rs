//! Where people gather: communities, the events at which the user met them, and those that are to come.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entity::attendance::AttendanceRole::{Guest, Host, Speaker};
use entity::attendance::AttendanceState::{self, Attended, Declined, Going, Invited, Maybe, Missed};
use entity::community::CommunityKind::{self, Alumni, Association, Board, Meetup, Online, Volunteer};
use entity::event::EventKind::{self, Conference, Dinner, Workshop};
use entity::ids::{CommunityId, EventId, PersonId};
use entity::interaction::Channel;
use entity::{community, event};

use super::dice::Dice;
use super::interactions::Talk;
use super::people::Someone;
use crate::app::App;
use crate::communities::{self, Member};
use crate::events::{self, Attendee};
use crate::kit::Patch;
use crate::kit::declared::{Draft, New};

/// Communities: name, what they are, where, and the user's role, if they are in it.
const COMMUNITIES: [(&str, CommunityKind, &str, Option<&str>); 6] = [
    ("Open Data Lisbon", Meetup, "Lisbon", Some("Organiser")),
    ("Alumni of the School of Design", Alumni, "Porto", Some("Member")),
    ("Repair Café", Volunteer, "Lisbon", Some("Helper")),
    ("Women in Energy", Association, "Berlin", None),
    ("First-time Leads", Online, "", Some("Member")),
    ("Library Board", Board, "Lisbon", None),
];

type Plan = (&'static str, EventKind, u64, i64, &'static str, AttendanceState);

/// Events to come: title, what they are, in how many days, for how many hours (0: no hour is known), where, and how the user
/// stands to them.
const COMING: [Plan; 5] = [
    ("Dinner with the old team", Dinner, 3, 3, "Lisbon", Going),
    ("Open Cities Conference", Conference, 12, 0, "Porto", Going),
    ("Workshop on hiring", Workshop, 18, 4, "Lisbon", Maybe),
    ("Founders' Breakfast", EventKind::Meetup, 25, 2, "Berlin", Invited),
    ("Energy Summit", Conference, 60, 0, "Berlin", Declined),
];

/// How many of the interactions at events get their event.
const PAST: usize = 12;
/// And how many more people were at each.
const OTHERS: usize = 6;

/// What people have in common.
pub struct Gatherings {
    /// The communities, with who is in them.
    pub communities: Vec<(New<community::Model>, communities::Recorded)>,
    /// The events, with who is at them, and whether they were called off.
    pub events: Vec<(New<event::Model>, events::Recorded, bool)>,
}

/// Communities and events. The latest interactions at an event are linked to it.
pub fn gatherings(
    app: &App,
    dice: &mut Dice,
    (people, interactions): (&[Someone], &mut [Talk]),
    now: DateTime<Utc>,
) -> Gatherings {
    let near: Vec<&Someone> = people.iter().filter(|someone| someone.rhythm > 0).collect();
    let communities: Vec<_> = COMMUNITIES
        .iter()
        .map(|sketch| gathering(app, dice, &near, sketch))
        .collect();
    let hosts: Vec<CommunityId> = communities.iter().map(|(_, recorded)| recorded.id).collect();
    let mut events = Vec::new();
    let at_events = interactions
        .iter_mut()
        .rev()
        .filter(|it| it.model.channel == Channel::Event && it.model.happened_at < now);
    for (number, interaction) in at_events.take(PAST).enumerate() {
        events.push(past(app, dice, &near, (interaction, hosts.get(number).copied())));
    }
    for (sketch, host) in COMING.iter().zip(hosts.iter().copied().map(Some).chain([None])) {
        events.push((coming(app, dice, &near, (sketch, host), now), false));
    }
    let mut events: Vec<_> = events
        .into_iter()
        .map(|((new, recorded), cancelled)| (new, recorded, cancelled))
        .collect();
    if let Some((_, recorded, cancelled)) = events.last_mut() {
        *cancelled = true;
        recorded.attendees.truncate(2);
    }
    Gatherings { communities, events }
}

fn set(text: &str) -> Patch<String> {
    if text.is_empty() {
        Patch::Keep
    } else {
        Patch::Set(text.to_owned())
    }
}

type Sketch = (&'static str, CommunityKind, &'static str, Option<&'static str>);

fn gathering(
    app: &App,
    dice: &mut Dice,
    near: &[&Someone],
    (name, kind, place, role): &Sketch,
) -> (New<community::Model>, communities::Recorded) {
    let id: CommunityId = app.ids.next(app.clock.now());
    let fields = Draft::of(&community::Model {
        name: (*name).to_owned(),
        kind: *kind,
        place: Some((*place).to_owned()).filter(|place| !place.is_empty()),
        ..community::Model::default()
    });
    let mine = role.map(|role| member(None, role, None));
    let count = usize::try_from(dice.between(5..=14)).unwrap_or(5);
    let others = dice
        .some(near, count)
        .into_iter()
        .enumerate()
        .map(|(number, someone)| {
            let role = if number == 0 { "Chair" } else { "Member" };
            // Every fifth has left.
            let ended = (number % 5 == 4).then_some(someone.until);
            member(Some(someone.id), role, ended)
        });
    let members = mine.into_iter().chain(others).collect();
    let recorded = communities::Recorded {
        id,
        expected_revision: None,
        members,
    };
    (New { id: Some(id), fields }, recorded)
}

fn member(person: Option<PersonId>, role: &str, ended: Option<NaiveDate>) -> Member {
    Member {
        person,
        role: set(role),
        started_on: Patch::Keep,
        ended_on: ended.map_or(Patch::Keep, |day| Patch::Set(day.into())),
        is_current: None,
    }
}

fn attendee(person: Option<PersonId>, state: AttendanceState, first: bool) -> Attendee {
    let role = match (first, state) {
        (true, Attended) => Speaker,
        (true, _) => Host,
        (false, _) => Guest,
    };
    Attendee {
        person,
        state,
        role: Patch::Set(role),
        note: Patch::Keep,
    }
}

type Gathering = (New<event::Model>, events::Recorded);

/// The event of an interaction: whoever took part was there, others too, and one or two were not.
fn past(
    app: &App,
    dice: &mut Dice,
    near: &[&Someone],
    (interaction, host): (&mut Talk, Option<CommunityId>),
) -> (Gathering, bool) {
    let id: EventId = app.ids.next(app.clock.now());
    let title = interaction.model.event.as_deref().unwrap_or("Meetup");
    let begins = interaction.model.happened_at - TimeDelta::hours(1);
    let event = event::Model {
        id,
        title: title.to_owned(),
        kind: EventKind::Meetup,
        starts_at: Some(begins),
        ends_at: Some(begins + TimeDelta::hours(4)),
        place: interaction.model.place.clone(),
        community_id: host,
        ..event::Model::default()
    };
    interaction.event = Some(id);
    let mut there: Vec<PersonId> = interaction.participants.clone();
    there.extend(dice.some(near, OTHERS).into_iter().map(|someone| someone.id));
    let mut seen = Vec::new();
    there.retain(|person| {
        let is_new = !seen.contains(person);
        seen.push(*person);
        is_new
    });
    let mut attendees = vec![attendee(None, Attended, false)];
    for (number, person) in there.into_iter().enumerate() {
        let state = if number == OTHERS { Missed } else { Attended };
        attendees.push(attendee(Some(person), state, number == 1));
    }
    let recorded = events::Recorded {
        id,
        expected_revision: None,
        attendees,
    };
    ((New::of(&event), recorded), false)
}

fn coming(
    app: &App,
    dice: &mut Dice,
    near: &[&Someone],
    (sketch, host): (&Plan, Option<CommunityId>),
    now: DateTime<Utc>,
) -> Gathering {
    let (title, kind, days, hours, place, mine) = sketch;
    let id: EventId = app.ids.next(app.clock.now());
    let day = now.date_naive() + Days::new(*days);
    let begins = day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(18);
    let mut event = event::Model {
        id,
        title: (*title).to_owned(),
        kind: *kind,
        place: Some((*place).to_owned()),
        community_id: host,
        ..event::Model::default()
    };
    if *hours > 0 {
        event.starts_at = Some(begins);
        event.ends_at = Some(begins + TimeDelta::hours(*hours));
    } else {
        event.starts_on = Some(day);
        event.ends_on = Some(day + Days::new(1));
    }
    let others = dice
        .some(near, OTHERS)
        .into_iter()
        .enumerate()
        .map(|(number, someone)| {
            let states = [Going, Invited, Maybe, Invited, Declined];
            let state = states.get(number % 5).copied().unwrap_or(Invited);
            attendee(Some(someone.id), state, number == 0)
        });
    let attendees = [attendee(None, *mine, false)].into_iter().chain(others).collect();
    let recorded = events::Recorded {
        id,
        expected_revision: None,
        attendees,
    };
    (New::of(&event), recorded)
}
