//! The ordered list of schema changes. One change a file; names are plain strings, so that a migration keeps
//! its meaning when the code moves on. Nothing here imports anything of ours.

use sea_orm_migration::prelude::*;

mod schema;

pub use sea_orm_migration::MigratorTrait;

/// Applies what is missing, in order.
pub struct Migrator;

/// Declares the changes of a list, and the order in which they are applied: that of the list.
macro_rules! migrations {
    ($($change:ident;)*) => {
        $(mod $change;)*

        #[async_trait::async_trait]
        impl MigratorTrait for Migrator {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![$(Box::new($change::Migration)),*]
            }
        }
    };
}

migrations! {
    m20261122_000001_workspaces;
    m20261122_000002_changes;
    m20261122_000003_people;
    m20261122_000004_collaborations;
    m20261122_000005_interactions;
    m20261122_000006_introductions;
    m20261122_000007_search;
    m20261122_000008_invitations;
    m20261123_000009_exchanges;
    m20261123_000010_gratitude;
    m20261123_000011_cadences;
    m20261123_000013_goals;
    m20261123_000014_needs;
    m20261123_000012_milestones;
    m20261123_000017_diversity;
    m20261123_000015_events;
    m20261123_000016_time;
    m20261123_000018_agenda;
    m20261126_000020_write_probe;
    m20261126_000026_refresh_salts;
    m20261126_000027_token_lists;
    m20261126_000030_same_place;
    m20261126_000031_label_names;
    m20261126_000032_keys_in_any_case;
    m20261126_000038_importing_tokens;
    m20261126_000055_derived_reads;
    m20261126_000050_found_by;
    m20261126_000040_thanks_talk;
    m20261126_000045_search_words;
    m20261127_000061_idempotency_keys;
    m20261127_000062_changed_columns;
    m20261127_000070_gratitude_nudges;
    m20261127_000071_scope_words;
    m20261127_000080_change_sets;
    m20261127_000081_merged_into;
    m20261127_000080_older_programs;
    m20261127_000085_jobs;
    m20261127_000090_duplicates;
    m20261127_000100_calendar_feeds;
    m20261128_000130_places_and_deaths;
    m20261128_000140_photos_and_erasures;
    m20261128_000150_custom_fields;
    m20261128_000110_import_sessions;
    m20261128_000120_erased_marks;
    m20261128_000160_questions;
    m20261128_000170_news;
    m20261128_000180_bridges;
    m20261128_000190_perspectives;
    m20261128_000200_calendar_keys;
}
