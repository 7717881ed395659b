//! Needs, offers, and every pair of them tried for a match.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::{NaiveDate, TimeDelta};
use entity::fact::FactKind;
use entity::ids::{NeedId, OfferId, PersonId};
use entity::introduction::IntroductionState;
use entity::introduction_side::Side;
use entity::match_decision::MatchState;
use entity::need::NeedKind::{self, Advice, Expertise, Feedback};
use entity::need::NeedState;
use entity::{match_decision, need, offer};
use serde_json::Value as Json;
use uuid::Uuid;

use super::coerce::Arguments;
use super::condition;
use super::fields::record;
use super::filter::Predicate;
use super::introduction::state;
use super::object::{Object, Value, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, Key, connect};
use crate::plans::world::World;

/// What a need or an offer is sorted by.
fn key(
    until: Option<NaiveDate>,
    created: chrono::DateTime<chrono::Utc>,
    updated: chrono::DateTime<chrono::Utc>,
    by: &str,
) -> Key {
    match by {
        "UNTIL" => Key::Text(until.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string())),
        "UPDATED_AT" => updated.into(),
        _ => created.into(),
    }
}

pub fn need_key(it: &need::Model, by: &str) -> Key {
    key(it.until, it.created_at, it.updated_at, by)
}

pub fn offer_key(it: &offer::Model, by: &str) -> Key {
    key(it.until, it.created_at, it.updated_at, by)
}

fn allowed<'w>(state: NeedState, is_archived: bool) -> Value<'w> {
    Value::List(match state {
        _ if is_archived => Vec::new(),
        NeedState::Open => vec![text(NeedState::Fulfilled), text(NeedState::Withdrawn)],
        NeedState::Fulfilled | NeedState::Withdrawn => vec![text(NeedState::Open)],
    })
}

/// The topics of a need, as they are compared and as they were written.
fn topics_of_need(w: &World, id: NeedId) -> Vec<(&str, &str)> {
    let mut own: Vec<_> = w
        .tables
        .need_topics
        .iter()
        .filter(|row| row.need_id == id)
        .collect();
    own.sort_by_key(|row| row.position);
    own.iter()
        .map(|row| (row.topic.as_str(), row.label.as_str()))
        .collect()
}

fn topics_of_offer(w: &World, id: OfferId) -> Vec<(&str, &str)> {
    let mut own: Vec<_> = w
        .tables
        .offer_topics
        .iter()
        .filter(|row| row.offer_id == id)
        .collect();
    own.sort_by_key(|row| row.position);
    own.iter()
        .map(|row| (row.topic.as_str(), row.label.as_str()))
        .collect()
}

fn labels<'w>(topics: &[(&str, &str)]) -> Value<'w> {
    Value::List(topics.iter().map(|(_, label)| text(label)).collect())
}

fn is_expired(w: &World, state: NeedState, until: Option<NaiveDate>) -> bool {
    state == NeedState::Open && until.is_some_and(|until| until < w.today())
}

pub fn need<'w>(w: &'w World, it: &'w need::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "person" => maybe(it.person_id.and_then(|id| t.person(id)).map(Object::Person)),
        "kind" => text(it.kind),
        "title" => text(&it.title),
        "description" => shown(it.details.as_ref()),
        "topics" => labels(&topics_of_need(w, it.id)),
        "state" => text(it.state),
        "allowedStates" => allowed(it.state, it.archived_at.is_some()),
        "until" => shown(it.until),
        "isExpired" => plain(is_expired(w, it.state, it.until)),
        "goal" => maybe(it.goal_id.and_then(|id| t.goal(id)).map(Object::Goal)),
        "interaction" => maybe(
            it.interaction_id
                .and_then(|id| t.interaction(id))
                .map(Object::Interaction),
        ),
        "matches" => best(w, |found| found.need.id == it.id),
        _ => unknown("Need", field),
    }
}

pub fn offer<'w>(w: &'w World, it: &'w offer::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "person" => maybe(it.person_id.and_then(|id| t.person(id)).map(Object::Person)),
        "kind" => text(it.kind),
        "title" => text(&it.title),
        "description" => shown(it.details.as_ref()),
        "topics" => labels(&topics_of_offer(w, it.id)),
        "state" => text(it.state),
        "allowedStates" => allowed(it.state, it.archived_at.is_some()),
        "until" => shown(it.until),
        "isExpired" => plain(is_expired(w, it.state, it.until)),
        "interaction" => maybe(
            it.interaction_id
                .and_then(|id| t.interaction(id))
                .map(Object::Interaction),
        ),
        "matches" => best(w, |found| found.offer.is_some_and(|offer| offer.id == it.id)),
        _ => unknown("Offer", field),
    }
}

macro_rules! listed {
    ($name:ident, $rows:ident: $table:ident as $node:ident by $key:ident) => {
        /// The live ones of a person, or of a goal.
        pub fn $name<'w>(
            w: &'w World,
            site: &'static str,
            given: &Arguments,
            is_own: impl Fn(&$table::Model) -> bool,
        ) -> Value<'w> {
            let filter = match Predicate::read(given.get("filter")) {
                Ok(filter) => filter,
                Err(code) => return Value::Failed(code),
            };
            let (by, descending) = super::lists::order(given, "CREATED_AT", true);
            let rows = w.tables.$rows.iter();
            let own = rows.filter(|row| row.archived_at.is_none() && is_own(row));
            let own = own.filter(|row| filter.meets(&|leaf| condition::$table(w, row, leaf)));
            let entries = own.map(|row| Entry::new($key(row, &by), row.id.0, Object::$node(row)));
            let asked = Asked::of(site, given)
                .ordered(&by, descending)
                .limited(&filter);
            connect(w, asked, stringify!($node), descending, entries)
        }
    };
}

listed!(needs_of, needs: need as Need by need_key);
listed!(offers_of, offers: offer as Offer by offer_key);

/// A need and what could meet it.
#[derive(Clone, Debug)]
pub struct Found<'w> {
    need: &'w need::Model,
    offer: Option<&'w offer::Model>,
    /// Who would give, as it is known.
    person: Option<PersonId>,
    parts: [i32; 5],
    topics: Vec<&'w str>,
    is_of_user: bool,
}

impl Found<'_> {
    pub fn key(&self) -> String {
        format!(
            "{} {:?} {:?}",
            self.need.id,
            self.offer.map(|it| it.id),
            self.person
        )
    }

    fn score(&self) -> i32 {
        self.parts.iter().sum()
    }

    fn place(&self) -> (String, Uuid) {
        let (kind, id) = match (self.offer, self.person) {
            (Some(offer), _) => (0, offer.id.0),
            (None, person) => (1, person.unwrap().0),
        };
        (format!("{:03} {} {kind}", 100 - self.score(), self.need.id.0), id)
    }
}

fn own(w: &World) -> Option<PersonId> {
    w.tables.people.iter().find(|it| it.is_self).map(|it| it.id)
}

fn is_knowledge(kind: NeedKind) -> bool {
    [Expertise, Advice, Feedback].contains(&kind)
}

fn introduced(w: &World, one: PersonId, other: PersonId) -> bool {
    let failed = [
        IntroductionState::Declined,
        IntroductionState::Expired,
        IntroductionState::Cancelled,
    ];
    w.tables.introductions.iter().any(|it| {
        let is_in = |person| {
            w.tables.sides.iter().any(|side| {
                side.introduction_id == it.id && side.side != Side::Connector && side.person_id == person
            })
        };
        it.archived_at.is_none() && !failed.contains(&state(it, w.now)) && is_in(one) && is_in(other)
    })
}

/// What a need and what could meet it give together.
fn tried<'w>(
    w: &'w World,
    need: &'w need::Model,
    (offer, person): (Option<&'w offer::Model>, Option<PersonId>),
    known: &BTreeSet<&str>,
) -> Option<Found<'w>> {
    let t = &w.tables;
    let own = own(w);
    let party = |person: Option<PersonId>| person.filter(|it| Some(*it) != own);
    let (needer, giver) = (party(need.person_id), party(person));
    let live = |person: Option<PersonId>| person.is_none_or(|id| t.person(id).unwrap().archived_at.is_none());
    let is_decided = t.match_decisions.iter().any(|it| {
        it.state != MatchState::Open
            && it.need_id == need.id
            && it.offer_id == offer.map(|it| it.id)
            && (offer.is_some() || it.person_id == person)
    });
    let met = needer
        .zip(giver)
        .is_some_and(|(one, other)| introduced(w, one, other));
    if needer == giver || !live(needer) || !live(giver) || is_decided || met {
        return None;
    }
    let topics = topics_of_need(w, need.id);
    let common: Vec<_> = topics.iter().filter(|(topic, _)| known.contains(topic)).collect();
    if common.is_empty() {
        return None;
    }
    let cares = |topic: &str| {
        let Some(giver) = giver.or(own) else { return false };
        let by_fact = t.person_topics.iter().any(|it| {
            it.person_id == giver
                && it.topic == topic
                && [FactKind::Interest, FactKind::Topic].contains(&it.kind)
        });
        let has = |tag| {
            t.person_tags
                .iter()
                .any(|it| it.person_id == giver && it.tag_id == tag)
        };
        by_fact
            || t.tags.iter().any(|tag| {
                tag.archived_at.is_none() && has(tag.id) && tag.name.to_lowercase().replace('-', " ") == topic
            })
    };
    let lately = |person: Option<PersonId>| {
        person.is_none_or(|id| t.person(id).unwrap().last_interaction_at >= w.now - TimeDelta::days(180))
    };
    let kind = match offer {
        Some(offer) if offer.kind == need.kind => 20,
        Some(offer) if is_knowledge(offer.kind) && is_knowledge(need.kind) => 10,
        Some(_) => 0,
        None => 10,
    };
    Some(Found {
        need,
        offer,
        person,
        parts: [
            (50 * common.len() / topics.len()) as i32,
            kind,
            if offer.is_some() { 10 } else { 0 },
            if topics.iter().any(|(topic, _)| cares(topic)) {
                10
            } else {
                0
            },
            5 * (i32::from(lately(needer)) + i32::from(lately(giver))),
        ],
        topics: common.iter().map(|(_, label)| *label).collect(),
        is_of_user: needer.is_none() || giver.is_none(),
    })
}

/// All matches, best first.
fn all(w: &World) -> Vec<Found<'_>> {
    let t = &w.tables;
    let today = w.today();
    let stands = |state, archived: bool, until: Option<NaiveDate>| {
        state == NeedState::Open && !archived && until.is_none_or(|until| until >= today)
    };
    let mut skilled: BTreeMap<PersonId, BTreeSet<&str>> = BTreeMap::new();
    for it in t.person_topics.iter().filter(|it| it.kind == FactKind::Skill) {
        skilled.entry(it.person_id).or_default().insert(&it.topic);
    }
    let mut found = Vec::new();
    for need in &t.needs {
        if !stands(need.state, need.archived_at.is_some(), need.until) {
            continue;
        }
        let wanted: BTreeSet<&str> = topics_of_need(w, need.id)
            .iter()
            .map(|(topic, _)| *topic)
            .collect();
        let mut offering = Vec::new();
        for offer in &t.offers {
            let known: BTreeSet<&str> = topics_of_offer(w, offer.id)
                .iter()
                .map(|(topic, _)| *topic)
                .collect();
            if stands(offer.state, offer.archived_at.is_some(), offer.until) && !known.is_disjoint(&wanted) {
                offering.push(offer.person_id.or(own(w)));
                found.extend(tried(w, need, (Some(offer), offer.person_id), &known));
            }
        }
        for (person, known) in skilled.iter().filter(|_| is_knowledge(need.kind)) {
            if !offering.contains(&Some(*person)) {
                found.extend(tried(w, need, (None, Some(*person)), known));
            }
        }
    }
    found.sort_by_key(Found::place);
    found
}

/// The first ten.
fn best<'w>(w: &'w World, is_own: impl Fn(&Found<'w>) -> bool) -> Value<'w> {
    let found = all(w).into_iter().filter(|it| is_own(it)).take(10);
    Value::List(
        found
            .map(|it| Value::Object(Object::Match(Rc::new(it))))
            .collect(),
    )
}

fn is_side(w: &World, it: &Found<'_>, person: PersonId) -> bool {
    it.need.person_id.or(own(w)) == Some(person) || it.person.or(own(w)) == Some(person)
}

pub fn of_person(w: &World, id: PersonId) -> Value<'_> {
    best(w, |it| is_side(w, it, id))
}

fn id<I: entity::TypedId>(given: &Arguments, name: &str) -> Result<Option<I>, Value<'static>> {
    let text = given.get(name).and_then(Json::as_str);
    text.map(|text| text.trim().parse().map_err(|_error| Value::Failed("BAD_INPUT")))
        .transpose()
}

pub fn matches<'w>(w: &'w World, given: &Arguments) -> Result<Value<'w>, Value<'w>> {
    let least = given.get("minScore").and_then(Json::as_i64);
    let need: Option<NeedId> = id(given, "needId")?;
    let offer: Option<OfferId> = id(given, "offerId")?;
    let person: Option<PersonId> = id(given, "personId")?;
    let found = all(w).into_iter().filter(|it| {
        least.is_none_or(|least| i64::from(it.score()) >= least)
            && need.is_none_or(|need| it.need.id == need)
            && offer.is_none_or(|offer| it.offer.is_some_and(|it| it.id == offer))
            && person.is_none_or(|person| is_side(w, it, person))
    });
    let entries: Vec<_> = found
        .map(|it| {
            let (key, id) = it.place();
            Entry::new(Key::Text(key), id, Object::Match(Rc::new(it)))
        })
        .collect();
    let asked =
        Asked::of("Query.matches", given).only_for(format!("{least:?} {need:?} {offer:?} {person:?}"));
    Ok(connect(w, asked, "Match", false, entries))
}

pub fn matching<'w>(w: &'w World, it: &Rc<Found<'w>>, field: &str) -> Value<'w> {
    match field {
        "need" => Value::Object(Object::Need(it.need)),
        "offer" => maybe(it.offer.map(Object::Offer)),
        "person" => maybe(it.person.and_then(|id| w.tables.person(id)).map(Object::Person)),
        "topics" => Value::List(it.topics.iter().map(text).collect()),
        "score" => plain(it.score()),
        "parts" => Value::List(
            (0..5)
                .map(|place| Value::Object(Object::MatchPart(it.clone(), place)))
                .collect(),
        ),
        "formulaVersion" => plain(1),
        "leadsTo" if it.is_of_user => text("EXCHANGE"),
        "leadsTo" => text("INTRODUCTION"),
        "until" => {
            let ends = [it.need.until, it.offer.and_then(|it| it.until)];
            shown(ends.into_iter().flatten().min())
        }
        _ => unknown("Match", field),
    }
}

pub fn part<'w>(it: &Found<'w>, place: usize, field: &str) -> Value<'w> {
    match field {
        "part" => text(["TOPICS", "KIND", "STATED", "AFFINITY", "CONTACT"][place]),
        "points" => plain(it.parts[place]),
        "most" => plain([50, 20, 10, 10, 10][place]),
        _ => unknown("MatchPart", field),
    }
}

pub fn decision<'w>(w: &'w World, it: &'w match_decision::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "need" => maybe(t.need(it.need_id).map(Object::Need)),
        "offer" => maybe(it.offer_id.and_then(|id| t.offer(id)).map(Object::Offer)),
        "person" => maybe(it.person_id.and_then(|id| t.person(id)).map(Object::Person)),
        "state" => text(it.state),
        "allowedStates" => Value::List(match it.state {
            MatchState::Open => vec![text(MatchState::Accepted), text(MatchState::Dismissed)],
            MatchState::Accepted | MatchState::Dismissed => vec![text(MatchState::Open)],
        }),
        "note" => shown(it.note.as_ref()),
        "introduction" => maybe(
            it.introduction_id
                .and_then(|id| t.introduction(id))
                .map(Object::Introduction),
        ),
        "exchange" => maybe(it.exchange_id.and_then(|id| t.exchange(id)).map(Object::Exchange)),
        "collaboration" => maybe(
            it.collaboration_id
                .and_then(|id| t.collaboration(id))
                .map(Object::Collaboration),
        ),
        _ => unknown("MatchDecision", field),
    }
}

pub fn decisions<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let rows = w.tables.match_decisions.iter();
    let own = rows.filter(|row| filter.meets(&|leaf| condition::match_decision(row, leaf)));
    let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::MatchDecision(row)));
    let asked = Asked::of("Query.matchDecisions", given).limited(&filter);
    connect(w, asked, "MatchDecision", true, entries)
}
