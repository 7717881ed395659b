//! Organisations in GraphQL.

use async_graphql::{Context, Enum, InputObject, MaybeUndefined, Object as Engine};
use entity::ids::OrganizationId;
use entity::organization;

use super::{Fields, NewOrganization, OrganizationFilter, OrganizationLeaf, UpdateOrganization};
use crate::graphql::comparators::{DateTimeComparator, StringComparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::input::{patch, set};
use crate::graphql::plan::declare::{contract, object};
use crate::graphql::plan::{Ask, Field, Object, is_down};
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::list::List;
use crate::kit::{Fault, Right};
use crate::people::gql::Person;
use crate::{events, people};

object! {
    /// Where people work.
    Organization: organization
}

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
        .with(
            Field::list::<Person>(
                "people",
                "Who works there, by name; archived people are left out.",
                |ask| Ok(people::at_organizations(&ask.scope, ask.flag("includePast")?)),
            )
            .argument::<Option<bool>>("includePast", "Those who worked there, too.")
            .paged(),
        )
        .with(events::gql::under_organization())
}

payload! {
    /// What mutations of an organisation answer.
    OrganizationPayload {
        /// The organisation as it is now.
        organization: Organization
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

/// Mutations of organisations.
#[derive(Default)]
pub struct OrganizationMutation;

#[Engine]
impl OrganizationMutation {
    /// Makes an organisation.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn create_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: CreateOrganizationInput,
    ) -> Option<async_graphql::Result<OrganizationPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(Right::PeopleWrite, checks, &new, super::create).await)
    }

    /// Changes an organisation.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn update_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OrganizationId>,
        #[graphql(desc = "What to change.")] input: UpdateOrganizationInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<async_graphql::Result<OrganizationPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = UpdateOrganization {
            id,
            expected_revision,
            fields: input.read(),
        };
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, super::update)
                .await,
        )
    }

    /// Hides an organisation; it can be restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn archive_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OrganizationId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<async_graphql::Result<OrganizationPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, super::archive)
                .await,
        )
    }

    /// Shows an archived organisation again.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn restore_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OrganizationId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<async_graphql::Result<OrganizationPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, super::restore)
                .await,
        )
    }
}
