//! Which people, in which order.

use async_graphql::InputObject;
use entity::ids::{CircleId, OrganizationId, TagId};
use entity::person;

use super::found_by::{AttributeListFilter, CheckInBandComparator, FactListFilter, PhoneComparator};
use super::part::SupportRoleKind;
use crate::graphql::comparators::{DateTimeComparator, FloatComparator, IDComparator, StringComparator};
use crate::graphql::record::{By, Filter, MoreFilters, Order, Recorded};
use crate::kit::check::{Checks, Path};
use crate::people::{self, PersonLeaf, billionths};

/// Conditions on the labels of a person. Both must hold if both are given.
#[derive(InputObject, Clone, Default)]
pub struct LabelListFilter {
    /// At least one of the person's meets this.
    some: Option<IDComparator>,
    /// None of the person's meets this.
    none: Option<IDComparator>,
}

/// Conditions on a word out of few.
#[derive(InputObject, Clone, Default)]
pub struct SupportRoleComparator {
    /// Has one of these, at most 10; nobody has, if there are none.
    #[graphql(name = "in")]
    one_of: Option<Vec<SupportRoleKind>>,
}

/// Conditions on what is no column of a person's, or is compared in a way of its own.
#[derive(InputObject, Default)]
pub struct PersonLinks {
    /// One of the telephone numbers.
    phone: Option<PhoneComparator>,
    /// The time zone, such as `Europe/Lisbon`; `startsWith: "Europe/"` finds a continent.
    time_zone: Option<StringComparator>,
    /// How give and take stand with them: the `balance` of `reciprocity`, to nine digits, and 0 where nothing went to and fro. Needs
    /// `EXCHANGES_READ`.
    reciprocity_balance: Option<FloatComparator>,
    /// Something holds of their facts.
    facts: Option<FactListFilter>,
    /// What holds of them on dimensions that are not marked sensitive.
    attributes: Option<AttributeListFilter>,
    /// How they stand to their cadence today; who has no cadence, is archived, died or is yourself stands in none of these ways. Needs
    /// `CADENCES_READ`.
    check_in_band: Option<CheckInBandComparator>,
    /// One of the e-mail addresses, compared without regard to case; with `notIn`, none of them.
    email: Option<StringComparator>,
    /// One of the organisations where they work or worked; with `notIn`, none of them; `isNull: true` for people without one.
    organization_id: Option<IDComparator>,
    /// Something holds of their tags.
    tags: Option<LabelListFilter>,
    /// Something holds of their circles.
    circles: Option<LabelListFilter>,
    /// How they support the user, or are supported.
    support_role: Option<SupportRoleComparator>,
    /// When the last interaction with them happened; `isNull: true` for people without one.
    last_interaction_at: Option<DateTimeComparator>,
    /// Whether they died, as far as is known.
    has_died: Option<bool>,
    /// Has a key in this other system, such as `linkedin`.
    external_source: Option<String>,
    /// Whether archived; needs `includeArchived` to find any.
    archived: Option<bool>,
}

impl MoreFilters for PersonLinks {
    type Leaf = PersonLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<PersonLeaf> {
        let mut all = Vec::new();
        let mut add = |leaves: Vec<PersonLeaf>| all.extend(leaves);
        if let Some(it) = self.email {
            add(it
                .read(checks, &path.at("email"))
                .into_iter()
                .map(PersonLeaf::Email)
                .collect());
        }
        if let Some(it) = self.phone {
            let tests = it.read(checks, &path.at("phone"));
            add(tests.into_iter().map(PersonLeaf::Phone).collect());
        }
        if let Some(it) = self.time_zone {
            let tests = it.read(checks, &path.at("timeZone"));
            add(tests.into_iter().map(PersonLeaf::Zone).collect());
        }
        let balance = self.reciprocity_balance.into_iter();
        let balance = balance.flat_map(|it| it.read(billionths));
        add(balance.map(PersonLeaf::Balance).collect());
        if let Some(FactListFilter { some, none }) = self.facts {
            let path = path.at("facts");
            let some = some.map(|it| PersonLeaf::FactSome(it.read(checks, &path.at("some"))));
            let none = none.map(|it| PersonLeaf::FactNone(it.read(checks, &path.at("none"))));
            add(some.into_iter().chain(none).collect());
        }
        if let Some(AttributeListFilter { some, none }) = self.attributes {
            let path = path.at("attributes");
            let some = some.map(|it| PersonLeaf::AttributeSome(it.read(checks, &path.at("some"))));
            let none = none.map(|it| PersonLeaf::AttributeNone(it.read(checks, &path.at("none"))));
            add(some.into_iter().chain(none).collect());
        }
        let bands = self.check_in_band;
        if let Some(bands) = bands.and_then(|it| it.read(checks, &path.at("checkInBand"))) {
            add(vec![PersonLeaf::Band(
                bands.into_iter().map(Into::into).collect(),
            )]);
        }
        if let Some(it) = self.organization_id {
            let tests = it.read::<OrganizationId>(checks, &path.at("organizationId"));
            add(tests.into_iter().map(PersonLeaf::Organization).collect());
        }
        if let Some(LabelListFilter { some, none }) = self.tags {
            let path = path.at("tags");
            let some = some.map_or_else(Vec::new, |it| it.read::<TagId>(checks, &path.at("some")));
            let none = none.map_or_else(Vec::new, |it| it.read::<TagId>(checks, &path.at("none")));
            add(some.into_iter().map(PersonLeaf::TagSome).collect());
            add(none.into_iter().map(PersonLeaf::TagNone).collect());
        }
        if let Some(LabelListFilter { some, none }) = self.circles {
            let path = path.at("circles");
            let some = some.map_or_else(Vec::new, |it| it.read::<CircleId>(checks, &path.at("some")));
            let none = none.map_or_else(Vec::new, |it| it.read::<CircleId>(checks, &path.at("none")));
            add(some.into_iter().map(PersonLeaf::CircleSome).collect());
            add(none.into_iter().map(PersonLeaf::CircleNone).collect());
        }
        if let Some(roles) = self.support_role.and_then(|it| it.one_of) {
            checks.count(path.at("supportRole").at("in"), roles.len(), 10);
            add(vec![PersonLeaf::SupportRole(
                roles.into_iter().map(Into::into).collect(),
            )]);
        }
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        add(times(self.last_interaction_at)
            .map(PersonLeaf::LastInteractionAt)
            .collect());
        checks.text(path.at("externalSource"), self.external_source.as_deref(), 50);
        add(self
            .external_source
            .map(PersonLeaf::ExternalSource)
            .into_iter()
            .collect());
        add(self.has_died.map(PersonLeaf::Died).into_iter().collect());
        add(self.archived.map(PersonLeaf::Archived).into_iter().collect());
        all
    }
}

impl Recorded for person::Model {
    const MORE_ORDERS: &'static [(&'static str, &'static str)] = &[(
        RELEVANCE,
        "How well they are what was searched for, ascending from the best: a whole word of the name; the beginning of one; nickname, \
         e-mail address or telephone number; organisation; other text; interactions. Of several words the worst hit counts. Equals \
         come by name. Without a search, by name.",
    )];
}

/// How well people are what was searched for.
const RELEVANCE: &str = "RELEVANCE";

/// Only people of whom this holds.
pub type PersonFilterInput = Filter<person::Model, PersonLinks>;

/// The order of a list of people.
pub type PersonOrder = Order<person::Model>;

/// By what, and whether the highest comes first; if nothing was said, as it is usual.
pub(super) fn chosen(order: Option<&PersonOrder>, usual: people::PersonOrder) -> (people::PersonOrder, bool) {
    match order.and_then(Order::by) {
        Some((By::Column(column), down)) => (people::PersonOrder::By(column), down),
        Some((By::More(_), down)) => (people::PersonOrder::Relevance, down),
        None => (usual, false),
    }
}
