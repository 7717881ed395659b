//! Organisations: where people work.
//!
//! Always: a name is not empty; two organisations may share a name (there are many "Acme"), so imports look one up by its
//! folded name and take the oldest.

pub mod gql;
mod read;
mod rules;
mod write;

pub use read::{OrganizationFilter, OrganizationLeaf, OrganizationOrder, by_ids, list};
pub use write::{
    Fields, NewOrganization, UpdateOrganization, archive, create, find_or_create, restore, update,
};
