//! Table `erased_mark`.

use sea_orm::entity::prelude::*;

use crate::ids::WorkspaceId;

/// What somebody who was erased was known by, as a keyed hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erased_mark")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// HMAC-SHA-256 in hexadecimal digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub mark: String,
    /// When they were erased.
    pub erased_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
