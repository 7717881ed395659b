//! People as clients write them.

use async_graphql::{InputObject, OneofObject};
use entity::ids::{AffiliationId, CircleId, ContactPointId, FactId, PersonId, TagId};
use entity::person;

use super::part::SupportRoleKind;
use super::part_input::{
    AffiliationInput, AttributeInput, ContactPointInput, FactInput, SupportRoleInput, UpdateAffiliationInput,
    UpdateContactPointInput, UpdateFactInput, affiliations, date, new_facts, workplace,
};
use crate::graphql::input::patch;
use crate::graphql::record::{Create, Update};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::declared::New;
use crate::people::{AffiliationFields, ContactPointFields, FactFields, NewPerson, Parts, UpdatePerson};

/// A person's key in another system.
#[derive(InputObject)]
pub struct ExternalRefInput {
    /// The other system, such as `linkedin`, at most 50 characters.
    pub source: String,
    /// The key there, at most 200 characters.
    pub external_id: String,
    /// Where to see the person there, at most 500 characters.
    pub url: Option<String>,
}

/// Which key in another system.
#[derive(InputObject)]
pub struct ExternalKeyInput {
    /// The other system, such as `linkedin`.
    pub source: String,
    /// The key that the other system has for it.
    pub external_id: String,
}

/// Which person: by one of these.
#[derive(OneofObject)]
pub enum PersonRef {
    /// The id of the person.
    Id(Id<PersonId>),
    /// One of their e-mail addresses; of several live people with it, the one who was made first.
    Email(String),
    /// One of their telephone numbers, in any spelling; without its country's code it is read by the rules of the workspace's
    /// `defaultRegion`. An extension is left out. Of several live people with it, whoever has it without an extension, and then the
    /// one who was made first.
    Phone(String),
    /// Their key in another system.
    External(ExternalKeyInput),
}

/// What belongs to a new person.
#[derive(InputObject)]
pub struct CreatePersonParts {
    /// Ways to reach them, at most 50.
    #[graphql(default)]
    contact_points: Vec<ContactPointInput>,
    /// Where they work and have worked, at most 30.
    #[graphql(default)]
    affiliations: Vec<AffiliationInput>,
    /// What is worth remembering, at most 200.
    #[graphql(default)]
    facts: Vec<FactInput>,
    /// How they support the user, or are supported.
    #[graphql(default)]
    support_roles: Vec<SupportRoleInput>,
    /// Values on the dimensions that the user chose, at most 30.
    #[graphql(default)]
    attributes: Vec<AttributeInput>,
    /// Keys in other systems, at most 20.
    #[graphql(default)]
    external_refs: Vec<ExternalRefInput>,
    /// The ids of their tags, at most 50.
    #[graphql(default)]
    tag_ids: Vec<Id<TagId>>,
    /// Tags by name, made if there is none; at most 50.
    #[graphql(default)]
    tag_names: Vec<String>,
    /// Circles, at most 50.
    #[graphql(default)]
    circle_ids: Vec<Id<CircleId>>,
}

/// What to change of what belongs to a person.
#[derive(InputObject)]
pub struct UpdatePersonParts {
    /// Ways to reach them to add. One that the person has already is left as it is.
    #[graphql(default)]
    add_contact_points: Vec<ContactPointInput>,
    /// Ways to reach them to change.
    #[graphql(default)]
    update_contact_points: Vec<UpdateContactPointInput>,
    /// Ways to reach them to remove.
    #[graphql(default)]
    remove_contact_point_ids: Vec<Id<ContactPointId>>,
    /// Affiliations to add.
    #[graphql(default)]
    add_affiliations: Vec<AffiliationInput>,
    /// Affiliations to change.
    #[graphql(default)]
    update_affiliations: Vec<UpdateAffiliationInput>,
    /// Affiliations to remove.
    #[graphql(default)]
    remove_affiliation_ids: Vec<Id<AffiliationId>>,
    /// Facts to add to those that are known.
    #[graphql(default)]
    add_facts: Vec<FactInput>,
    /// Facts to change, each by its id.
    #[graphql(default)]
    update_facts: Vec<UpdateFactInput>,
    /// The ids of facts to remove.
    #[graphql(default)]
    remove_fact_ids: Vec<Id<FactId>>,
    /// Support roles to add, or to change.
    #[graphql(default)]
    set_support_roles: Vec<SupportRoleInput>,
    /// Support roles to remove.
    #[graphql(default)]
    remove_support_roles: Vec<SupportRoleKind>,
    /// Attributes to add, or to change.
    #[graphql(default)]
    set_attributes: Vec<AttributeInput>,
    /// Dimensions, by their names, on which nothing ever held of them: their values are removed with their history.
    #[graphql(default)]
    remove_attributes: Vec<String>,
    /// Keys in other systems to add, or to change.
    #[graphql(default)]
    set_external_refs: Vec<ExternalRefInput>,
    /// Keys in other systems to remove.
    #[graphql(default)]
    remove_external_refs: Vec<ExternalKeyInput>,
    /// The ids of tags to put on.
    #[graphql(default)]
    add_tag_ids: Vec<Id<TagId>>,
    /// Tags to add by name, made if there is none.
    #[graphql(default)]
    add_tag_names: Vec<String>,
    /// The ids of tags to take off.
    #[graphql(default)]
    remove_tag_ids: Vec<Id<TagId>>,
    /// The ids of circles to join.
    #[graphql(default)]
    add_circle_ids: Vec<Id<CircleId>>,
    /// The ids of circles to leave.
    #[graphql(default)]
    remove_circle_ids: Vec<Id<CircleId>>,
}

/// What a person is made from.
pub type CreatePersonInput = Create<person::Model, CreatePersonParts>;

/// The new person.
pub(super) fn made(input: CreatePersonInput, checks: &mut Checks) -> NewPerson {
    let (New { id, fields }, parts) = input.read_both(checks);
    let parts = parts.read(checks);
    NewPerson { id, fields, parts }
}

/// What is changed of a person.
pub type UpdatePersonInput = Update<person::Model, UpdatePersonParts>;

/// What to change: a field that is left out stays, null clears it.
pub(super) fn changed(
    input: UpdatePersonInput,
    checks: &mut Checks,
    id: PersonId,
    expected_revision: Option<i32>,
) -> UpdatePerson {
    let (change, parts) = input.read_both(checks, id, expected_revision);
    let parts = parts.read(checks);
    UpdatePerson { change, parts }
}

impl CreatePersonParts {
    /// What belongs to the person.
    fn read(self, checks: &mut Checks) -> Parts {
        let at = Path::input;
        Parts {
            add_contact_points: self
                .contact_points
                .into_iter()
                .map(ContactPointInput::read)
                .collect(),
            add_affiliations: affiliations(checks, &at("affiliations"), self.affiliations),
            add_facts: new_facts(checks, &Path::input("facts"), self.facts),
            set_support_roles: self
                .support_roles
                .into_iter()
                .map(SupportRoleInput::read)
                .collect(),
            set_attributes: self.attributes.into_iter().map(AttributeInput::read).collect(),
            set_external_refs: self
                .external_refs
                .into_iter()
                .map(ExternalRefInput::read)
                .collect(),
            add_tags: checks.ids(&at("tagIds"), &self.tag_ids),
            add_tag_names: self.tag_names,
            add_circles: checks.ids(&at("circleIds"), &self.circle_ids),
            ..Parts::default()
        }
    }
}

impl UpdatePersonParts {
    /// What to change of what belongs to the person.
    fn read(self, checks: &mut Checks) -> Parts {
        let at = Path::input;
        let updated = at("updateAffiliations");
        let update_affiliations = self
            .update_affiliations
            .into_iter()
            .enumerate()
            .map(|(position, it)| {
                let path = updated.at(position);
                let workplace = workplace(checks, &path, it.organization_id.as_ref(), it.organization_name);
                let fields = AffiliationFields {
                    workplace,
                    role: patch(it.role),
                    department: patch(it.department),
                    started_on: date(it.started_on),
                    ended_on: date(it.ended_on),
                    is_current: it.is_current,
                };
                (checks.id(path.at("id"), &it.id), fields)
            });
        let update_affiliations = update_affiliations.collect();
        let points = at("updateContactPoints");
        let update_contact_points =
            self.update_contact_points
                .into_iter()
                .enumerate()
                .map(|(position, it)| {
                    let UpdateContactPointInput {
                        id,
                        kind,
                        value,
                        label,
                        is_primary,
                    } = it;
                    let fields = ContactPointFields {
                        kind: kind.map(Into::into),
                        value,
                        label: patch(label),
                        is_primary,
                    };
                    (checks.id(points.at(position).at("id"), &id), fields)
                });
        let update_contact_points = update_contact_points.collect();
        let facts = at("updateFacts");
        let update_facts = self.update_facts.into_iter().enumerate().map(|(position, it)| {
            let UpdateFactInput {
                id,
                kind,
                text,
                source,
                noted_on,
            } = it;
            let kind = kind.map(Into::into);
            let fields = FactFields {
                kind,
                text,
                source: patch(source),
                noted_on: date(noted_on),
                interaction: None,
            };
            (checks.id(facts.at(position).at("id"), &id), fields)
        });
        let update_facts = update_facts.collect();
        Parts {
            on_update: true,
            add_contact_points: self
                .add_contact_points
                .into_iter()
                .map(ContactPointInput::read)
                .collect(),
            update_contact_points,
            remove_contact_points: checks.ids(&at("removeContactPointIds"), &self.remove_contact_point_ids),
            add_affiliations: affiliations(checks, &at("addAffiliations"), self.add_affiliations),
            update_affiliations,
            remove_affiliations: checks.ids(&at("removeAffiliationIds"), &self.remove_affiliation_ids),
            add_facts: new_facts(checks, &Path::input("addFacts"), self.add_facts),
            update_facts,
            remove_facts: checks.ids(&at("removeFactIds"), &self.remove_fact_ids),
            set_support_roles: self
                .set_support_roles
                .into_iter()
                .map(SupportRoleInput::read)
                .collect(),
            remove_support_roles: self.remove_support_roles.into_iter().map(Into::into).collect(),
            set_attributes: self
                .set_attributes
                .into_iter()
                .map(AttributeInput::read)
                .collect(),
            remove_attributes: self.remove_attributes,
            set_external_refs: self
                .set_external_refs
                .into_iter()
                .map(ExternalRefInput::read)
                .collect(),
            remove_external_refs: self
                .remove_external_refs
                .into_iter()
                .map(|it| (it.source, it.external_id))
                .collect(),
            add_tags: checks.ids(&at("addTagIds"), &self.add_tag_ids),
            add_tag_names: self.add_tag_names,
            remove_tags: checks.ids(&at("removeTagIds"), &self.remove_tag_ids),
            add_circles: checks.ids(&at("addCircleIds"), &self.add_circle_ids),
            remove_circles: checks.ids(&at("removeCircleIds"), &self.remove_circle_ids),
        }
    }
}
