//! The fields of `Query`, and records by id.

use entity::contact_point::ContactKind;
use entity::ids::{
    ApiTokenId, CadenceId, CalendarFeedId, CheckInId, CircleId, CollaborationId, CommunityId, CustomFieldId,
    DimensionId, DuplicateDecisionId, EventId, ExchangeId, GoalId, GratitudeId, InteractionId,
    IntroductionId, InvitationId, MatchDecisionId, MilestoneAcknowledgementId, MilestoneId, NeedId,
    NudgeDecisionId, OfferId, OrganizationId, PersonId, QuestionId, TagId, TieId, TimeEntryId,
    TimeIntentionId, UpdateId,
};
use entity::{AnyId, RecordType, TypedId, person};
use serde_json::Value as Json;
use uuid::Uuid;

use super::coerce::Arguments;
use super::feed::changes;
use super::ledger::thanks_owed;
use super::lists::{
    api_tokens, circles, collaborations, communities, custom_fields, events, exchanges, goals, gratitudes,
    interactions, introductions, needs, offers, organizations, people, questions, tags, ties, time_entries,
    updates,
};
use super::object::{Object, Value, maybe, unknown};
use super::rhythm;
use super::{accounts, agenda, duplicates, life, time, variety};
use crate::plans::world::World;

/// The record of a kind, if it is there and the caller may see it.
/// What a caller needs to see records of this kind; what is no record by itself has nothing.
pub fn right_of(kind: RecordType) -> Option<&'static str> {
    Some(match kind {
        RecordType::Person
        | RecordType::Organization
        | RecordType::Circle
        | RecordType::Tag
        | RecordType::Tie
        | RecordType::Dimension
        | RecordType::CustomField
        | RecordType::DuplicateDecision => "PEOPLE_READ",
        RecordType::Interaction | RecordType::Question | RecordType::Update => "INTERACTIONS_READ",
        RecordType::Introduction => "INTRODUCTIONS_READ",
        RecordType::Collaboration => "COLLABORATIONS_READ",
        RecordType::Cadence | RecordType::CheckIn => "CADENCES_READ",
        RecordType::Milestone | RecordType::MilestoneAcknowledgement => "MILESTONES_READ",
        RecordType::Exchange | RecordType::Gratitude => "EXCHANGES_READ",
        RecordType::NudgeDecision => "AGENDA_READ",
        RecordType::Event | RecordType::Community => "EVENTS_READ",
        RecordType::TimeEntry | RecordType::TimeIntention => "TIME_READ",
        RecordType::Goal => "GOALS_READ",
        RecordType::Need | RecordType::Offer | RecordType::MatchDecision => "NEEDS_READ",
        RecordType::Workspace | RecordType::ApiToken => return None,
    })
}

pub fn record<'w>(w: &'w World, kind: RecordType, id: Uuid) -> Option<Object<'w>> {
    let t = &w.tables;
    let found = match kind {
        RecordType::Person => t.person(PersonId(id)).map(Object::Person),
        RecordType::Organization => t.organization(OrganizationId(id)).map(Object::Organization),
        RecordType::Circle => t.circle(CircleId(id)).map(Object::Circle),
        RecordType::Tag => t.tag(TagId(id)).map(Object::Tag),
        RecordType::Tie => t.tie(TieId(id)).map(Object::Tie),
        RecordType::Interaction => t.interaction(InteractionId(id)).map(Object::Interaction),
        RecordType::Introduction => t.introduction(IntroductionId(id)).map(Object::Introduction),
        RecordType::Collaboration => t.collaboration(CollaborationId(id)).map(Object::Collaboration),
        RecordType::Cadence => t.cadence(CadenceId(id)).map(Object::Cadence),
        RecordType::CheckIn => t.check_in(CheckInId(id)).map(Object::CheckIn),
        RecordType::Dimension => t.dimension(DimensionId(id)).map(Object::Dimension),
        RecordType::Milestone => t.milestone(MilestoneId(id)).map(Object::Milestone),
        RecordType::MilestoneAcknowledgement => t
            .acknowledgement(MilestoneAcknowledgementId(id))
            .map(Object::MilestoneAcknowledgement),
        RecordType::Exchange => t.exchange(ExchangeId(id)).map(Object::Exchange),
        RecordType::CustomField => t.custom_field(CustomFieldId(id)).map(Object::CustomField),
        RecordType::DuplicateDecision => t
            .duplicate_decision(DuplicateDecisionId(id))
            .map(Object::DuplicateDecision),
        RecordType::NudgeDecision => t.nudge_decision(NudgeDecisionId(id)).map(Object::NudgeDecision),
        RecordType::Gratitude => t.gratitude(GratitudeId(id)).map(Object::Gratitude),
        RecordType::Event => t.event(EventId(id)).map(Object::Event),
        RecordType::TimeEntry => t.time_entry(TimeEntryId(id)).map(Object::TimeEntry),
        RecordType::TimeIntention => t.time_intention(TimeIntentionId(id)).map(Object::TimeIntention),
        RecordType::Community => t.community(CommunityId(id)).map(Object::Community),
        RecordType::Goal => t.goal(GoalId(id)).map(Object::Goal),
        RecordType::Need => t.need(NeedId(id)).map(Object::Need),
        RecordType::Question => t.question(QuestionId(id)).map(Object::Question),
        RecordType::Update => t.update(UpdateId(id)).map(Object::Update),
        RecordType::Offer => t.offer(OfferId(id)).map(Object::Offer),
        RecordType::MatchDecision => t.match_decision(MatchDecisionId(id)).map(Object::MatchDecision),
        RecordType::Workspace | RecordType::ApiToken => return None,
    };
    found.filter(|_| right_of(kind).is_some_and(|right| w.may(right)))
}

fn node<'w>(w: &'w World, id: &Json) -> Value<'w> {
    let Ok(id) = id.as_str().unwrap().parse::<AnyId>() else {
        return Value::Failed("BAD_INPUT");
    };
    let kind = match RecordType::of_prefix(&id.prefix) {
        Some(kind) if ![RecordType::Workspace, RecordType::ApiToken].contains(&kind) => kind,
        _ => return part(w, &id.prefix, id.uuid),
    };
    maybe(record(w, kind, id.uuid))
}

/// What has an id and is no record.
fn part<'w>(w: &'w World, prefix: &str, id: Uuid) -> Value<'w> {
    let t = &w.tables;
    macro_rules! of {
        ($rows:ident, $right:literal, $object:ident) => {{
            let found = t.$rows.iter().find(|row| row.id.0 == id);
            maybe(found.filter(|_| w.may($right)).map(Object::$object))
        }};
    }
    match prefix {
        "contact_point" => of!(contact_points, "PEOPLE_READ", ContactPoint),
        "affiliation" => of!(affiliations, "PEOPLE_READ", Affiliation),
        "fact" => of!(facts, "PEOPLE_READ", Fact),
        "dimension_value" => of!(dimension_values, "PEOPLE_READ", DimensionValue),
        "collaboration_member" => of!(members, "COLLABORATIONS_READ", CollaborationMember),
        "collaboration_milestone" => of!(milestones, "COLLABORATIONS_READ", CollaborationMilestone),
        "community_member" => of!(community_members, "EVENTS_READ", CommunityMember),
        "attendance" => of!(attendances, "EVENTS_READ", Attendance),
        "calendar_feed" => of!(calendar_feeds, "AGENDA_READ", CalendarFeed),
        "invitation" => of!(invitations, "WORKSPACE_WRITE", Invitation),
        "api_token" => of!(api_tokens, "TOKENS_READ", ApiToken),
        "user" => accounts::user_by_id(w, id),
        "workspace" => accounts::workspace_by_id(w, id),
        _ => Value::Failed("BAD_INPUT"),
    }
}

fn one<'w, I: TypedId>(id: &Json, find: impl FnOnce(I) -> Option<Object<'w>>) -> Value<'w> {
    match id.as_str().unwrap().trim().parse() {
        Ok(id) => maybe(find(id)),
        Err(_) => Value::Failed("BAD_INPUT"),
    }
}

fn person_by<'w>(w: &'w World, by: &Json) -> Value<'w> {
    let t = &w.tables;
    let Some((key, value)) = by
        .as_object()
        .and_then(|by| by.iter().find(|(_, value)| !value.is_null()))
    else {
        return Value::Failed("BAD_INPUT");
    };
    match key.as_str() {
        "id" => one(value, |id| t.person(id).map(Object::Person)),
        "email" => {
            let email = value.as_str().unwrap().trim().to_lowercase();
            let has = |row: &&person::Model| {
                t.contact_points.iter().any(|point| {
                    point.person_id == row.id && point.kind == ContactKind::Email && point.normalized == email
                })
            };
            let live = t.people.iter().filter(|row| row.archived_at.is_none());
            maybe(live.filter(has).min_by_key(|row| row.id).map(Object::Person))
        }
        _ => {
            let found = t
                .external_refs
                .iter()
                .find(|row| value["source"] == row.source && value["externalId"] == row.external_id);
            maybe(found.and_then(|row| t.person(row.person_id)).map(Object::Person))
        }
    }
}

pub fn query<'w>(w: &'w World, field: &str, given: &Arguments) -> Value<'w> {
    let t = &w.tables;
    let listed = match field {
        "people" => people(w, given),
        "organizations" => organizations(w, given),
        "circles" => circles(w, given),
        "tags" => tags(w, given),
        "ties" => ties(w, given),
        "interactions" => interactions(w, given),
        "introductions" => introductions(w, given),
        "collaborations" => collaborations(w, given),
        "cadences" => Ok(rhythm::cadences(w, given)),
        "customFields" => custom_fields(w, given),
        "customField" => Ok(one(&given["id"], |id| {
            t.custom_field(id).map(Object::CustomField)
        })),
        "duplicateDecisions" => Ok(duplicates::decisions(w, given)),
        "duplicateDecision" => Ok(one(&given["id"], |id| {
            t.duplicate_decision(id).map(Object::DuplicateDecision)
        })),
        "nudgeDecisions" => Ok(agenda::decisions(w, given)),
        "nudgeDecision" => Ok(one(&given["id"], |id| {
            t.nudge_decision(id).map(Object::NudgeDecision)
        })),
        "checkIns" => Ok(rhythm::check_ins(w, given)),
        "dueCheckIns" => Ok(rhythm::due(w, given)),
        "cadence" => Ok(one(&given["id"], |id| t.cadence(id).map(Object::Cadence))),
        "checkIn" => Ok(one(&given["id"], |id| t.check_in(id).map(Object::CheckIn))),
        "dimensions" => Ok(variety::dimensions(w, given)),
        "diversity" => Ok(variety::now(w, given)),
        "diversityTrend" => Ok(variety::trend(w, given)),
        "dimension" => Ok(one(&given["id"], |id| t.dimension(id).map(Object::Dimension))),
        "milestones" => Ok(life::milestones(w, given)),
        "upcomingMilestones" => Ok(life::upcoming(w, given)),
        "milestone" => Ok(one(&given["id"], |id| t.milestone(id).map(Object::Milestone))),
        "milestoneAcknowledgement" => Ok(one(&given["id"], |id| {
            t.acknowledgement(id).map(Object::MilestoneAcknowledgement)
        })),
        "exchanges" => exchanges(w, given),
        "gratitudes" => gratitudes(w, given),
        "events" => events(w, given),
        "timeEntries" => time_entries(w, given),
        "timeIntentions" => Ok(time::intentions(w, given)),
        "timeEntry" => Ok(one(&given["id"], |id| t.time_entry(id).map(Object::TimeEntry))),
        "timeIntention" => Ok(one(&given["id"], |id| {
            t.time_intention(id).map(Object::TimeIntention)
        })),
        "communities" => communities(w, given),
        "event" => Ok(one(&given["id"], |id| t.event(id).map(Object::Event))),
        "community" => Ok(one(&given["id"], |id| t.community(id).map(Object::Community))),
        "goals" => goals(w, given),
        "needs" => needs(w, given),
        "questions" => questions(w, given),
        "question" => Ok(one(&given["id"], |id| t.question(id).map(Object::Question))),
        "updates" => updates(w, given),
        "update" => Ok(one(&given["id"], |id| t.update(id).map(Object::Update))),
        "offers" => offers(w, given),
        "matches" => super::needs::matches(w, given),
        "matchDecisions" => Ok(super::needs::decisions(w, given)),
        "need" => Ok(one(&given["id"], |id| t.need(id).map(Object::Need))),
        "offer" => Ok(one(&given["id"], |id| t.offer(id).map(Object::Offer))),
        "matchDecision" => Ok(one(&given["id"], |id| {
            t.match_decision(id).map(Object::MatchDecision)
        })),
        "gratitudesOwed" => Ok(thanks_owed(w, given)),
        "reciprocity" => Ok(Value::Object(Object::Reciprocity(None))),
        "changes" => Ok(changes(w, given)),
        "node" => Ok(node(w, &given["id"])),
        "nodes" => {
            let ids = given["ids"].as_array().unwrap();
            Ok(if ids.len() > 100 {
                Value::Failed("BAD_INPUT")
            } else {
                Value::List(ids.iter().map(|id| node(w, id)).collect())
            })
        }
        "person" => Ok(person_by(w, &given["by"])),
        "organization" => Ok(one(&given["id"], |id| {
            t.organization(id).map(Object::Organization)
        })),
        "circle" => Ok(one(&given["id"], |id| t.circle(id).map(Object::Circle))),
        "tag" => Ok(one(&given["id"], |id| t.tag(id).map(Object::Tag))),
        "interaction" => Ok(one(&given["id"], |id| t.interaction(id).map(Object::Interaction))),
        "introduction" => Ok(one(&given["id"], |id| {
            t.introduction(id).map(Object::Introduction)
        })),
        "collaboration" => Ok(one(&given["id"], |id| {
            t.collaboration(id).map(Object::Collaboration)
        })),
        "exchange" => Ok(one(&given["id"], |id| t.exchange(id).map(Object::Exchange))),
        "gratitude" => Ok(one(&given["id"], |id| t.gratitude(id).map(Object::Gratitude))),
        "goal" => Ok(one(&given["id"], |id| t.goal(id).map(Object::Goal))),
        "tie" => Ok(one(&given["id"], |id| t.tie(id).map(Object::Tie))),
        "apiToken" => Ok(one(&given["id"], |id: ApiTokenId| {
            let found = t.api_tokens.iter().find(|row| row.id == id);
            found.map(Object::ApiToken)
        })),
        "invitation" => Ok(one(&given["id"], |id: InvitationId| {
            let found = t.invitations.iter().find(|row| row.id == id);
            found.map(Object::Invitation)
        })),
        "calendarFeed" => Ok(one(&given["id"], |id: CalendarFeedId| {
            let found = t.calendar_feeds.iter().find(|row| row.id == id);
            found.map(Object::CalendarFeed)
        })),
        "calendarFeeds" => Ok(accounts::calendar_feeds(w)),
        "viewer" => Ok(accounts::viewer(w)),
        "workspace" => Ok(accounts::own_workspace(w)),
        "workspaces" => Ok(accounts::workspaces(w)),
        "members" => Ok(accounts::members(w)),
        "invitations" => Ok(accounts::invitations(w)),
        "apiTokens" => api_tokens(w, given),
        "connectorLoad" => Ok(one(&given["personId"], |id| {
            t.person(id).map(|person| Object::ConnectorLoad(person.id))
        })),
        _ => Ok(unknown("Query", field)),
    };
    listed.unwrap_or_else(|failed| failed)
}
