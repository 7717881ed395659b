//! The integration tests: one binary, a file an area, and the guards.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cloned_ref_to_slice_refs,
    clippy::zombie_processes,
    reason = "tests may assume, and wait for what they start"
)]

mod agenda;
mod auth;
mod auth_cache;
mod brief;
mod browser;
mod cadences;
mod changes;
mod circles;
mod clients;
mod collaborations;
mod communities;
mod diversity;
mod documents;
mod events;
mod exchanges;
mod goals;
mod gratitude;
mod guards;
mod interactions;
mod interactions_contract;
mod introductions;
mod kill;
mod members;
mod milestones;
mod month;
mod needs;
mod people;
mod plans;
mod readme;
mod rows;
mod states;
mod time;
mod transfer;
mod transport;
