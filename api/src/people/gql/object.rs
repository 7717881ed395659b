//! A person.

use std::collections::HashMap;

use entity::contact_point::{self, ContactKind};
use entity::ids::PersonId;
use entity::person::{self, Column};

use super::part::{Affiliation, ContactPoint, ExternalRef, Fact, SupportRole};
use super::tie::Tie;
use crate::cadences::gql::{CheckIn, CheckInStatus};
use crate::circles::gql::{Circle, Tag};
use crate::collaborations::gql::Collaboration;
use crate::diversity::gql::Attribute;
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Field, Json, Object};
use crate::graphql::scalars::Date;
use crate::interactions::gql::{Interaction, InteractionFilterInput, InteractionOrder};
use crate::introductions::gql::Introduction;
use crate::kit::Right;
use crate::{brief, cadences};
use crate::{
    circles, collaborations, communities, diversity, events, exchanges, goals, gratitude, interactions,
    introductions, milestones, needs, people,
};

shape! {
    /// Someone in the network.
    Person: declare
}

fn declare() -> Object {
    Object::record::<person::Model>(
        "Person",
        "Someone in the network.",
        Right::PeopleRead,
        contract!(person),
    )
    .column("displayName", "The name to show.", Column::DisplayName)
    .column("givenName", "First name.", Column::GivenName)
    .column("middleName", "Middle names.", Column::MiddleName)
    .column("familyName", "Last name.", Column::FamilyName)
    .column(
        "namePrefix",
        "What stands before the name: Dr, Prof …",
        Column::NamePrefix,
    )
    .column(
        "nameSuffix",
        "What stands after the name: Jr, PhD …",
        Column::NameSuffix,
    )
    .column("nickname", "What friends call them.", Column::Nickname)
    .column("pronouns", "As the person states them.", Column::Pronouns)
    .column("headline", "One line on what they do.", Column::Headline)
    .column("summary", "Free notes about the person.", Column::Summary)
    .column(
        "timeZone",
        "Their IANA time zone, such as `Europe/Lisbon`.",
        Column::TimeZone,
    )
    .partial_date(
        "birthday",
        "Their birthday; the year may be unknown.",
        Column::Birthday,
    )
    .partial_date("metOn", "When the user and the person met.", Column::MetOn)
    .column("metHow", "How the user and the person met.", Column::MetHow)
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
    .with(
        Field::list::<Interaction>(
            "interactions",
            "What happened with them, latest first unless ordered otherwise.",
            interactions::gql::feed,
        )
        .argument::<Option<InteractionFilterInput>>("filter", "Which interactions.")
        .argument::<Option<InteractionOrder>>("orderBy", "The order; latest first if left out.")
        .paged(),
    )
    .with(
        Field::computed::<CheckInStatus>(
            "checkInStatus",
            "How they stand to the cadence that counts for them; null when there is none.",
            |ask, people| Box::pin(cadences::gql::of_people(ask, people)),
        )
        .argument::<Option<Date>>(
            "on",
            "The day from which it is seen; today in the workspace's time zone if left out.",
        ),
    )
    .with(
        Field::list::<CheckIn>(
            "checkIns",
            "What was decided about being in touch with them, newest first.",
            |ask| Ok(cadences::of_people(&ask.scope)),
        )
        .paged(),
    )
    .with(milestones::gql::with_person())
    .with(milestones::gql::next_with_person())
    .with(
        Field::list::<Introduction>(
            "introductions",
            "Introductions in which they are a side or the connector, newest first.",
            |ask| Ok(introductions::of_people(&ask.scope)),
        )
        .paged(),
    )
    .with(
        Field::list::<Collaboration>(
            "collaborations",
            "Collaborations that they are a member of, newest first.",
            |ask| Ok(collaborations::of_people(&ask.scope)),
        )
        .paged(),
    )
    .with(brief::gql::of_person())
    .with(exchanges::gql::with_person())
    .with(exchanges::gql::reciprocity_with_person())
    .with(gratitude::gql::with_person())
    .with(events::gql::of_person())
    .with(events::gql::of_person_attendances())
    .with(communities::gql::of_person())
    .with(communities::gql::memberships_of_person())
    .with(goals::gql::with_person())
    .with(goals::gql::supported_by_person())
    .with(needs::gql::needs_of_person())
    .with(needs::gql::offers_of_person())
    .with(needs::gql::with_person())
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
