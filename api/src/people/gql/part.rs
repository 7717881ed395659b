//! The parts of a person.

use entity::ids::{AffiliationId, ContactPointId, FactId};
use entity::{affiliation, contact_point, external_ref, fact, support_role};

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Interaction, Organization};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::shape;
use crate::kit::Right;

stored_enum! {
    /// The kind of a contact point.
    ContactKind = contact_point::ContactKind {
        /// An e-mail address.
        Email,
        /// A telephone number.
        Phone,
        /// A web page.
        Url,
        /// A name on a network or messenger.
        Handle,
        /// A postal address.
        Address,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// What a fact is about.
    FactKind = fact::FactKind {
        /// What they are after.
        Goal,
        /// What they care about.
        Interest,
        /// What they hold dear.
        Value,
        /// How they see something.
        Perspective,
        /// What they are good at.
        Skill,
        /// What to talk about then, in the user's words.
        Topic,
        /// What they like or avoid.
        Preference,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// How two people support each other.
    SupportRoleKind = support_role::SupportRoleKind {
        /// Guides the user.
        Mentor,
        /// Advises the user on a matter.
        Advisor,
        /// Grows alongside the user.
        Peer,
        /// Speaks up for the user.
        Sponsor,
        /// Is guided by the user.
        Mentee,
        /// Another role; the note says which.
        Other,
    }
}

pub(super) fn contact_point() -> Object {
    use contact_point::Column;
    Object::part::<contact_point::Entity>("ContactPoint", "One way to reach a person.")
        .needs(Right::PeopleRead)
        .id::<ContactPointId>(
            "The contact point's id, to change or remove it in `updatePerson`.",
            Column::Id,
        )
        .word::<ContactKind>("kind", "What kind of address.", Column::Kind)
        .column("value", "The address as written.", Column::Value)
        .column(
            "e164",
            "A telephone number in E.164, such as `+351912345678`; null for what is no number, for one with an extension, and for one without its country's code while the workspace has no `defaultRegion`. It changes with that, and the person does not.",
            Column::E164,
        )
        .column("label", "What sets it apart: work, home and the like.", Column::Label)
        .column(
            "isPrimary",
            "The preferred one of its kind; at most one is.",
            Column::IsPrimary,
        )
}

pub(super) fn affiliation() -> Object {
    use affiliation::Column;
    Object::part::<affiliation::Entity>("Affiliation", "A person's role at an organisation over a period.")
        .needs(Right::PeopleRead)
        .id::<AffiliationId>(
            "The affiliation's id, to change or remove it in `updatePerson`.",
            Column::Id,
        )
        .one::<Organization>(
            "organization",
            "The place, or the organisation.",
            Column::OrganizationId,
        )
        .column("role", "As what, in the user's words or by kind.", Column::Role)
        .column(
            "department",
            "In which part of the organisation.",
            Column::Department,
        )
        .partial_date(
            "startedOn",
            "When it began; the year is enough.",
            Column::StartedOn,
        )
        .partial_date("endedOn", "When it ended; the year is enough.", Column::EndedOn)
        .column("isCurrent", "Whether it goes on today.", Column::IsCurrent)
}

pub(super) fn fact() -> Object {
    use fact::Column;
    Object::part::<fact::Entity>("Fact", "Something worth remembering about a person.")
        .needs(Right::PeopleRead)
        .id::<FactId>(
            "The fact's id, to change or remove it in `updatePerson`.",
            Column::Id,
        )
        .word::<FactKind>(
            "kind",
            "What it is about, in as many words as it needs.",
            Column::Kind,
        )
        .column("text", "What is known of the person.", Column::Text)
        .column("source", "Where it comes from.", Column::Source)
        .partial_date("notedOn", "The day on which the user learnt it.", Column::NotedOn)
        .one::<Interaction>(
            "interaction",
            "The interaction in which it was learnt; null where none was logged.",
            Column::InteractionId,
        )
}

shape! {
    /// How a person supports the user, or is supported.
    SupportRole: support_role
}

fn support_role() -> Object {
    use support_role::Column;
    Object::part::<support_role::Entity>("SupportRole", "How a person supports the user, or is supported.")
        .word::<SupportRoleKind>("role", "As what, in the user's words or by kind.", Column::Role)
        .column(
            "note",
            "In what they are that, in the user's words.",
            Column::Note,
        )
        .partial_date("since", "When it began; the year is enough.", Column::Since)
}

shape! {
    /// A person's key in another system.
    ExternalRef: external_ref
}

fn external_ref() -> Object {
    use external_ref::Column;
    Object::part::<external_ref::Entity>("ExternalRef", "A person's key in another system.")
        .column(
            "source",
            "The other system, such as `linkedin` or `vcard`.",
            Column::Source,
        )
        .column(
            "externalId",
            "The key that the other system has for it.",
            Column::ExternalId,
        )
        .column("url", "Where to see the person there.", Column::Url)
}
