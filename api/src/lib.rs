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
pub mod records;
pub mod search;
pub mod telemetry;

areas! {
    auth;
    workspaces;
    people;
    organizations;
    circles;
    diversity;
    cadences;
    milestones;
    interactions;
    introductions;
    collaborations;
    exchanges;
    gratitude;
    agenda;
    goals;
    needs;
    communities;
    events;
    time;
    changes;
    finding;
    transfer;
    brief;
}
