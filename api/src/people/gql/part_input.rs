//! The parts of a person as clients write them.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{AffiliationId, ContactPointId, FactId, InteractionId, OrganizationId};

use super::input::ExternalRefInput;
use super::part::{ContactKind, FactKind, SupportRoleKind};
use crate::diversity::NewAttribute;
use crate::diversity::gql::AttributeSource;
use crate::graphql::input::set;
use crate::graphql::scalars::{Id, PartialDate};
use crate::kit::Patch;
use crate::kit::check::{Checks, Path};
use crate::kit::failure::Code;
use crate::people::{AffiliationFields, ContactPointFields, ExternalRef, FactFields, SupportRole, Workplace};

/// A new way to reach a person.
#[derive(InputObject)]
pub struct ContactPointInput {
    /// What kind of address.
    pub(super) kind: ContactKind,
    /// The address, at most 500 characters.
    pub(super) value: String,
    /// work, home …, at most 50 characters.
    pub(super) label: Option<String>,
    /// The preferred one of its kind; takes the place of the one before.
    pub(super) is_primary: Option<bool>,
}

/// A change to a way to reach a person: a field that is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateContactPointInput {
    /// The id of the record that is meant.
    pub(super) id: Id<ContactPointId>,
    /// What kind of address.
    pub(super) kind: Option<ContactKind>,
    /// The address, at most 500 characters.
    pub(super) value: Option<String>,
    /// work, home …; null clears it.
    pub(super) label: MaybeUndefined<String>,
    /// The preferred one of its kind; takes the place of the one before.
    pub(super) is_primary: Option<bool>,
}

/// A new role at an organisation. Give `organizationId` or `organizationName`.
#[derive(InputObject)]
pub struct AffiliationInput {
    /// The place, or the organisation.
    pub(super) organization_id: Option<Id<OrganizationId>>,
    /// Where, by name: the oldest organisation of this name, made if there is none. At most 200 characters.
    pub(super) organization_name: Option<String>,
    /// As what, at most 200 characters.
    pub(super) role: Option<String>,
    /// In which part, at most 200 characters.
    pub(super) department: Option<String>,
    /// When it began; the year is enough.
    pub(super) started_on: Option<PartialDate>,
    /// When it ended; the year is enough.
    pub(super) ended_on: Option<PartialDate>,
    /// Whether it lasts; if left out, it does when no end is given.
    pub(super) is_current: Option<bool>,
}

/// A change to a role at an organisation: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateAffiliationInput {
    /// The id of the record that is meant.
    pub(super) id: Id<AffiliationId>,
    /// The place, or the organisation.
    pub(super) organization_id: Option<Id<OrganizationId>>,
    /// The organisation by its name, made if there is none.
    pub(super) organization_name: Option<String>,
    /// As what, in the user's words or by kind.
    pub(super) role: MaybeUndefined<String>,
    /// The part of the organisation.
    pub(super) department: MaybeUndefined<String>,
    /// When it began; the year is enough.
    pub(super) started_on: MaybeUndefined<PartialDate>,
    /// When it ended; the year is enough.
    pub(super) ended_on: MaybeUndefined<PartialDate>,
    /// Whether it goes on today.
    pub(super) is_current: Option<bool>,
}

/// A new fact about a person.
#[derive(InputObject)]
pub struct FactInput {
    /// What it is about, in as many words as it needs.
    pub(super) kind: FactKind,
    /// The fact, at most 2,000 characters.
    pub(super) text: String,
    /// Where it comes from, at most 200 characters.
    pub(super) source: Option<String>,
    /// When it was learnt; today if left out.
    pub(super) noted_on: Option<PartialDate>,
    /// The interaction in which it was learnt, where it was logged.
    pub(super) interaction_id: Option<Id<InteractionId>>,
}

/// A change to a fact: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateFactInput {
    /// The id of the record that is meant.
    pub(super) id: Id<FactId>,
    /// What it is about, in as many words as it needs.
    pub(super) kind: Option<FactKind>,
    /// The fact, at most 2,000 characters.
    pub(super) text: Option<String>,
    /// Where it comes from.
    pub(super) source: MaybeUndefined<String>,
    /// The day on which the user learnt it.
    pub(super) noted_on: MaybeUndefined<PartialDate>,
}

/// How a person supports the user, or is supported. One entry a role: giving a role again changes it.
#[derive(InputObject)]
pub struct SupportRoleInput {
    /// As what, in the user's words or by kind.
    pub(super) role: SupportRoleKind,
    /// In what, at most 2,000 characters.
    pub(super) note: Option<String>,
    /// When it began; the year is enough.
    pub(super) since: Option<PartialDate>,
}

/// A value on a dimension that the user chose. One value a dimension: giving a dimension again changes it from now on.
#[derive(InputObject)]
pub struct AttributeInput {
    /// The dimension by its name, at most 200 characters; made if there is none, as a sensitive one.
    pub(super) dimension: String,
    /// The value by its name, at most 200 characters; made if there is none. A closed dimension takes its own values alone.
    pub(super) value: String,
    /// Where it comes from; if left out, it stays as it is where the value does, else `ENTERED`.
    pub(super) source: Option<AttributeSource>,
}

impl AttributeInput {
    pub(super) fn read(self) -> NewAttribute {
        NewAttribute {
            dimension: self.dimension,
            value: self.value,
            source: self.source.map(Into::into),
        }
    }
}

/// A partial date that can be cleared.
pub(super) fn date(field: MaybeUndefined<PartialDate>) -> Patch<entity::PartialDate> {
    match field {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Clear,
        MaybeUndefined::Value(date) => Patch::Set(date.0),
    }
}

pub(super) fn known(field: Option<PartialDate>) -> Patch<entity::PartialDate> {
    field.map_or(Patch::Keep, |date| Patch::Set(date.0))
}

pub(super) fn workplace(
    checks: &mut Checks,
    path: &Path,
    id: Option<&Id<OrganizationId>>,
    name: Option<String>,
) -> Option<Workplace> {
    match (id, name) {
        (Some(_), Some(_)) => {
            checks.note(
                Code::Invalid,
                path.at("organizationName"),
                "give organizationId or organizationName, not both",
            );
            None
        }
        (Some(id), None) => Some(Workplace::Id(checks.id(path.at("organizationId"), id))),
        (None, name) => name.map(Workplace::Name),
    }
}

impl ContactPointInput {
    pub(super) fn read(self) -> ContactPointFields {
        let Self {
            kind,
            value,
            label,
            is_primary,
        } = self;
        ContactPointFields {
            kind: Some(kind.into()),
            value: Some(value),
            label: set(label),
            is_primary,
        }
    }
}

impl AffiliationInput {
    pub(super) fn read(self, checks: &mut Checks, path: &Path) -> AffiliationFields {
        AffiliationFields {
            workplace: workplace(
                checks,
                path,
                self.organization_id.as_ref(),
                self.organization_name,
            ),
            role: set(self.role),
            department: set(self.department),
            started_on: known(self.started_on),
            ended_on: known(self.ended_on),
            is_current: self.is_current,
        }
    }
}

impl FactInput {
    fn read(self, checks: &mut Checks, path: &Path) -> FactFields {
        let Self {
            kind,
            text,
            source,
            noted_on,
            interaction_id,
        } = self;
        FactFields {
            kind: Some(kind.into()),
            text: Some(text),
            source: set(source),
            noted_on: known(noted_on),
            interaction: checks.optional_id(path.at("interactionId"), interaction_id.as_ref()),
        }
    }
}

impl SupportRoleInput {
    pub(super) fn read(self) -> SupportRole {
        SupportRole {
            role: self.role.into(),
            note: self.note,
            since: self.since.map(|since| since.0),
        }
    }
}

impl ExternalRefInput {
    pub(super) fn read(self) -> ExternalRef {
        ExternalRef {
            source: self.source,
            key: self.external_id,
            url: self.url,
            snapshot: None,
        }
    }
}

pub(super) fn affiliations(
    checks: &mut Checks,
    path: &Path,
    inputs: Vec<AffiliationInput>,
) -> Vec<AffiliationFields> {
    inputs
        .into_iter()
        .enumerate()
        .map(|(position, input)| input.read(checks, &path.at(position)))
        .collect()
}

pub(super) fn new_facts(checks: &mut Checks, path: &Path, inputs: Vec<FactInput>) -> Vec<FactFields> {
    inputs
        .into_iter()
        .enumerate()
        .map(|(position, input)| input.read(checks, &path.at(position)))
        .collect()
}
