//! People as clients write them.

use async_graphql::{InputObject, MaybeUndefined, OneofObject};
use entity::ids::{AffiliationId, CircleId, ContactPointId, FactId, PersonId, TagId};

use super::part::SupportRoleKind;
use super::part_input::{
    AffiliationInput, AttributeInput, ContactPointInput, FactInput, SupportRoleInput, UpdateAffiliationInput,
    UpdateContactPointInput, UpdateFactInput, affiliations, date, known, workplace,
};
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Id, PartialDate};
use crate::kit::Patch;
use crate::kit::check::{Checks, Path};
use crate::people::{AffiliationFields, ContactPointFields, FactFields, Fields, NewPerson, Parts};

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
    /// The key there.
    pub external_id: String,
}

/// Which person: by one of these.
#[derive(OneofObject)]
pub enum PersonRef {
    /// The person's id.
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

/// A new person.
#[derive(InputObject)]
pub struct CreatePersonInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<PersonId>>,
    /// The name to show, at most 200 characters.
    display_name: String,
    /// First name, at most 200 characters, as all names.
    given_name: Option<String>,
    /// Middle names.
    middle_name: Option<String>,
    /// Last name.
    family_name: Option<String>,
    /// What stands before the name: Dr, Prof …
    name_prefix: Option<String>,
    /// What stands after the name: Jr, PhD …
    name_suffix: Option<String>,
    /// What friends call them.
    nickname: Option<String>,
    /// As the person states them.
    pronouns: Option<String>,
    /// One line on what they do, at most 300 characters.
    headline: Option<String>,
    /// Free notes, at most 20,000 characters.
    summary: Option<String>,
    /// Their IANA time zone, such as `Europe/Lisbon`.
    time_zone: Option<String>,
    /// Their birthday; the year may be unknown.
    birthday: Option<PartialDate>,
    /// When the user and the person met.
    met_on: Option<PartialDate>,
    /// How they met, at most 2,000 characters.
    met_how: Option<String>,
    /// Who brought them together.
    met_through_id: Option<Id<PersonId>>,
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
    /// Tags, at most 50.
    #[graphql(default)]
    tag_ids: Vec<Id<TagId>>,
    /// Tags by name, made if there is none; at most 50.
    #[graphql(default)]
    tag_names: Vec<String>,
    /// Circles, at most 50.
    #[graphql(default)]
    circle_ids: Vec<Id<CircleId>>,
}

/// A change to a person. A field that is left out stays as it is, null clears it; what belongs to the person changes by `add…`,
/// `update…`, `set…` and `remove…`.
#[derive(InputObject)]
pub struct UpdatePersonInput {
    /// The name to show; cannot be cleared.
    display_name: MaybeUndefined<String>,
    /// First name.
    given_name: MaybeUndefined<String>,
    /// Middle names.
    middle_name: MaybeUndefined<String>,
    /// Last name.
    family_name: MaybeUndefined<String>,
    /// What stands before the name.
    name_prefix: MaybeUndefined<String>,
    /// What stands after the name.
    name_suffix: MaybeUndefined<String>,
    /// What friends call them.
    nickname: MaybeUndefined<String>,
    /// As the person states them.
    pronouns: MaybeUndefined<String>,
    /// One line on what they do.
    headline: MaybeUndefined<String>,
    /// Free notes.
    summary: MaybeUndefined<String>,
    /// Their IANA time zone.
    time_zone: MaybeUndefined<String>,
    /// Their birthday.
    birthday: MaybeUndefined<PartialDate>,
    /// When the user and the person met.
    met_on: MaybeUndefined<PartialDate>,
    /// How they met.
    met_how: MaybeUndefined<String>,
    /// Who brought them together.
    met_through_id: MaybeUndefined<Id<PersonId>>,
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
    /// Facts to add.
    #[graphql(default)]
    add_facts: Vec<FactInput>,
    /// Facts to change.
    #[graphql(default)]
    update_facts: Vec<UpdateFactInput>,
    /// Facts to remove.
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
    /// Tags to add.
    #[graphql(default)]
    add_tag_ids: Vec<Id<TagId>>,
    /// Tags to add by name, made if there is none.
    #[graphql(default)]
    add_tag_names: Vec<String>,
    /// Tags to remove.
    #[graphql(default)]
    remove_tag_ids: Vec<Id<TagId>>,
    /// Circles to join.
    #[graphql(default)]
    add_circle_ids: Vec<Id<CircleId>>,
    /// Circles to leave.
    #[graphql(default)]
    remove_circle_ids: Vec<Id<CircleId>>,
}

impl CreatePersonInput {
    /// The new person.
    pub fn read(self, checks: &mut Checks) -> NewPerson {
        let at = Path::input;
        let met_through = checks.optional_id(at("metThroughId"), self.met_through_id.as_ref());
        let fields = Fields {
            display_name: set(Some(self.display_name)),
            given_name: set(self.given_name),
            middle_name: set(self.middle_name),
            family_name: set(self.family_name),
            name_prefix: set(self.name_prefix),
            name_suffix: set(self.name_suffix),
            nickname: set(self.nickname),
            pronouns: set(self.pronouns),
            headline: set(self.headline),
            summary: set(self.summary),
            time_zone: set(self.time_zone),
            birthday: known(self.birthday),
            met_on: known(self.met_on),
            met_how: set(self.met_how),
            met_through: met_through.map_or(Patch::Keep, Patch::Set),
        };
        let parts = Parts {
            add_contact_points: self
                .contact_points
                .into_iter()
                .map(ContactPointInput::read)
                .collect(),
            add_affiliations: affiliations(checks, &at("affiliations"), self.affiliations),
            add_facts: self.facts.into_iter().map(FactInput::read).collect(),
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
        };
        NewPerson {
            id: checks.optional_id(at("id"), self.id.as_ref()),
            fields,
            parts,
        }
    }
}

impl UpdatePersonInput {
    /// What to change.
    pub fn read(self, checks: &mut Checks) -> (Fields, Parts) {
        let at = Path::input;
        let met_through = match &self.met_through_id {
            MaybeUndefined::Undefined => Patch::Keep,
            MaybeUndefined::Null => Patch::Clear,
            MaybeUndefined::Value(id) => Patch::Set(checks.id(at("metThroughId"), id)),
        };
        let fields = Fields {
            display_name: patch(self.display_name),
            given_name: patch(self.given_name),
            middle_name: patch(self.middle_name),
            family_name: patch(self.family_name),
            name_prefix: patch(self.name_prefix),
            name_suffix: patch(self.name_suffix),
            nickname: patch(self.nickname),
            pronouns: patch(self.pronouns),
            headline: patch(self.headline),
            summary: patch(self.summary),
            time_zone: patch(self.time_zone),
            birthday: date(self.birthday),
            met_on: date(self.met_on),
            met_how: patch(self.met_how),
            met_through,
        };
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
            };
            (checks.id(facts.at(position).at("id"), &id), fields)
        });
        let update_facts = update_facts.collect();
        let parts = Parts {
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
            add_facts: self.add_facts.into_iter().map(FactInput::read).collect(),
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
        };
        (fields, parts)
    }
}
