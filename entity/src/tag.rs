//! Table `tag`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{TagId, WorkspaceId};

/// A plain label.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tag")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The tag.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TagId,
    /// Its name.
    pub name: String,
    /// The name without case and accents: what it is sorted and searched by.
    pub name_key: String,
    /// What the name is told apart from others by, with accents and without case; unique together with `name_key`.
    pub identity: String,
    /// A hint for clients, such as #3366ff.
    pub color: Option<String>,
    /// What it was merged into: all that was its own is that one's, and it is archived.
    pub merged_into_id: Option<TagId>,
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
crate::record!(Tag, TagId, merged_into_id);
