//! Events and communities, and who is there.

use entity::ids::{InteractionId, PersonId};
use entity::{attendance, community, community_member, event, person};
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::fields::record;
use super::object::{Object, Value, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, connect};
use crate::plans::world::World;

pub fn status(w: &World, it: &event::Model) -> &'static str {
    match it {
        _ if it.cancelled_at.is_some() => "CANCELLED",
        _ if w.now < it.begins_at => "UPCOMING",
        _ if w.now < it.over_at => "ONGOING",
        _ => "PAST",
    }
}

/// Whether a state is among those that are asked for.
fn in_states(given: &Arguments, state: attendance::AttendanceState) -> bool {
    let states = given.get("states").and_then(Json::as_array);
    states.is_none_or(|states| states.iter().any(|name| name == state.as_str()))
}

fn by_states(site: &'static str, given: &Arguments) -> Asked {
    let states = given.get("states").filter(|states| !states.is_null());
    Asked::of(site, given).only_for(format!("{states:?}"))
}

fn only_current(given: &Arguments) -> bool {
    given.get("current") == Some(&Json::Bool(true))
}

pub fn event<'w>(w: &'w World, it: &'w event::Model, field: &str, given: &Arguments) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "title" => text(&it.title),
        "kind" => text(it.kind),
        "description" => shown(it.description.as_ref()),
        "status" => text(status(w, it)),
        "startsAt" => moment(it.starts_at),
        "endsAt" => moment(it.ends_at),
        "startsOn" => shown(it.starts_on),
        "endsOn" => shown(it.ends_on),
        "timeZone" => text(&it.time_zone),
        "beginsAt" => moment(it.begins_at),
        "overAt" => moment(it.over_at),
        "cancelledAt" => moment(it.cancelled_at),
        "place" => shown(it.place.as_ref()),
        "url" => shown(it.url.as_ref()),
        "organization" => maybe(
            it.organization_id
                .and_then(|id| t.organization(id))
                .map(Object::Organization),
        ),
        "community" => maybe(
            it.community_id
                .and_then(|id| t.community(id))
                .map(Object::Community),
        ),
        "attendances" => attendances(w, "Event.attendances", given, |row| row.event_id == it.id),
        "myAttendance" => {
            let mut own = t.attendances.iter().filter(|row| row.event_id == it.id);
            maybe(own.find(|row| row.attendee == person::ME).map(Object::Attendance))
        }
        "interactions" => {
            let links = t.event_links.iter().filter(|row| row.event_id == it.id);
            let live = links.filter_map(|row| t.interaction(row.interaction_id));
            let live = live.filter(|row| row.archived_at.is_none());
            let entries = live.map(|row| Entry::new(row.happened_at, row.id.0, Object::Interaction(row)));
            connect(
                w,
                Asked::of("Event.interactions", given),
                "Interaction",
                true,
                entries,
            )
        }
        _ => unknown("Event", field),
    }
}

/// The event of an interaction.
pub fn of_interaction(w: &World, id: InteractionId) -> Option<&event::Model> {
    let link = w.tables.event_links.iter().find(|row| row.interaction_id == id);
    link.and_then(|link| w.tables.event(link.event_id))
}

pub fn attendance<'w>(w: &'w World, it: &'w attendance::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "event" => maybe(w.tables.event(it.event_id).map(Object::Event)),
        "person" => maybe(
            it.person_id
                .and_then(|id| w.tables.person(id))
                .map(Object::Person),
        ),
        "isMine" => plain(it.person_id.is_none()),
        "state" => text(it.state),
        "role" => text(it.role),
        "note" => shown(it.note.as_ref()),
        "addedAt" => moment(it.added_at),
        _ => unknown("Attendance", field),
    }
}

/// Who is at an event, first put on the list first, or where a person is, last put on first.
pub fn attendances<'w>(
    w: &'w World,
    site: &'static str,
    given: &Arguments,
    is_own: impl Fn(&attendance::Model) -> bool,
) -> Value<'w> {
    let rows = w.tables.attendances.iter();
    let own = rows.filter(|row| is_own(row) && in_states(given, row.state));
    let entries = own.map(|row| Entry::new(row.added_at, row.id.0, Object::Attendance(row)));
    let down = site == "Person.attendances";
    connect(w, by_states(site, given), "Attendance", down, entries)
}

/// The live events that something hosts.
pub fn events<'w>(
    w: &'w World,
    site: &'static str,
    given: &Arguments,
    is_own: impl Fn(&event::Model) -> bool,
) -> Value<'w> {
    let rows = w.tables.events.iter();
    let own = rows.filter(|row| row.archived_at.is_none() && is_own(row));
    let entries = own.map(|row| Entry::new(row.begins_at, row.id.0, Object::Event(row)));
    connect(w, by_states(site, given), "Event", true, entries)
}

/// The events at which a person is.
pub fn of_person<'w>(w: &'w World, id: PersonId, given: &Arguments) -> Value<'w> {
    let is_there = |event: &event::Model| {
        let mut rows = w.tables.attendances.iter();
        rows.any(|row| row.event_id == event.id && row.person_id == Some(id) && in_states(given, row.state))
    };
    events(w, "Person.events", given, is_there)
}

pub fn community<'w>(w: &'w World, it: &'w community::Model, field: &str, given: &Arguments) -> Value<'w> {
    record!(it, field);
    match field {
        "name" => text(&it.name),
        "kind" => text(it.kind),
        "description" => shown(it.description.as_ref()),
        "place" => shown(it.place.as_ref()),
        "url" => shown(it.url.as_ref()),
        "members" => members(w, "Community.members", given, |row| row.community_id == it.id),
        "myMembership" => {
            let mut rows = w.tables.community_members.iter();
            let own = rows.find(|row| row.community_id == it.id && row.member == person::ME);
            maybe(own.map(Object::CommunityMember))
        }
        "events" => events(w, "Community.events", given, |row| {
            row.community_id == Some(it.id)
        }),
        _ => unknown("Community", field),
    }
}

pub fn community_member<'w>(w: &'w World, it: &'w community_member::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "community" => maybe(w.tables.community(it.community_id).map(Object::Community)),
        "person" => maybe(
            it.person_id
                .and_then(|id| w.tables.person(id))
                .map(Object::Person),
        ),
        "isMine" => plain(it.person_id.is_none()),
        "role" => shown(it.role.as_ref()),
        "startedOn" => shown(it.started_on),
        "endedOn" => shown(it.ended_on),
        "isCurrent" => plain(it.is_current),
        "addedAt" => moment(it.added_at),
        _ => unknown("CommunityMember", field),
    }
}

/// Who is in a community, first put on the list first, or where a person is, last put on first.
pub fn members<'w>(
    w: &'w World,
    site: &'static str,
    given: &Arguments,
    is_own: impl Fn(&community_member::Model) -> bool,
) -> Value<'w> {
    let current = only_current(given);
    let rows = w.tables.community_members.iter();
    let own = rows.filter(|row| is_own(row) && (row.is_current || !current));
    let entries = own.map(|row| Entry::new(row.added_at, row.id.0, Object::CommunityMember(row)));
    let down = site == "Person.communityMemberships";
    let asked = Asked::of(site, given).only_for(current);
    connect(w, asked, "CommunityMember", down, entries)
}

/// The communities in which a person is.
pub fn communities_of<'w>(w: &'w World, id: PersonId, given: &Arguments) -> Value<'w> {
    let current = only_current(given);
    let is_in = |community: &community::Model| {
        let mut rows = w.tables.community_members.iter();
        let own =
            |row: &community_member::Model| row.community_id == community.id && row.person_id == Some(id);
        rows.any(|row| own(row) && (row.is_current || !current))
    };
    let rows = w.tables.communities.iter();
    let own = rows.filter(|row| row.archived_at.is_none() && is_in(row));
    let entries = own.map(|row| Entry::new(&row.sort_name, row.id.0, Object::Community(row)));
    let asked = Asked::of("Person.communities", given).only_for(current);
    connect(w, asked, "Community", false, entries)
}
