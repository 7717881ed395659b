//! People, organisations, circles and tags.

use std::cmp::Reverse;

use entity::contact_point::ContactKind;
use entity::ids::{CircleId, PersonId};
use entity::{circle, organization, person, tag};
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::filter::Predicate;
use super::gatherings;
use super::goals::goals;
use super::ledger::{exchanges, gratitudes};
use super::needs::{needs_of, offers_of};
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, connect};
use crate::plans::world::World;

/// The fields that all records have.
macro_rules! record {
    ($it:ident, $field:ident) => {
        match $field {
            "id" => return text($it.id),
            "revision" => return plain($it.revision),
            "seq" => return plain($it.seq),
            "createdAt" => return moment($it.created_at),
            "updatedAt" => return moment($it.updated_at),
            "archivedAt" => return moment($it.archived_at),
            "createdBy" => return Value::Object(Object::Actor($it.created_by)),
            _ => {}
        }
    };
}
pub(super) use record;

/// The rows that belong to a person, in the order of a key.
fn own<'w, M, K: Ord>(
    rows: &'w [M],
    is_own: impl Fn(&M) -> bool,
    key: impl Fn(&M) -> K,
    object: impl Fn(&'w M) -> Object<'w>,
) -> Value<'w> {
    let mut own: Vec<&M> = rows.iter().filter(|row| is_own(row)).collect();
    own.sort_by_key(|row| key(row));
    list(own, object)
}

pub fn person<'w>(w: &'w World, it: &'w person::Model, field: &str, given: &Arguments) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "displayName" => text(&it.display_name),
        "givenName" => shown(it.given_name.as_ref()),
        "middleName" => shown(it.middle_name.as_ref()),
        "familyName" => shown(it.family_name.as_ref()),
        "namePrefix" => shown(it.name_prefix.as_ref()),
        "nameSuffix" => shown(it.name_suffix.as_ref()),
        "nickname" => shown(it.nickname.as_ref()),
        "pronouns" => shown(it.pronouns.as_ref()),
        "headline" => shown(it.headline.as_ref()),
        "notes" => shown(it.summary.as_ref()),
        "timeZone" => shown(it.time_zone.as_ref()),
        "birthday" => shown(it.birthday),
        "metOn" => shown(it.met_on),
        "metHow" => shown(it.met_how.as_ref()),
        "city" => shown(it.city.as_ref()),
        "country" => shown(it.country.as_ref()),
        "diedOn" => shown(it.died_on),
        "mergedInto" => maybe(it.merged_into_id.and_then(|id| t.person(id)).map(Object::Person)),
        "metThrough" => maybe(it.met_through_id.and_then(|id| t.person(id)).map(Object::Person)),
        "isSelf" => plain(it.is_self),
        "lastInteractionAt" => moment(Some(it.last_interaction_at).filter(|at| *at != person::NEVER)),
        "contactPoints" => own(
            &t.contact_points,
            |row| row.person_id == it.id,
            |row| row.position,
            Object::ContactPoint,
        ),
        "primaryEmail" => {
            let mut emails: Vec<_> = t
                .contact_points
                .iter()
                .filter(|row| row.person_id == it.id)
                .collect();
            emails.retain(|row| row.kind == ContactKind::Email);
            emails.sort_by_key(|row| (Reverse(row.is_primary), row.position));
            shown(emails.first().map(|row| &row.value))
        }
        "affiliations" => own(
            &t.affiliations,
            |row| row.person_id == it.id,
            |row| row.position,
            Object::Affiliation,
        ),
        "facts" => own(
            &t.facts,
            |row| row.person_id == it.id,
            |row| row.position,
            Object::Fact,
        ),
        "supportRoles" => own(
            &t.support_roles,
            |row| row.person_id == it.id,
            |row| row.role.as_str(),
            Object::SupportRole,
        ),
        "attributes" => own(
            &t.attributes,
            |row| row.person_id == it.id && row.until.is_none(),
            |row| row.dimension_id,
            Object::Attribute,
        ),
        "externalRefs" => own(
            &t.external_refs,
            |row| row.person_id == it.id,
            |row| row.source.clone(),
            Object::ExternalRef,
        ),
        "tags" => {
            let on = |tag: &tag::Model| {
                t.person_tags
                    .iter()
                    .any(|row| row.person_id == it.id && row.tag_id == tag.id)
            };
            own(
                &t.tags,
                |tag| tag.archived_at.is_none() && on(tag),
                |tag| (tag.name_key.clone(), tag.id),
                Object::Tag,
            )
        }
        "circles" => {
            let live =
                |circle: &circle::Model| circle.archived_at.is_none() && is_member(w, circle.id, it.id);
            own(
                &t.circles,
                live,
                |circle| (circle.name_key.clone(), circle.id),
                Object::Circle,
            )
        }
        "ties" => {
            let own = t
                .ties
                .iter()
                .filter(|tie| tie.archived_at.is_none() && [tie.from_id, tie.to_id].contains(&it.id));
            let entries = own.map(|tie| Entry::new(tie.created_at, tie.id.0, Object::Tie(tie)));
            connect(w, Asked::of("Person.ties", given), "Tie", false, entries)
        }
        "interactions" => interactions(w, it.id, given),
        "introductions" => {
            let among = |id| {
                t.sides
                    .iter()
                    .any(|side| side.introduction_id == id && side.person_id == it.id)
            };
            let own = t
                .introductions
                .iter()
                .filter(|row| row.archived_at.is_none() && among(row.id));
            let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::Introduction(row)));
            // The one list of a person whose cursors are good for that person only.
            let asked = Asked::of("Person.introductions", given);
            connect(w, asked, "Introduction", true, entries)
        }
        "collaborations" => {
            let among = |id| {
                t.members
                    .iter()
                    .any(|member| member.collaboration_id == id && member.person_id == it.id)
            };
            let own = t
                .collaborations
                .iter()
                .filter(|row| row.archived_at.is_none() && among(row.id));
            let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::Collaboration(row)));
            connect(
                w,
                Asked::of("Person.collaborations", given),
                "Collaboration",
                true,
                entries,
            )
        }
        "checkInStatus" => super::rhythm::status_of(w, it, given),
        "checkIns" => super::rhythm::check_ins_of(w, it.id, given),
        "milestones" => super::life::milestones_of(w, it.id, given),
        "nextMilestones" => super::life::next_of(w, it, given),
        "exchanges" => exchanges(w, "Person.exchanges", given, |row| row.person_id == it.id),
        "gratitudes" => gratitudes(w, "Person.gratitudes", given, |row| row.person_id == it.id),
        "events" => gatherings::of_person(w, it.id, given),
        "attendances" => {
            gatherings::attendances(w, "Person.attendances", given, |row| row.person_id == Some(it.id))
        }
        "communities" => gatherings::communities_of(w, it.id, given),
        "communityMemberships" => gatherings::members(w, "Person.communityMemberships", given, |row| {
            row.person_id == Some(it.id)
        }),
        "goals" => goals(w, "Person.goals", given, |row| row.person_id == Some(it.id)),
        "supportedGoals" => {
            let supports = |goal| {
                let mut rows = t.goal_supporters.iter();
                rows.any(|row| row.goal_id == goal && row.person_id == it.id)
            };
            goals(w, "Person.supportedGoals", given, |row| supports(row.id))
        }
        "needs" => needs_of(w, "Person.needs", given, |row| row.person_id == Some(it.id)),
        "questions" => super::talks::questions_to(w, it.id, given),
        "toldUpdates" => super::talks::told_to(w, it.id, given),
        "updatesToTell" => super::talks::untold_to(w, it.id, given),
        "offers" => offers_of(w, "Person.offers", given, |row| row.person_id == Some(it.id)),
        "matches" => super::needs::of_person(w, it.id),
        "reciprocity" => Value::Object(Object::Reciprocity(Some(it.id))),
        _ => unknown("Person", field),
    }
}

fn interactions<'w>(w: &'w World, id: PersonId, given: &Arguments) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let (by, descending) = super::lists::order(given, "HAPPENED_AT", true);
    let feed = w.tables.feeds.get(&id).map_or(&[][..], Vec::as_slice);
    let own = feed.iter().map(|place| &w.tables.interactions[*place]);
    let own = own.filter(|row| {
        row.archived_at.is_none() && filter.meets(&|leaf| super::condition::interaction(w, row, leaf))
    });
    let entries = own.map(|row| {
        let key = if by == "HAPPENED_AT" {
            row.happened_at
        } else {
            row.created_at
        };
        Entry::new(key, row.id.0, Object::Interaction(row))
    });
    let asked = Asked::of("Person.interactions", given)
        .ordered(&by, descending)
        .limited(&filter);
    connect(w, asked, "Interaction", descending, entries)
}

/// Whether a person is in a circle.
pub fn is_member(w: &World, circle: CircleId, person: PersonId) -> bool {
    w.tables
        .circle_members
        .iter()
        .any(|row| row.circle_id == circle && row.person_id == person)
}

pub fn organization<'w>(
    w: &'w World,
    it: &'w organization::Model,
    field: &str,
    given: &Arguments,
) -> Value<'w> {
    record!(it, field);
    match field {
        "mergedInto" => {
            let into = it.merged_into_id.and_then(|id| w.tables.organization(id));
            maybe(into.map(Object::Organization))
        }
        "name" => text(&it.name),
        "domain" => shown(it.domain.as_ref()),
        "url" => shown(it.url.as_ref()),
        "industry" => shown(it.industry.as_ref()),
        "notes" => shown(it.summary.as_ref()),
        "people" => {
            let past = given.get("includePast") == Some(&Json::Bool(true));
            let t = &w.tables;
            let there = |person: &person::Model| {
                t.affiliations.iter().any(|row| {
                    row.person_id == person.id && row.organization_id == it.id && (past || row.is_current)
                })
            };
            let live = t.people.iter().filter(|person| person.archived_at.is_none());
            let entries = live
                .filter(|person| there(person))
                .map(|row| Entry::new(&row.sort_name, row.id.0, Object::Person(row)));
            let asked = Asked::of("Organization.people", given).only_for(past);
            connect(w, asked, "Person", false, entries)
        }
        "events" => gatherings::events(w, "Organization.events", given, |row| {
            row.organization_id == Some(it.id)
        }),
        _ => unknown("Organization", field),
    }
}

pub fn circle<'w>(w: &'w World, it: &'w circle::Model, field: &str, given: &Arguments) -> Value<'w> {
    record!(it, field);
    let members = || {
        let live = w
            .tables
            .people
            .iter()
            .filter(|person| person.archived_at.is_none());
        live.filter(|person| is_member(w, it.id, person.id))
    };
    match field {
        "name" => text(&it.name),
        "description" => shown(it.description.as_ref()),
        "color" => shown(it.color.as_ref()),
        "memberCount" => plain(members().count()),
        "cadence" => super::rhythm::of_circle(w, it.id),
        "members" => {
            let entries = members().map(|row| Entry::new(&row.sort_name, row.id.0, Object::Person(row)));
            connect(w, Asked::of("Circle.members", given), "Person", false, entries)
        }
        _ => unknown("Circle", field),
    }
}

pub fn tag<'w>(w: &'w World, it: &'w tag::Model, field: &str) -> Value<'w> {
    record!(it, field);
    match field {
        "mergedInto" => {
            let into = it.merged_into_id.and_then(|id| w.tables.tag(id));
            maybe(into.map(Object::Tag))
        }
        "memberCount" => {
            let live = w
                .tables
                .people
                .iter()
                .filter(|person| person.archived_at.is_none());
            let has = |person: &&person::Model| {
                let mut links = w.tables.person_tags.iter();
                links.any(|row| row.person_id == person.id && row.tag_id == it.id)
            };
            plain(live.filter(has).count())
        }
        "name" => text(&it.name),
        "color" => shown(it.color.as_ref()),
        _ => unknown("Tag", field),
    }
}
