//! Table `invitation`.

use sea_orm::entity::prelude::*;

use crate::ids::{InvitationId, UserId, WorkspaceId};
use crate::{Actor, Role};

/// A way into a workspace, good for one user, once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The invitation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// The role that whoever accepts it gets.
    pub role: Role,
    /// SHA-256 of the secret, hexadecimal.
    pub secret_hash: String,
    /// Who made it.
    pub created_by: Actor,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// From when it is refused.
    pub expires_at: DateTimeUtc,
    /// When it was accepted; it is good for once.
    pub accepted_at: Option<DateTimeUtc>,
    /// Who accepted it.
    pub accepted_by: Option<UserId>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
