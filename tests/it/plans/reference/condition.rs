//! Conditions: what each means for a record.

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use entity::contact_point::ContactKind;
use entity::{
    api_token, check_in, collaboration, community, contact_point, custom_field, event, exchange, goal,
    gratitude, interaction, introduction, match_decision, milestone, need, news, offer, organization, person,
    question, time_entry,
};
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use super::filter::{Leaf, Truth};
use super::gatherings::status;
use super::introduction::state;
use crate::plans::world::World;

/// A duration of ISO 8601, in months and seconds.
fn duration(text: &str) -> Option<(i32, i64)> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (mut months, mut seconds, mut number, mut in_time) = (0, 0, 0, false);
    for c in text.strip_prefix('P')?.chars() {
        match (c, in_time) {
            ('0'..='9', _) => {
                number = number * 10 + i64::from(c.to_digit(10)?);
                continue;
            }
            ('T', _) => in_time = true,
            ('Y', _) => months += number * 12,
            ('M', false) => months += number,
            ('W', _) => seconds += number * 7 * 86_400,
            ('D', _) => seconds += number * 86_400,
            ('H', _) => seconds += number * 3600,
            ('M', true) => seconds += number * 60,
            ('S', _) => seconds += number,
            _ => return None,
        }
        number = 0;
    }
    Some((i32::try_from(sign * months).ok()?, sign * seconds))
}

impl Leaf {
    fn moment(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let text = self.value.as_str().unwrap();
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return at.to_utc();
        }
        let (months, seconds) = duration(text).unwrap();
        let whole = Months::new(months.unsigned_abs());
        let shifted = if months < 0 { now - whole } else { now + whole };
        shifted + TimeDelta::seconds(seconds)
    }

    fn compared<T: PartialOrd>(&self, value: Option<T>, given: impl FnOnce() -> T) -> Truth {
        if self.test == "isNull" {
            return Some(value.is_none() == (self.value == Json::Bool(true)));
        }
        let (value, given) = (value?, given());
        Some(match self.test.as_str() {
            "eq" => value == given,
            "lt" => value < given,
            "lte" => value <= given,
            "gt" => value > given,
            "gte" => value >= given,
            other => panic!("an unknown comparison {other}"),
        })
    }

    fn time(&self, w: &World, value: Option<DateTime<Utc>>) -> Truth {
        self.compared(value, || self.moment(w.now))
    }

    /// A day that is given, or counted from today.
    fn day(&self, w: &World, value: Option<NaiveDate>) -> Truth {
        let given = || {
            let text = self.value.as_str().unwrap();
            let moved = || self.moment(w.today().and_time(NaiveTime::MIN).and_utc());
            text.parse().unwrap_or_else(|_| moved().date_naive())
        };
        self.compared(value, given)
    }

    fn number(&self, value: Option<i32>) -> Truth {
        self.compared(value.map(i64::from), || self.value.as_i64().unwrap())
    }

    /// A value in a list of words.
    fn among<T: PartialEq>(&self, value: Option<T>, list: &[T]) -> Truth {
        value.map(|value| list.contains(&value) != (self.test == "notIn"))
    }

    fn words(&self, normal: impl Fn(&str) -> String) -> Vec<String> {
        match &self.value {
            Json::Array(items) => items.iter().filter_map(Json::as_str).map(normal).collect(),
            one => one.as_str().map(normal).into_iter().collect(),
        }
    }

    fn word(&self, value: Option<&str>) -> Truth {
        self.among(value.map(str::to_owned), &self.words(str::to_owned))
    }

    fn text(&self, value: Option<&str>, normal: impl Fn(&str) -> String) -> Truth {
        let words = self.words(normal);
        match self.test.as_str() {
            "contains" => value.map(|value| value.contains(&words[0])),
            "startsWith" => value.map(|value| value.starts_with(&words[0])),
            _ => self.among(value.map(str::to_owned), &words),
        }
    }

    fn one(&self, id: Option<Uuid>) -> Truth {
        match self.test.as_str() {
            "isNull" => Some(id.is_none() == (self.value == Json::Bool(true))),
            _ => self.among(id, &self.ids),
        }
    }

    /// One of many is; with `notIn` none of them is.
    fn none_or_some(&self, ids: &[Uuid]) -> Truth {
        Some(match self.test.as_str() {
            "isNull" => ids.is_empty() == (self.value == Json::Bool(true)),
            "notIn" => !ids.iter().any(|id| self.ids.contains(id)),
            _ => ids.iter().any(|id| self.ids.contains(id)),
        })
    }

    /// One of many meets the test.
    fn some(&self, ids: &[Uuid]) -> Truth {
        Some(match self.test.as_str() {
            "isNull" => ids.is_empty() == (self.value == Json::Bool(true)),
            "notIn" => ids.iter().any(|id| !self.ids.contains(id)),
            _ => ids.iter().any(|id| self.ids.contains(id)),
        })
    }
}

/// Without case: an accent makes another address.
fn lower(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Without case and accents, and with single spaces.
pub(super) fn folded(text: &str) -> String {
    let bare: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    bare.to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

pub fn person(w: &World, it: &person::Model, leaf: &Leaf) -> Truth {
    let t = &w.tables;
    let tags = || {
        t.person_tags
            .iter()
            .filter(|row| row.person_id == it.id)
            .map(|row| row.tag_id.0)
            .collect::<Vec<_>>()
    };
    let circles = || {
        t.circle_members
            .iter()
            .filter(|row| row.person_id == it.id)
            .map(|row| row.circle_id.0)
            .collect::<Vec<_>>()
    };
    match leaf.field.as_str() {
        "displayName" => leaf.text(Some(&it.sort_name), folded),
        "familyName" => leaf.text(
            Some(&it.sort_family)
                .filter(|name| !name.is_empty())
                .map(String::as_str),
            folded,
        ),
        "city" => leaf.text(
            Some(it.sort_city.as_str()).filter(|city| !city.is_empty()),
            folded,
        ),
        "country" => leaf.text(it.country.as_deref(), str::to_ascii_uppercase),
        "hasDied" => Some(it.died_on.is_some() == (leaf.value == Json::Bool(true))),
        "timeZone" => leaf.text(it.time_zone.as_deref().map(lower).as_deref(), lower),
        "phone" => {
            let region = w.accounts.here().and_then(|here| here.default_region.clone());
            let region = region.as_deref().and_then(api::kit::phone::Region::parse);
            let numbers = leaf.words(str::to_owned);
            let forms: Vec<String> = numbers
                .iter()
                .filter_map(|number| api::kit::phone::e164(number, region))
                .collect();
            let digits: Vec<String> = numbers
                .iter()
                .map(|number| api::kit::phone::digits(number.trim()))
                .filter(|digits| !digits.is_empty())
                .collect();
            let mut own = t.contact_points.iter();
            Some(own.any(|row| {
                row.person_id == it.id
                    && row.kind == ContactKind::Phone
                    && (row.e164.as_ref().is_some_and(|form| forms.contains(form))
                        || digits.contains(&row.normalized))
            }))
        }
        "reciprocityBalance" => {
            let given = || (leaf.value.as_f64().unwrap() * 1e9).round() as i32;
            leaf.compared(Some(it.balance), given)
        }
        "facts.some" => Some(has_fact(w, it, leaf)),
        "facts.none" => Some(!has_fact(w, it, leaf)),
        "attributes.some" => Some(has_attribute(w, it, leaf)),
        "attributes.none" => Some(!has_attribute(w, it, leaf)),
        "checkInBand" => {
            let band = super::rhythm::band_of(w, it);
            Some(band.is_some_and(|band| leaf.words(str::to_owned).iter().any(|word| word == band)))
        }
        "email" => {
            let mut own = t
                .contact_points
                .iter()
                .filter(|row| row.person_id == it.id && row.kind == ContactKind::Email);
            let meets = |row: &contact_point::Model| leaf.text(Some(&row.normalized), lower) == Some(true);
            Some(if leaf.test == "notIn" {
                own.all(meets)
            } else {
                own.any(meets)
            })
        }
        "organizationId" => {
            let own = t.affiliations.iter().filter(|row| row.person_id == it.id);
            leaf.none_or_some(&own.map(|row| row.organization_id.0).collect::<Vec<_>>())
        }
        "tags.some" => leaf.some(&tags()),
        "tags.none" => leaf.some(&tags()).map(|it| !it),
        "circles.some" => leaf.some(&circles()),
        "circles.none" => leaf.some(&circles()).map(|it| !it),
        "supportRole" => {
            let words = leaf.words(str::to_owned);
            let mut own = t.support_roles.iter().filter(|row| row.person_id == it.id);
            Some(own.any(|row| words.iter().any(|word| word == row.role.as_str())))
        }
        "lastInteractionAt" => {
            let at = Some(it.last_interaction_at).filter(|at| *at != person::NEVER);
            leaf.time(w, at).or(Some(false))
        }
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        "externalSource" => {
            let mut own = t.external_refs.iter().filter(|row| row.person_id == it.id);
            Some(own.any(|row| leaf.value == row.source))
        }
        "archived" => Some(it.archived_at.is_some() == (leaf.value == Json::Bool(true))),
        other => panic!("people are not filtered by {other}"),
    }
}

/// Whether one fact meets all that is asked of one.
fn has_fact(w: &World, it: &person::Model, asked: &Leaf) -> bool {
    let mut own = w.tables.facts.iter().filter(|row| row.person_id == it.id);
    own.any(|row| {
        asked.parts.iter().all(|part| match part.field.as_str() {
            "kind" => part.word(Some(row.kind.as_str())) == Some(true),
            _ => part.text(Some(&row.folded), folded) == Some(true),
        })
    })
}

/// Whether what holds of somebody now meets all that is asked of it.
fn has_attribute(w: &World, it: &person::Model, asked: &Leaf) -> bool {
    let rows = w.tables.attributes.iter();
    let mut own = rows.filter(|row| row.person_id == it.id && row.until.is_none());
    own.any(|row| {
        asked.parts.iter().all(|part| match part.field.as_str() {
            "dimensionId" => part.ids == [row.dimension_id.0],
            _ => part.one(Some(row.value_id.0)) == Some(true),
        })
    })
}

/// Whether a condition asks for what holds on a dimension that is marked sensitive.
pub fn is_sensitive(w: &World, asked: &Leaf) -> bool {
    let dimension = asked.parts.iter().find(|part| part.field == "dimensionId");
    let dimension = dimension.and_then(|part| part.ids.first()).copied();
    let all = w.tables.dimensions.iter();
    all.filter(|row| row.is_sensitive)
        .any(|row| Some(row.id.0) == dimension)
}

pub fn tie(w: &World, it: &entity::tie::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "fromId" => leaf.one(Some(it.from_id.0)),
        "toId" => leaf.one(Some(it.to_id.0)),
        "personId" => leaf.none_or_some(&[it.from_id.0, it.to_id.0]),
        "kind" => leaf.text(Some(&it.kind), lower),
        "closeness" => leaf.word(it.closeness.map(|word| word.as_str())),
        "evidence" => leaf.word(Some(it.evidence.as_str())),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("ties are not filtered by {other}"),
    }
}

pub fn organization(w: &World, it: &organization::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "name" => leaf.text(Some(&it.sort_name), folded),
        "domain" => leaf.text(it.domain.as_deref(), lower),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("organisations are not filtered by {other}"),
    }
}

pub fn custom_field(w: &World, it: &custom_field::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "recordType" => leaf.word(Some(it.record_type.as_str())),
        "name" => leaf.text(Some(&it.name_key), folded),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("custom fields are not filtered by {other}"),
    }
}

pub fn interaction(w: &World, it: &interaction::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "channel" => leaf.word(Some(it.channel.as_str())),
        "initiator" => leaf.word(it.initiator.map(|word| word.as_str())),
        "sentiment" => leaf.word(it.sentiment.map(|word| word.as_str())),
        "happenedAt" => leaf.time(w, Some(it.happened_at)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        "durationMinutes" => leaf.number(it.duration_minutes),
        "participantId" => {
            leaf.none_or_some(&w.tables.present(it.id).iter().map(|id| id.0).collect::<Vec<_>>())
        }
        "collaborationId" => leaf.one(it.collaboration_id.map(|id| id.0)),
        "eventId" => {
            let links = w
                .tables
                .event_links
                .iter()
                .filter(|row| row.interaction_id == it.id);
            leaf.none_or_some(&links.map(|row| row.event_id.0).collect::<Vec<_>>())
        }
        other => panic!("interactions are not filtered by {other}"),
    }
}

pub fn introduction(w: &World, it: &introduction::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "state" => leaf.word(Some(state(it, w.now).as_str())),
        "personId" => {
            let sides = w.tables.sides.iter().filter(|side| side.introduction_id == it.id);
            leaf.none_or_some(&sides.map(|side| side.person_id.0).collect::<Vec<_>>())
        }
        "connectorId" => leaf.one(it.connector_id.map(|id| id.0)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "expiresAt" => leaf.time(w, it.expires_at),
        other => panic!("introductions are not filtered by {other}"),
    }
}

pub fn collaboration(w: &World, it: &collaboration::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "title" => leaf.text(Some(&it.sort_title), folded),
        "kind" => leaf.word(Some(it.kind.as_str())),
        "state" => leaf.word(Some(it.state.as_str())),
        "memberId" => {
            let members = w
                .tables
                .members
                .iter()
                .filter(|row| row.collaboration_id == it.id);
            leaf.none_or_some(&members.map(|row| row.person_id.0).collect::<Vec<_>>())
        }
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("collaborations are not filtered by {other}"),
    }
}

pub fn check_in(w: &World, it: &check_in::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "personId" => leaf.one(Some(it.person_id.0)),
        "state" => leaf.word(Some(it.state.as_str())),
        "on" => leaf.day(w, Some(it.day)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("check-ins are not filtered by {other}"),
    }
}

pub fn milestone(w: &World, it: &milestone::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "personId" => leaf.one(Some(it.person_id.0)),
        "kind" => leaf.word(Some(it.kind.as_str())),
        "tone" => leaf.word(Some(it.tone.as_str())),
        "recurs" => Some(it.recurs == (leaf.value == Json::Bool(true))),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("milestones are not filtered by {other}"),
    }
}

pub fn exchange(w: &World, it: &exchange::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "personId" => leaf.one(Some(it.person_id.0)),
        "direction" => leaf.word(Some(it.direction.as_str())),
        "kind" => leaf.word(Some(it.kind.as_str())),
        "state" => leaf.word(Some(it.state.as_str())),
        "weight" => leaf.number(Some(it.weight)),
        "dueOn" => leaf.day(w, it.due_on),
        "doneOn" => leaf.day(w, it.done_on),
        "interactionId" => leaf.one(it.interaction_id.map(|id| id.0)),
        "introductionId" => leaf.one(it.introduction_id.map(|id| id.0)),
        "collaborationId" => leaf.one(it.collaboration_id.map(|id| id.0)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("exchanges are not filtered by {other}"),
    }
}

pub fn gratitude(w: &World, it: &gratitude::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "personId" => leaf.one(Some(it.person_id.0)),
        "direction" => leaf.word(Some(it.direction.as_str())),
        "state" => leaf.word(Some(it.state.as_str())),
        "means" => leaf.word(it.means.map(|word| word.as_str())),
        "owedSince" => leaf.day(w, it.owed_since),
        "thankedOn" => leaf.day(w, it.thanked_on),
        "exchangeId" => leaf.one(it.exchange_id.map(|id| id.0)),
        "introductionId" => leaf.one(it.introduction_id.map(|id| id.0)),
        "collaborationId" => leaf.one(it.collaboration_id.map(|id| id.0)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("thanks are not filtered by {other}"),
    }
}

pub fn event(w: &World, it: &event::Model, leaf: &Leaf) -> Truth {
    let listed = || w.tables.attendances.iter().filter(|row| row.event_id == it.id);
    match leaf.field.as_str() {
        "title" => leaf.text(Some(&it.sort_title), folded),
        "kind" => leaf.word(Some(it.kind.as_str())),
        "status" => leaf.word(Some(status(w, it))),
        "beginsAt" => leaf.time(w, Some(it.begins_at)),
        "overAt" => leaf.time(w, Some(it.over_at)),
        "organizationId" => leaf.one(it.organization_id.map(|id| id.0)),
        "communityId" => leaf.one(it.community_id.map(|id| id.0)),
        "attendeeId" => {
            let people = listed().filter_map(|row| row.person_id);
            leaf.none_or_some(&people.map(|id| id.0).collect::<Vec<_>>())
        }
        "myState" => {
            let mut own = listed().filter(|row| row.attendee == person::ME);
            leaf.word(own.next().map(|row| row.state.as_str()))
        }
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("events are not filtered by {other}"),
    }
}

pub fn time_entry(w: &World, it: &time_entry::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "on" => leaf.day(w, Some(it.day)),
        "minutes" => leaf.number(Some(it.minutes)),
        "kind" => leaf.word(Some(it.kind.as_str())),
        "personId" => {
            let rows = w.tables.time_entry_people.iter();
            let people = rows.filter(|row| row.time_entry_id == it.id);
            leaf.none_or_some(&people.map(|row| row.person_id.0).collect::<Vec<_>>())
        }
        "interactionId" => leaf.one(it.interaction_id.map(|id| id.0)),
        "eventId" => leaf.one(it.event_id.map(|id| id.0)),
        "communityId" => leaf.one(it.community_id.map(|id| id.0)),
        "goalId" => leaf.one(it.goal_id.map(|id| id.0)),
        "circleId" => leaf.one(it.circle_id.map(|id| id.0)),
        "collaborationId" => leaf.one(it.collaboration_id.map(|id| id.0)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("entries are not filtered by {other}"),
    }
}

pub fn community(w: &World, it: &community::Model, leaf: &Leaf) -> Truth {
    let listed = || {
        w.tables
            .community_members
            .iter()
            .filter(|row| row.community_id == it.id)
    };
    match leaf.field.as_str() {
        "name" => leaf.text(Some(&it.sort_name), folded),
        "kind" => leaf.word(Some(it.kind.as_str())),
        "memberId" => {
            let people = listed().filter_map(|row| row.person_id);
            leaf.none_or_some(&people.map(|id| id.0).collect::<Vec<_>>())
        }
        "mine" => {
            let is_mine = listed().any(|row| row.member == person::ME && row.is_current);
            Some(is_mine == (leaf.value == Json::Bool(true)))
        }
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("communities are not filtered by {other}"),
    }
}

pub fn api_token(w: &World, it: &api_token::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "expiresAt" => leaf.time(w, Some(it.expires_at)),
        "revokedAt" => leaf.time(w, it.revoked_at),
        "lastUsedAt" => leaf.time(w, it.last_used_at),
        other => panic!("tokens are not filtered by {other}"),
    }
}

pub fn goal(w: &World, it: &goal::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "personId" => leaf.one(it.person_id.map(|id| id.0)),
        "title" => leaf.text(Some(&it.sort_title), folded),
        "state" => leaf.word(Some(it.state.as_str())),
        "horizon" => leaf.word(it.horizon.map(|word| word.as_str())),
        "targetOn" => leaf.day(w, it.target_on),
        "achievedOn" => leaf.day(w, it.achieved_on),
        "supporterId" => {
            let own = w.tables.goal_supporters.iter().filter(|row| row.goal_id == it.id);
            leaf.none_or_some(&own.map(|row| row.person_id.0).collect::<Vec<_>>())
        }
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("goals are not filtered by {other}"),
    }
}

/// The form in which topics are compared; the tests write no signs around them.
fn topic(text: &str) -> String {
    folded(&text.replace(['-', '_'], " "))
}

pub fn question(w: &World, it: &question::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "personId" => leaf.one(Some(it.person_id.0)),
        "state" => leaf.word(Some(it.state.as_str())),
        "interactionId" => leaf.one(it.interaction_id.map(|id| id.0)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("questions are not filtered by {other}"),
    }
}

pub fn update(w: &World, it: &news::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "until" => leaf.day(w, it.until),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("news is not filtered by {other}"),
    }
}

pub fn need(w: &World, it: &need::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "personId" => leaf.one(it.person_id.map(|id| id.0)),
        "kind" => leaf.word(Some(it.kind.as_str())),
        "state" => leaf.word(Some(it.state.as_str())),
        "topic" => {
            let wanted = topic(leaf.value.as_str().unwrap());
            let mut own = w.tables.need_topics.iter().filter(|row| row.need_id == it.id);
            Some(own.any(|row| row.topic == wanted))
        }
        "until" => leaf.day(w, it.until),
        "goalId" => leaf.one(it.goal_id.map(|id| id.0)),
        "interactionId" => leaf.one(it.interaction_id.map(|id| id.0)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("needs are not filtered by {other}"),
    }
}

pub fn offer(w: &World, it: &offer::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "personId" => leaf.one(it.person_id.map(|id| id.0)),
        "kind" => leaf.word(Some(it.kind.as_str())),
        "state" => leaf.word(Some(it.state.as_str())),
        "topic" => {
            let wanted = topic(leaf.value.as_str().unwrap());
            let mut own = w.tables.offer_topics.iter().filter(|row| row.offer_id == it.id);
            Some(own.any(|row| row.topic == wanted))
        }
        "until" => leaf.day(w, it.until),
        "interactionId" => leaf.one(it.interaction_id.map(|id| id.0)),
        "createdAt" => leaf.time(w, Some(it.created_at)),
        "updatedAt" => leaf.time(w, Some(it.updated_at)),
        other => panic!("offers are not filtered by {other}"),
    }
}

pub fn match_decision(it: &match_decision::Model, leaf: &Leaf) -> Truth {
    match leaf.field.as_str() {
        "state" => leaf.word(Some(it.state.as_str())),
        "needId" => leaf.one(Some(it.need_id.0)),
        "offerId" => leaf.one(it.offer_id.map(|id| id.0)),
        "personId" => leaf.one(it.person_id.map(|id| id.0)),
        other => panic!("decisions are not filtered by {other}"),
    }
}
