//! Table `dimension`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{DimensionId, WorkspaceId};

/// In what people differ, as the user defines it.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dimension")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The dimension.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DimensionId,
    /// Its name.
    pub name: String,
    /// The name without case and accents; unique in the workspace.
    pub name_key: String,
    /// What it means, and why it is kept.
    pub description: Option<String>,
    /// Whether small groups are withheld.
    pub is_sensitive: bool,
    /// Whether its list of values is closed.
    pub is_closed: bool,
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
crate::record!(Dimension, DimensionId);
