//! Organisations in GraphQL.

use entity::ids::OrganizationId;
use entity::organization;

use crate::graphql::catalogue::Area;
use crate::graphql::declare::payload;
use crate::graphql::kinds::Organization;
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Field, Object};
use crate::graphql::record::{Nothing, Recorded, object};
use crate::kit::Right;
use crate::records;

impl Recorded for organization::Model {}

fn organization() -> Object {
    object::<organization::Model>(Right::PeopleRead, contract!(organization))
}

payload! {
    /// What mutations of an organisation answer.
    OrganizationPayload {
        /// The organisation as it is now.
        "organization": Organization
    }
}

/// Queries on organisations.
#[must_use]
pub fn queries() -> Vec<Field> {
    let all = Field::list::<Organization>(
        "organizations",
        "The organisations of the workspace, by name unless ordered otherwise.",
        records::gql::list::<organization::Model>,
    );
    let search = "Words of the name, domain, industry or notes; their beginnings are enough.";
    vec![
        Field::by_id::<Organization, OrganizationId>(
            "organization",
            "An organisation by id; null when there is none.",
            "The id of the organisation.",
        ),
        records::gql::listed::<organization::Model, Nothing>(
            all,
            (search, "The order; by name if left out."),
        ),
    ]
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Organization>(organization)
        .serves(records::afresh::<entity::organization::Model>())
        .queries(queries())
        .mutations(records::gql::verbs::<organization::Model, OrganizationPayload>(
            Right::PeopleWrite,
        ))
}
