//! What belongs to a person, as a command gives it.

use entity::PartialDate;
use entity::contact_point::ContactKind;
use entity::fact::FactKind;
use entity::ids::{AffiliationId, CircleId, ContactPointId, FactId, InteractionId, OrganizationId, TagId};
use entity::support_role::SupportRoleKind;
use serde::Serialize;

use super::super::rules;
use crate::diversity::NewAttribute;
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Patch};

/// Most of each: beyond this a person is a database.
pub const CONTACT_POINTS: usize = 50;
pub const AFFILIATIONS: usize = 30;
/// Most facts of a person.
pub const FACTS: usize = 200;
pub const ATTRIBUTES: usize = 30;
pub const EXTERNAL_REFS: usize = 20;
pub const TAGS: usize = 50;
const VALUE: usize = 500;
const LABEL: usize = 50;
const NAME: usize = 200;
const TEXT: usize = 2_000;

/// A contact point to add, or what to change of one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ContactPointFields {
    /// Its kind; needed when it is added.
    pub kind: Option<ContactKind>,
    /// The address; needed when it is added.
    pub value: Option<String>,
    /// work, home …
    pub label: Patch<String>,
    /// The preferred one of its kind.
    pub is_primary: Option<bool>,
}

impl ContactPointFields {
    /// An e-mail address.
    #[must_use]
    pub fn email(value: &str) -> Self {
        Self {
            kind: Some(ContactKind::Email),
            value: Some(value.to_owned()),
            ..Self::default()
        }
    }
}

/// Where someone works.
#[derive(Clone, Debug, Serialize)]
pub enum Workplace {
    /// At this organisation.
    Id(OrganizationId),
    /// At the organisation of this name, which is made if there is none.
    Name(String),
}

/// An affiliation to add, or what to change of one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AffiliationFields {
    /// Where; needed when it is added.
    pub workplace: Option<Workplace>,
    /// As what.
    pub role: Patch<String>,
    /// In which part.
    pub department: Patch<String>,
    /// From when.
    pub started_on: Patch<PartialDate>,
    /// Until when.
    pub ended_on: Patch<PartialDate>,
    /// Whether it lasts; when not said, whether no end is known.
    pub is_current: Option<bool>,
}

/// A fact to add, or what to change of one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FactFields {
    /// What it is about; needed when it is added.
    pub kind: Option<FactKind>,
    /// The fact; needed when it is added.
    pub text: Option<String>,
    /// Where it comes from.
    pub source: Patch<String>,
    /// When it was learnt.
    pub noted_on: Patch<PartialDate>,
    /// In which interaction it was learnt, for one that is added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction: Option<InteractionId>,
}

/// A support role.
#[derive(Clone, Debug, Serialize)]
pub struct SupportRole {
    /// As what.
    pub role: SupportRoleKind,
    /// In what.
    pub note: Option<String>,
    /// From when.
    pub since: Option<PartialDate>,
}

/// A person's key in another system.
#[derive(Clone, Debug, Serialize)]
pub struct ExternalRef {
    /// The other system.
    pub source: String,
    /// The key there.
    pub key: String,
    /// Where to see it there.
    pub url: Option<String>,
    /// The values of the last import.
    pub snapshot: Option<serde_json::Value>,
}

/// What to add to a person, change and remove.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Parts {
    /// Whether the person exists: then the input's fields are named `addX`.
    pub on_update: bool,
    /// Contact points.
    pub add_contact_points: Vec<ContactPointFields>,
    /// Changed contact points.
    pub update_contact_points: Vec<(ContactPointId, ContactPointFields)>,
    /// Contact points to remove.
    pub remove_contact_points: Vec<ContactPointId>,
    /// Affiliations.
    pub add_affiliations: Vec<AffiliationFields>,
    /// Changed affiliations.
    pub update_affiliations: Vec<(AffiliationId, AffiliationFields)>,
    /// Affiliations to remove.
    pub remove_affiliations: Vec<AffiliationId>,
    /// Facts.
    pub add_facts: Vec<FactFields>,
    /// Changed facts.
    pub update_facts: Vec<(FactId, FactFields)>,
    /// Facts to remove.
    pub remove_facts: Vec<FactId>,
    /// Support roles to add, or to change.
    pub set_support_roles: Vec<SupportRole>,
    /// Support roles to remove.
    pub remove_support_roles: Vec<SupportRoleKind>,
    /// Attributes to add, or to change.
    pub set_attributes: Vec<NewAttribute>,
    /// Dimensions to remove.
    pub remove_attributes: Vec<String>,
    /// Keys in other systems to add, or to change.
    pub set_external_refs: Vec<ExternalRef>,
    /// Keys in other systems to remove: source and key.
    pub remove_external_refs: Vec<(String, String)>,
    /// Tags.
    pub add_tags: Vec<TagId>,
    /// Tags by name, made if there is none.
    pub add_tag_names: Vec<String>,
    /// Tags to remove.
    pub remove_tags: Vec<TagId>,
    /// Circles.
    pub add_circles: Vec<CircleId>,
    /// Circles to leave.
    pub remove_circles: Vec<CircleId>,
}

impl Parts {
    /// Where in the input the list of things to add is: `contactPoints` in a create, `addContactPoints` in an update.
    #[must_use]
    pub fn added(&self, verb: &str, name: &str) -> Path {
        let mut letters = name.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        if self.on_update {
            Path::input(&format!(
                "{verb}{}{}",
                first.collect::<String>(),
                letters.as_str()
            ))
        } else {
            Path::input(name)
        }
    }

    /// Notes what is wrong with the parts, as far as the input alone tells.
    pub fn check(&self, checks: &mut Checks) {
        let points = self.added("add", "contactPoints");
        checks.count(points.clone(), self.add_contact_points.len(), CONTACT_POINTS);
        for (position, point) in self.add_contact_points.iter().enumerate() {
            point.check(checks, &points.at(position), true);
        }
        for (position, (_, point)) in self.update_contact_points.iter().enumerate() {
            point.check(checks, &Path::input("updateContactPoints").at(position), false);
        }
        let affiliations = self.added("add", "affiliations");
        checks.count(affiliations.clone(), self.add_affiliations.len(), AFFILIATIONS);
        for (position, affiliation) in self.add_affiliations.iter().enumerate() {
            affiliation.check(checks, &affiliations.at(position), true);
        }
        for (position, (_, affiliation)) in self.update_affiliations.iter().enumerate() {
            affiliation.check(checks, &Path::input("updateAffiliations").at(position), false);
        }
        let facts = self.added("add", "facts");
        checks.count(facts.clone(), self.add_facts.len(), FACTS);
        for (position, fact) in self.add_facts.iter().enumerate() {
            fact.check(checks, &facts.at(position), true);
        }
        for (position, (_, fact)) in self.update_facts.iter().enumerate() {
            fact.check(checks, &Path::input("updateFacts").at(position), false);
        }
        self.check_words(checks);
    }

    fn check_words(&self, checks: &mut Checks) {
        let roles = self.added("set", "supportRoles");
        checks.count(roles.clone(), self.set_support_roles.len(), 10);
        for (position, role) in self.set_support_roles.iter().enumerate() {
            checks.text(roles.at(position).at("note"), role.note.as_deref(), TEXT);
        }
        let attributes = self.added("set", "attributes");
        checks.count(attributes.clone(), self.set_attributes.len(), ATTRIBUTES);
        for (position, it) in self.set_attributes.iter().enumerate() {
            checks.required(attributes.at(position).at("dimension"), Some(&it.dimension), NAME);
            checks.required(attributes.at(position).at("value"), Some(&it.value), NAME);
        }
        let refs = self.added("set", "externalRefs");
        checks.count(refs.clone(), self.set_external_refs.len(), EXTERNAL_REFS);
        for (position, reference) in self.set_external_refs.iter().enumerate() {
            checks.required(refs.at(position).at("source"), Some(&reference.source), LABEL);
            checks.required(refs.at(position).at("externalId"), Some(&reference.key), NAME);
            checks.one_line(refs.at(position).at("url"), reference.url.as_deref(), VALUE);
        }
        checks.count(self.added("add", "tagIds"), self.add_tags.len(), TAGS);
        checks.count(self.added("add", "circleIds"), self.add_circles.len(), TAGS);
        let names = self.added("add", "tagNames");
        checks.count(names.clone(), self.add_tag_names.len(), TAGS);
        for (position, name) in self.add_tag_names.iter().enumerate() {
            checks.required(names.at(position), Some(name), LABEL);
        }
    }
}

impl Parts {
    /// Whether ways to reach the person change.
    pub(super) const fn touch_points(&self) -> bool {
        !(self.add_contact_points.is_empty()
            && self.update_contact_points.is_empty()
            && self.remove_contact_points.is_empty())
    }

    /// Whether places of work change.
    pub(super) const fn touch_affiliations(&self) -> bool {
        !(self.add_affiliations.is_empty()
            && self.update_affiliations.is_empty()
            && self.remove_affiliations.is_empty())
    }

    /// Whether facts change.
    pub(super) const fn touch_facts(&self) -> bool {
        !(self.add_facts.is_empty() && self.update_facts.is_empty() && self.remove_facts.is_empty())
    }

    /// Whether support roles change.
    pub(super) const fn touch_roles(&self) -> bool {
        !(self.set_support_roles.is_empty() && self.remove_support_roles.is_empty())
    }

    /// Whether keys in other systems change.
    pub(super) const fn touch_refs(&self) -> bool {
        !(self.set_external_refs.is_empty() && self.remove_external_refs.is_empty())
    }

    /// Whether attributes change.
    pub(super) const fn touch_attributes(&self) -> bool {
        !(self.set_attributes.is_empty() && self.remove_attributes.is_empty())
    }

    /// Whether tags or circles are taken off, or so many put on that they might be too many.
    pub(super) const fn may_overfill(&self) -> bool {
        let tags = self.add_tags.len() + self.add_tag_names.len();
        !(self.remove_tags.is_empty() && self.remove_circles.is_empty())
            || tags > TAGS
            || self.add_circles.len() > TAGS
    }

    /// Whether tags or circles are put on.
    pub(super) const fn touch_labels(&self) -> bool {
        !(self.add_tags.is_empty() && self.add_tag_names.is_empty() && self.add_circles.is_empty())
    }
}

impl ContactPointFields {
    fn check(&self, checks: &mut Checks, path: &Path, needed: bool) {
        if needed || self.value.is_some() {
            let value = checks.required(path.at("value"), self.value.as_deref(), VALUE);
            let objection = self.kind.and_then(|kind| rules::objection(kind, &value));
            if let Some(objection) = objection.filter(|_| !value.is_empty()) {
                checks.note(Code::Invalid, path.at("value"), objection);
            }
        }
        checks.one_line(path.at("label"), self.label.as_set().map(String::as_str), LABEL);
    }
}

impl AffiliationFields {
    fn check(&self, checks: &mut Checks, path: &Path, needed: bool) {
        match &self.workplace {
            Some(Workplace::Name(name)) => {
                checks.required(path.at("organizationName"), Some(name), NAME);
            }
            None if needed => {
                let message = "name the organisation: organizationId or organizationName";
                checks.note(Code::Required, path.at("organizationId"), message);
            }
            _ => {}
        }
        checks.one_line(path.at("role"), self.role.as_set().map(String::as_str), NAME);
        checks.one_line(
            path.at("department"),
            self.department.as_set().map(String::as_str),
            NAME,
        );
        let ends = (self.started_on.as_set(), self.ended_on.as_set());
        let (Some(from), Some(to)) = ends else { return };
        if from
            .earliest()
            .zip(to.latest())
            .is_some_and(|(from, to)| from > to)
        {
            checks.note(Code::Invalid, path.at("endedOn"), "it ends before it begins");
        }
    }
}

impl FactFields {
    fn check(&self, checks: &mut Checks, path: &Path, needed: bool) {
        if needed || self.text.is_some() {
            checks.required_text(path.at("text"), self.text.as_deref(), TEXT);
        }
        checks.one_line(path.at("source"), self.source.as_set().map(String::as_str), NAME);
    }
}
