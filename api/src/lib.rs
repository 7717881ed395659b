//! Rapport: a headless relationship manager for professional networks, as one GraphQL API.
//!
//! The map: [`kit`] is what every area may use and knows none of them. [`graphql`] is the GraphQL kit, [`http`] the edge.
//! Every other module is an area, a vertical slice with the same rooms: `rules` (pure), `read`, `write`, `gql`. Areas
//! import `kit` and `entity`, and of each other only what the module itself re-exports, never in a circle. `areas!` lists them,
//! [`app`] ties them together; [`chores`] does what time brings; `main` parses arguments.
#![recursion_limit = "256"]

#[macro_use]
pub mod areas;

pub mod app;
pub mod backup;
pub mod chores;
pub mod commands;
pub mod config;
pub mod demo;
pub mod graphql;
pub mod http;
pub mod kit;
mod records;
mod sameness;
mod search;
pub mod telemetry;

/// What tests and the bench do with areas beside asking the server: everything else of them is private, so that the compiler sees
/// what nothing uses.
pub mod aside {
    pub use crate::auth::{Keys, NewUser, sign_up, user_by_email};
    pub use crate::introductions::{advice, expire};
    pub use crate::jobs::Worker;
    pub use crate::workspaces::{begin_of, day_of, weekday};
}

areas! {
    auth;
    workspaces;
    people;
    photos;
    organizations;
    circles;
    custom_fields;
    diversity;
    cadences;
    milestones;
    questions;
    news;
    interactions;
    perspectives;
    introductions;
    collaborations;
    exchanges;
    gratitude;
    agenda;
    goals;
    needs;
    bridges;
    communities;
    events;
    time;
    changes;
    change_sets;
    jobs;
    erasing;
    closing;
    duplicates;
    merging;
    finding;
    transfer;
    imports;
    calendars;
    exports;
    talks;
    brief;
}
