//! Table `idempotency_key`.

use sea_orm::entity::prelude::*;

use crate::ids::WorkspaceId;

/// What was answered to a request that a client sent under an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Made of a hash of who sent the request and the key: neither is kept itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of what was asked.
    pub request_hash: String,
    /// The body of the answer; none once something that it names was erased.
    pub answer: Option<String>,
    /// When it was written.
    pub kept_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
