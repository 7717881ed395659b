//! Rapport: a headless relationship manager for professional networks, as one GraphQL API.
//!
//! The map: [`kit`] is what every area may use and knows none of them. [`graphql`] is the GraphQL kit, [`http`] the edge.
//! Every other module is an area, a vertical slice with the same rooms: `rules` (pure), `read`, `write`, `gql`. Areas
//! import `kit` and `entity`, and of each other only what the module itself re-exports, never in a circle. [`areas`] lists them,
//! [`app`] ties them together; [`chores`] does what time brings; `main` parses arguments.
#![recursion_limit = "256"]

pub mod agenda;
pub mod app;
pub mod areas;
pub mod auth;
pub mod backup;
pub mod brief;
pub mod cadences;
pub mod changes;
pub mod chores;
pub mod circles;
pub mod collaborations;
pub mod commands;
pub mod communities;
pub mod config;
pub mod demo;
pub mod diversity;
pub mod events;
pub mod exchanges;
pub mod finding;
pub mod goals;
pub mod graphql;
pub mod gratitude;
pub mod http;
pub mod interactions;
pub mod introductions;
pub mod kit;
pub mod milestones;
pub mod needs;
pub mod organizations;
pub mod people;
pub mod records;
pub mod search;
pub mod telemetry;
pub mod time;
pub mod transfer;
pub mod workspaces;
