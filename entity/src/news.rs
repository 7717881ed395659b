//! Table `news`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{UpdateId, WorkspaceId};

/// What `sort_until` holds where no last day is known: after every day.
pub const NO_END: &str = "9999-12-31";

/// What the user wants people to know of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "news")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The news.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UpdateId,
    /// One line on it.
    pub title: String,
    /// More on it.
    pub description: Option<String>,
    /// What it is about: a JSON array of texts.
    pub topics: Option<String>,
    /// The first day on which it may be told.
    pub starts_on: Option<Date>,
    /// The last day on which it is news.
    pub until: Option<Date>,
    /// That day, or [`NO_END`].
    pub sort_until: String,
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
crate::record!(Update, UpdateId);
