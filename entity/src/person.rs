//! Table `person`.

use sea_orm::entity::prelude::*;

use crate::ids::{PersonId, WorkspaceId};
use crate::{Actor, PartialDate};

/// What `last_interaction_at` holds for a person whom the user has not been in touch with: before every real time.
pub const NEVER: DateTimeUtc = match DateTimeUtc::from_timestamp(-62_135_596_800, 0) {
    Some(year_one) => year_one,
    None => DateTimeUtc::UNIX_EPOCH,
};

/// What stands for the user where a list holds the ids of people as text, and the user on it is no person.
pub const ME: &str = "ME";

/// Someone in the network.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// The name to show.
    pub display_name: String,
    /// The display name without case and accents: what lists sort by.
    pub sort_name: String,
    /// The last name without case and accents, or nothing: what lists sort by.
    pub sort_family: String,
    /// First name.
    pub given_name: Option<String>,
    /// Middle names.
    pub middle_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// Dr, Prof …
    pub name_prefix: Option<String>,
    /// Jr, PhD …
    pub name_suffix: Option<String>,
    /// What friends call them.
    pub nickname: Option<String>,
    /// As the person states them.
    pub pronouns: Option<String>,
    /// One line on what they do.
    pub headline: Option<String>,
    /// Free notes about the person.
    pub summary: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Birthday; the year may be unknown.
    pub birthday: Option<PartialDate>,
    /// When the user and the person met.
    pub met_on: Option<PartialDate>,
    /// How they met.
    pub met_how: Option<String>,
    /// Who brought them together.
    pub met_through_id: Option<PersonId>,
    /// The town in which they live.
    pub city: Option<String>,
    /// The town without case and accents, or nothing: what lists sort by.
    pub sort_city: String,
    /// The country in which they live: two letters of ISO 3166-1.
    pub country: Option<String>,
    /// When they died; the day, the month or the year may be unknown.
    pub died_on: Option<PartialDate>,
    /// Whether this person is the user.
    pub is_self: bool,
    /// When the last live interaction with them happened, or [`NEVER`]; derived. Never empty, so that it sorts alike
    /// on both databases and a page can seek on it.
    pub last_interaction_at: DateTimeUtc,
    /// How give and take stand with them, in billionths; derived, and a whole number so that it sorts and compares alike on both
    /// databases.
    pub balance: i32,
    /// What it was merged into: all that was its own is that one's, and it is archived.
    pub merged_into_id: Option<PersonId>,
    /// What it holds in the custom fields of its type, as a JSON object of texts by their keys; nothing where that is nothing.
    pub custom_values: Option<String>,
    /// Grows by one at each write; the token of optimistic concurrency.
    pub revision: i32,
    /// The workspace change number of the last write.
    pub seq: i64,
    /// When the record was made.
    pub created_at: DateTimeUtc,
    /// When the record was last written.
    pub updated_at: DateTimeUtc,
    /// When the record was archived; empty while it is live.
    pub archived_at: Option<DateTimeUtc>,
    /// Who made the record.
    pub created_by: Actor,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
crate::record!(Person, PersonId, merged_into_id);
