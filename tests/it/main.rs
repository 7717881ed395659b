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
mod answers;
mod auth;
mod auth_cache;
mod backup;
mod balancer;
mod bridges;
mod brief;
mod browser;
mod built;
mod bulk;
mod cadences;
mod calendar_feeds;
mod calendars;
mod change_sets;
mod changes;
mod circles;
mod clients;
mod closing;
mod collaborations;
mod coming_up;
mod communities;
mod contact_files;
mod contact_tables;
mod custom_fields;
mod days;
mod deaths;
mod disclosure;
mod diversity;
mod documents;
mod duplicates;
mod erasing;
mod events;
mod exchanges;
mod exported;
mod finding;
mod goals;
mod gratitude;
mod guards;
mod heavy;
mod idempotency;
mod import_sessions;
mod interactions;
mod interactions_contract;
mod introductions;
mod jobs;
mod kill;
mod lines;
mod many;
mod members;
mod merging;
mod milestones;
mod month;
mod morning;
mod moving;
mod needs;
mod older;
mod operations;
mod outage;
mod people;
mod people_filters;
mod perspectives;
mod photos;
mod plans;
mod pooler;
mod questions;
mod readme;
mod replay;
mod retries;
mod rows;
mod same_person;
mod serving;
mod shared;
mod soak;
mod states;
mod talks;
mod time;
mod transfer;
mod transport;
mod updates;
mod upgrade;
mod values;
