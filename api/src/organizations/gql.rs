//! Organisations in GraphQL.

use async_graphql::{Enum, InputObject, MaybeUndefined};
use entity::ids::OrganizationId;
use entity::organization;

use super::{Fields, NewOrganization, OrganizationFilter, OrganizationLeaf, UpdateOrganization};
use crate::graphql::catalogue::Area;
use crate::graphql::comparators::{DateTimeComparator, StringComparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::declare::payload;
use crate::graphql::input::{patch, set};
use crate::graphql::kinds::Organization;
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Ask, Field, Object, is_down};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::list::List;
use crate::kit::{Fault, Right};

fn organization() -> Object {
    use organization::Column;
    let contract = contract!(organization);
    Object::record::<organization::Model>("Organization", "Where people work.", Right::PeopleRead, contract)
        .column("name", "Its name.", Column::Name)
        .column(
            "domain",
            "Its internet domain, such as `example.org`.",
            Column::Domain,
        )
        .column("url", "Its web page.", Column::Url)
        .column("industry", "What it does.", Column::Industry)
        .column("summary", "Free notes.", Column::Summary)
}

payload! {
    /// What mutations of an organisation answer.
    OrganizationPayload {
        /// The organisation as it is now.
        "organization": Organization
    }
}

/// A new organisation.
#[derive(InputObject)]
pub struct CreateOrganizationInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<OrganizationId>>,
    /// Its name, at most 200 characters.
    name: String,
    /// Its internet domain, such as `example.org`.
    domain: Option<String>,
    /// Its web page.
    url: Option<String>,
    /// What it does.
    industry: Option<String>,
    /// Free notes, at most 20,000 characters.
    summary: Option<String>,
}

impl CreateOrganizationInput {
    fn read(self, checks: &mut Checks) -> NewOrganization {
        let Self {
            id,
            name,
            domain,
            url,
            industry,
            summary,
        } = self;
        let fields = Fields {
            name: set(Some(name)),
            domain: set(domain),
            url: set(url),
            industry: set(industry),
            summary: set(summary),
        };
        NewOrganization {
            id: checks.optional_id(Path::input("id"), id.as_ref()),
            fields,
        }
    }
}

/// A change to an organisation: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateOrganizationInput {
    /// Its name; cannot be cleared.
    name: MaybeUndefined<String>,
    /// Its internet domain.
    domain: MaybeUndefined<String>,
    /// Its web page.
    url: MaybeUndefined<String>,
    /// What it does.
    industry: MaybeUndefined<String>,
    /// Free notes.
    summary: MaybeUndefined<String>,
}

impl UpdateOrganizationInput {
    fn read(self) -> Fields {
        let Self {
            name,
            domain,
            url,
            industry,
            summary,
        } = self;
        Fields {
            name: patch(name),
            domain: patch(domain),
            url: patch(url),
            industry: patch(industry),
            summary: patch(summary),
        }
    }
}

/// Which organisations. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20
/// conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "OrganizationFilter")]
pub struct OrganizationFilterInput {
    /// All of these hold.
    and: Option<Vec<OrganizationFilterInput>>,
    /// One of these holds.
    or: Option<Vec<OrganizationFilterInput>>,
    /// This does not hold.
    not: Option<Box<OrganizationFilterInput>>,
    /// The name.
    name: Option<StringComparator>,
    /// The internet domain, compared without regard to case; its accents count, as they make another domain.
    domain: Option<StringComparator>,
    /// When it was made.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl OrganizationFilterInput {
    fn read(self, checks: &mut Checks, path: &Path) -> Predicate<OrganizationLeaf> {
        let Self {
            and,
            or,
            not,
            name,
            domain,
            created_at,
            updated_at,
        } = self;
        let mut all = Vec::new();
        let mut leaves = |leaves: Vec<OrganizationLeaf>| all.extend(leaves.into_iter().map(Predicate::Leaf));
        let text = |it: Option<StringComparator>, checks: &mut Checks, at| {
            it.map_or_else(Vec::new, |it| it.read(checks, &path.at(at)))
        };
        leaves(
            text(name, checks, "name")
                .into_iter()
                .map(OrganizationLeaf::Name)
                .collect(),
        );
        leaves(
            text(domain, checks, "domain")
                .into_iter()
                .map(OrganizationLeaf::Domain)
                .collect(),
        );
        leaves(
            created_at
                .into_iter()
                .flat_map(DateTimeComparator::read)
                .map(OrganizationLeaf::CreatedAt)
                .collect(),
        );
        leaves(
            updated_at
                .into_iter()
                .flat_map(DateTimeComparator::read)
                .map(OrganizationLeaf::UpdatedAt)
                .collect(),
        );
        Predicate::nesting(all, (and, or, not), path, |part, path| part.read(checks, path))
    }
}

/// What a list of organisations can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "super::OrganizationOrder")]
pub enum OrganizationOrderField {
    /// The name, without regard to case and accents.
    Name,
    /// When it was made.
    CreatedAt,
}

/// The order of a list of organisations; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct OrganizationOrder {
    /// By what.
    field: OrganizationOrderField,
    /// In which direction.
    direction: OrderDirection,
}

/// Queries on organisations.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Organization, OrganizationId>(
            "organization",
            "An organisation by id; null when there is none.",
            "The organisation's id.",
        ),
        Field::list::<Organization>(
            "organizations",
            "The organisations of the workspace, by name unless ordered otherwise.",
            list,
        )
        .argument::<Option<OrganizationFilterInput>>("filter", "Which organisations.")
        .argument::<Option<String>>(
            "search",
            "Words of the name, domain, industry or notes; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<OrganizationOrder>>("orderBy", "The order; by name if left out.")
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let order = ask.get::<Option<OrganizationOrder>>("orderBy")?;
    let filter = OrganizationFilter {
        predicate: ask.filter(OrganizationFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    let field = order.map_or(super::OrganizationOrder::Name, |order| order.field.into());
    let down = order.is_some_and(|order| is_down(order.direction));
    super::list(&ask.place(), &filter, (field, down), ask.now)
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<OrganizationPayload>(
            "createOrganization",
            "Makes an organisation.",
            Right::PeopleWrite,
        )
        .takes("The organisation.", CreateOrganizationInput::read, super::create),
        Field::verb::<OrganizationPayload>(
            "updateOrganization",
            "Changes an organisation.",
            Right::PeopleWrite,
        )
        .id::<OrganizationId>("Which one.")
        .input::<UpdateOrganizationInput>("What to change.")
        .revision()
        .writes(
            |it| {
                Ok(UpdateOrganization {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    fields: it.input::<UpdateOrganizationInput>()?.read(),
                })
            },
            super::update,
        ),
        Field::verb::<OrganizationPayload>(
            "archiveOrganization",
            "Hides an organisation; it can be restored. Doing so twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets("Which one.", super::archive),
        Field::verb::<OrganizationPayload>(
            "restoreOrganization",
            "Shows an archived organisation again.",
            Right::PeopleWrite,
        )
        .targets("Which one.", super::restore),
    ]
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Organization>(organization)
        .queries(queries())
        .mutations(mutations())
}
