//! Ties, interactions, collaborations, and what people and collaborations are made of.

use entity::collaboration::CollaborationState::{self, Active, Done, Dropped, Idea, Paused, Proposed};
use entity::{
    affiliation, collaboration, collaboration_member, collaboration_milestone, contact_point, external_ref,
    fact, interaction, support_role, tie,
};

use super::coerce::Arguments;
use super::fields::record;
use super::gatherings;
use super::goals::goals;
use super::ledger::{exchanges, gratitudes};
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use super::talks;
use crate::plans::world::World;

pub fn tie<'w>(w: &'w World, it: &'w tie::Model, field: &str) -> Value<'w> {
    record!(it, field);
    match field {
        "from" => maybe(w.tables.person(it.from_id).map(Object::Person)),
        "to" => maybe(w.tables.person(it.to_id).map(Object::Person)),
        "kind" => text(&it.kind),
        "closeness" => shown(it.closeness),
        "evidence" => text(it.evidence),
        "note" => shown(it.note.as_ref()),
        "since" => shown(it.since),
        _ => unknown("Tie", field),
    }
}

pub fn interaction<'w>(
    w: &'w World,
    it: &'w interaction::Model,
    field: &str,
    given: &Arguments,
) -> Value<'w> {
    record!(it, field);
    match field {
        "happenedAt" => moment(it.happened_at),
        "channel" => text(it.channel),
        "initiator" => shown(it.initiator),
        "durationMinutes" => plain(it.duration_minutes),
        "title" => shown(it.title.as_ref()),
        "summary" => shown(it.summary.as_ref()),
        "notes" => shown(it.notes.as_ref()),
        "sentiment" => shown(it.sentiment),
        "place" => shown(it.place.as_ref()),
        "updatesShared" => shown(it.updates_shared.as_ref()),
        "updatesHeard" => shown(it.updates_heard.as_ref()),
        "challenged" => shown(it.challenged.as_ref()),
        "learnt" => shown(it.learnt.as_ref()),
        "eventName" => shown(it.event.as_ref()),
        "event" => maybe(gatherings::of_interaction(w, it.id).map(Object::Event)),
        "participants" => {
            let present = w
                .tables
                .present(it.id)
                .iter()
                .filter_map(|id| w.tables.person(*id));
            let mut present: Vec<_> = present.collect();
            present.sort_by_key(|person| (&person.sort_name, person.id));
            list(present, Object::Person)
        }
        "collaboration" => maybe(
            it.collaboration_id
                .and_then(|id| w.tables.collaboration(id))
                .map(Object::Collaboration),
        ),
        "questionsAsked" => talks::questions_in(w, it.id, given),
        "toldUpdates" => talks::told_in(w, it.id),
        "exchanges" => exchanges(w, "Interaction.exchanges", given, |row| {
            row.interaction_id == Some(it.id)
        }),
        _ => unknown("Interaction", field),
    }
}

/// The steps that a collaboration can take, as the schema describes them.
fn allowed(from: CollaborationState) -> Vec<CollaborationState> {
    match from {
        Idea => vec![Proposed, Active, Dropped],
        Proposed => vec![Active, Dropped],
        Active => vec![Paused, Done, Dropped],
        Paused => vec![Active, Done, Dropped],
        Done | Dropped => vec![Active],
    }
}

pub fn collaboration<'w>(
    w: &'w World,
    it: &'w collaboration::Model,
    field: &str,
    given: &Arguments,
) -> Value<'w> {
    record!(it, field);
    match field {
        "title" => text(&it.title),
        "kind" => text(it.kind),
        "state" => text(it.state),
        "allowedStates" if it.archived_at.is_some() => Value::List(Vec::new()),
        "allowedStates" => Value::List(allowed(it.state).into_iter().map(text).collect()),
        "description" => shown(it.summary.as_ref()),
        "aim" => shown(it.goal.as_ref()),
        "startedOn" => shown(it.started_on),
        "endedOn" => shown(it.ended_on),
        "result" => shown(it.outcome.as_ref()),
        "reason" => shown(it.reason.as_ref()),
        "retrospective" => shown(it.retrospective.as_ref()),
        "matchDecision" => {
            let mut of = w.tables.match_decisions.iter();
            let made = of.find(|row| row.collaboration_id == Some(it.id));
            maybe(made.map(Object::MatchDecision))
        }
        "members" => {
            let mut own: Vec<_> = w
                .tables
                .members
                .iter()
                .filter(|row| row.collaboration_id == it.id)
                .collect();
            own.sort_by_key(|row| (row.position, row.id));
            list(own, Object::CollaborationMember)
        }
        "milestones" => {
            let mut own: Vec<_> = w
                .tables
                .milestones
                .iter()
                .filter(|row| row.collaboration_id == it.id)
                .collect();
            own.sort_by_key(|row| (row.position, row.id));
            list(own, Object::CollaborationMilestone)
        }
        "exchanges" => exchanges(w, "Collaboration.exchanges", given, |row| {
            row.collaboration_id == Some(it.id)
        }),
        "gratitudes" => gratitudes(w, "Collaboration.gratitudes", given, |row| {
            row.collaboration_id == Some(it.id)
        }),
        "goals" => {
            let serves = |goal| {
                let mut rows = w.tables.goal_collaborations.iter();
                rows.any(|row| row.goal_id == goal && row.collaboration_id == it.id)
            };
            goals(w, "Collaboration.goals", given, |row| serves(row.id))
        }
        _ => unknown("Collaboration", field),
    }
}

pub fn collaboration_member<'w>(w: &'w World, it: &'w collaboration_member::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "person" => maybe(w.tables.person(it.person_id).map(Object::Person)),
        "role" => shown(it.role.as_ref()),
        "contribution" => shown(it.contribution.as_ref()),
        "benefit" => shown(it.benefit.as_ref()),
        "learning" => shown(it.learning.as_ref()),
        "gain" => plain(it.gain),
        "startedOn" => shown(it.started_on),
        "endedOn" => shown(it.ended_on),
        _ => unknown("CollaborationMember", field),
    }
}

pub fn collaboration_milestone<'w>(it: &'w collaboration_milestone::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "title" => text(&it.title),
        "dueOn" => shown(it.due_on),
        "doneOn" => shown(it.done_on),
        _ => unknown("CollaborationMilestone", field),
    }
}

pub fn contact_point<'w>(it: &'w contact_point::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "kind" => text(it.kind),
        "value" => text(&it.value),
        "e164" => shown(it.e164.as_ref()),
        "label" => shown(it.label.as_ref()),
        "isPrimary" => plain(it.is_primary),
        _ => unknown("ContactPoint", field),
    }
}

pub fn affiliation<'w>(w: &'w World, it: &'w affiliation::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "organization" => maybe(
            w.tables
                .organization(it.organization_id)
                .map(Object::Organization),
        ),
        "role" => shown(it.role.as_ref()),
        "department" => shown(it.department.as_ref()),
        "startedOn" => shown(it.started_on),
        "endedOn" => shown(it.ended_on),
        "isCurrent" => plain(it.is_current),
        _ => unknown("Affiliation", field),
    }
}

pub fn fact<'w>(w: &'w World, it: &'w fact::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "kind" => text(it.kind),
        "text" => text(&it.text),
        "source" => shown(it.source.as_ref()),
        "notedOn" => shown(it.noted_on),
        "interaction" => {
            let talk = it.interaction_id.and_then(|id| w.tables.interaction(id));
            maybe(talk.map(Object::Interaction))
        }
        _ => unknown("Fact", field),
    }
}

pub fn support_role<'w>(it: &'w support_role::Model, field: &str) -> Value<'w> {
    match field {
        "role" => text(it.role),
        "note" => shown(it.note.as_ref()),
        "since" => shown(it.since),
        _ => unknown("SupportRole", field),
    }
}

pub fn external_ref<'w>(it: &'w external_ref::Model, field: &str) -> Value<'w> {
    match field {
        "source" => text(&it.source),
        "externalId" => text(&it.external_id),
        "url" => shown(it.url.as_ref()),
        _ => unknown("ExternalRef", field),
    }
}
