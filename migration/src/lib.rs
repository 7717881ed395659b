//! The ordered list of schema changes. One change a file; names are plain strings, so that a migration keeps
//! its meaning when the code moves on. Nothing here imports anything of ours.

use sea_orm_migration::prelude::*;

mod m20261122_000001_workspaces;
mod m20261122_000002_changes;
mod m20261122_000003_people;
mod m20261122_000004_collaborations;
mod m20261122_000005_interactions;
mod m20261122_000006_introductions;
mod m20261122_000007_search;
mod m20261122_000008_invitations;
mod m20261123_000009_exchanges;
mod m20261123_000010_gratitude;
mod m20261123_000011_cadences;
mod m20261123_000012_milestones;
mod m20261123_000013_goals;
mod m20261123_000014_needs;
mod m20261123_000015_events;
mod m20261123_000016_time;
mod m20261123_000017_diversity;
mod m20261123_000018_agenda;
mod m20261126_000020_write_probe;
mod m20261126_000026_refresh_salts;
mod m20261126_000027_token_lists;
mod m20261126_000030_same_place;
mod m20261126_000031_label_names;
mod m20261126_000032_keys_in_any_case;
mod m20261126_000038_importing_tokens;
mod m20261126_000040_thanks_talk;
mod m20261126_000045_search_words;
mod m20261126_000050_found_by;
mod m20261126_000055_derived_reads;
mod m20261127_000061_idempotency_keys;
mod schema;

pub use sea_orm_migration::MigratorTrait;

/// Applies what is missing, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_workspaces::Migration),
            Box::new(m20261122_000002_changes::Migration),
            Box::new(m20261122_000003_people::Migration),
            Box::new(m20261122_000004_collaborations::Migration),
            Box::new(m20261122_000005_interactions::Migration),
            Box::new(m20261122_000006_introductions::Migration),
            Box::new(m20261122_000007_search::Migration),
            Box::new(m20261122_000008_invitations::Migration),
            Box::new(m20261123_000009_exchanges::Migration),
            Box::new(m20261123_000010_gratitude::Migration),
            Box::new(m20261123_000011_cadences::Migration),
            Box::new(m20261123_000013_goals::Migration),
            Box::new(m20261123_000014_needs::Migration),
            Box::new(m20261123_000012_milestones::Migration),
            Box::new(m20261123_000017_diversity::Migration),
            Box::new(m20261123_000015_events::Migration),
            Box::new(m20261123_000016_time::Migration),
            Box::new(m20261123_000018_agenda::Migration),
            Box::new(m20261126_000020_write_probe::Migration),
            Box::new(m20261126_000026_refresh_salts::Migration),
            Box::new(m20261126_000027_token_lists::Migration),
            Box::new(m20261126_000030_same_place::Migration),
            Box::new(m20261126_000031_label_names::Migration),
            Box::new(m20261126_000032_keys_in_any_case::Migration),
            Box::new(m20261126_000038_importing_tokens::Migration),
            Box::new(m20261126_000055_derived_reads::Migration),
            Box::new(m20261126_000050_found_by::Migration),
            Box::new(m20261126_000040_thanks_talk::Migration),
            Box::new(m20261126_000045_search_words::Migration),
            Box::new(m20261127_000061_idempotency_keys::Migration),
        ]
    }
}
