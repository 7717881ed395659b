//! People: the hub of the network. Who they are, how to reach them, where they work, what matters to them, whom they know.
//!
//! A person is one record with parts: contact points, affiliations, facts, support roles, attributes, external references, tags
//! and circles. The parts change with the person, in one command, one revision and one change. A tie between two people is a
//! record of its own.
//!
//! Always: a display name; at most one primary contact point of a kind; at most one person is the user (`is_self`), who can
//! not be archived; `last_interaction_at` is that of the last live interaction; nobody is tied to themselves.

mod called;
mod callers;
mod found_by;
pub mod gql;
mod living;
mod named;
mod page;
mod read;
mod record;
mod rules;
mod searched;
mod ties;
mod write;

pub use called::names;
pub use callers::by_phone;
pub use found_by::{AttributeTest, FactTest, at_organizations, known};
pub use living::{gone, living, of_living};
pub use named::{leaving, listed_as, others, require, require_each, require_listed, require_other};
pub use page::profile;
pub use read::{
    Conditions, PersonFilter, PersonLeaf, PersonOrder, affiliations, affiliations_of, by_email, by_external,
    by_ids, by_name, contact_points, contact_points_of, external_refs, external_refs_of, facts, facts_of,
    list, own, support_roles,
};
pub use rules::{billionths, normalized, objection};
pub use searched::{Search, best};
pub use ties::{TieLeaf, create_ties, tie_condition, ties, update_ties};
pub use write::{
    AffiliationFields, ContactPointFields, ExternalRef, FACTS, FactFields, NewPerson, Parts, PeopleCircles,
    PeopleTags, PersonKey, SupportRole, UpdatePerson, UpsertPerson, Workplace, afresh, archive, circle_many,
    create, create_all, create_self, renumber, require_live, restore, tag_many, update, update_all, upsert,
};
