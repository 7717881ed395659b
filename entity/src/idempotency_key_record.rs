//! Table `idempotency_key_record`.

use sea_orm::entity::prelude::*;

use crate::ids::WorkspaceId;

/// A record that a kept answer, or the request that it answers, names: by it the answer is found when the record is erased.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key_record")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Whose answer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_id: Uuid,
    /// Which record, or part of one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
