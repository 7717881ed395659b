//! A person.

use std::collections::HashMap;

use entity::contact_point::{self, ContactKind};
use entity::ids::PersonId;
use entity::person::{self, Column};

use super::part::{ExternalRef, SupportRole};
use crate::diversity::gql::Attribute;
use crate::graphql::kinds::{Affiliation, Circle, ContactPoint, Fact, Person, Tag, Tie};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Field, Json, Object};
use crate::graphql::record::object;
use crate::kit::Right;
use crate::{circles, diversity, people};

pub(super) fn declare() -> Object {
    object::<person::Model>(Right::PeopleRead, contract!(person))
    .one::<Person>(
        "metThrough",
        "Who brought the user and the person together.",
        Column::MetThroughId,
    )
    .column(
        "isSelf",
        "Whether this person is the user. One person of a workspace is.",
        Column::IsSelf,
    )
    .time_or_never(
        "lastInteractionAt",
        "When the last live interaction with them happened; null when there was none.",
        Column::LastInteractionAt,
        person::NEVER,
    )
    .many::<ContactPoint>(
        "contactPoints",
        "Ways to reach them, in the user's order, at most 50.",
        people::contact_points,
    )
    .batch::<Option<String>>(
        "primaryEmail",
        "The e-mail address to write to: the primary one, else the first.",
        "null",
        |reader, people, _| {
            Box::pin(async move {
                let people: Vec<PersonId> = people.iter().copied().map(PersonId).collect();
                Ok(primary_emails(people::contact_points_of(reader, &people).await?))
            })
        },
    )
    .many::<Affiliation>(
        "affiliations",
        "Where they work and have worked, in the user's order, at most 30.",
        people::affiliations,
    )
    .many::<Fact>(
        "facts",
        "What is worth remembering about them, at most 200.",
        people::facts,
    )
    .many::<SupportRole>(
        "supportRoles",
        "How they support the user, or are supported.",
        people::support_roles,
    )
    .many::<Attribute>(
        "attributes",
        "What holds of them on the dimensions that the user chose, at most 30, in the order in which the dimensions were made. Never inferred.",
        diversity::attributes,
    )
    .many::<ExternalRef>(
        "externalRefs",
        "Their keys in other systems, at most 20.",
        people::external_refs,
    )
    .many::<Tag>(
        "tags",
        "Their tags, by name, at most 50.",
        circles::tags_of_people,
    )
    .many::<Circle>(
        "circles",
        "The circles they are in, by name, at most 50.",
        circles::circles_of_people,
    )
    .with(
        Field::list::<Tie>(
            "ties",
            "Whom they know and who knows them, as far as the user knows, oldest tie first.",
            |ask| Ok(people::ties(&ask.scope)),
        )
        .paged(),
    )
}

fn primary_emails(points: HashMap<PersonId, Vec<contact_point::Model>>) -> HashMap<uuid::Uuid, Json> {
    let primary = points.into_iter().filter_map(|(person, points)| {
        let mut json = Json::default();
        json.text(&primary_email(points)?);
        Some((person.0, json))
    });
    primary.collect()
}

fn primary_email(points: Vec<contact_point::Model>) -> Option<String> {
    let mut emails = points
        .into_iter()
        .filter(|point| point.kind == ContactKind::Email);
    let first = emails.next()?;
    let primary = (!first.is_primary)
        .then(|| emails.find(|point| point.is_primary))
        .flatten();
    Some(primary.unwrap_or(first).value)
}
