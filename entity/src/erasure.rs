//! Table `erasure`.

use sea_orm::entity::prelude::*;

use crate::ids::WorkspaceId;

/// A workspace that is being erased: nobody may enter it any more, and what is left of it goes step by step.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub erased_workspace: WorkspaceId,
    /// When that was asked for.
    pub asked_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
