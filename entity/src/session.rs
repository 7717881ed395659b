//! Table `session`.

use sea_orm::entity::prelude::*;

use crate::ids::{SessionId, UserId, WorkspaceId};

/// A signed-in device. Revoking it ends every token that descends from its log-in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// The session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Who signed in.
    pub user_id: UserId,
    /// The workspace that its tokens speak for.
    pub for_workspace: WorkspaceId,
    /// When the user signed in.
    pub created_at: DateTimeUtc,
    /// When the session ends whatever happens.
    pub expires_at: DateTimeUtc,
    /// When it was ended: by log-out, or because a used refresh token came back.
    pub revoked_at: Option<DateTimeUtc>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
