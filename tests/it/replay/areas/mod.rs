//! The cases of each area.

pub mod accounts;
pub mod agenda;
pub mod bulk;
pub mod cadences;
pub mod change_sets;
pub mod collaborations;
pub mod communities;
pub mod diversity;
pub mod duplicates;
pub mod effects;
pub mod events;
pub mod exchanges;
pub mod goals;
pub mod gratitude;
pub mod imports;
pub mod interactions;
pub mod introductions;
pub mod labels;
pub mod merging;
pub mod milestones;
pub mod needs;
pub mod organizations;
pub mod people;
pub mod ties;
pub mod time;
