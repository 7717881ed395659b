//! Table `api_token`.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiTokenId, UserId, WorkspaceId};

/// A long-lived key for a script or an integration.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiTokenId,
    /// What the owner calls it.
    pub name: String,
    /// The last four characters of the secret, to tell tokens apart.
    pub hint: String,
    /// SHA-256 of the secret, hexadecimal.
    pub secret_hash: String,
    /// The scopes it was given, a list of strings.
    pub scopes: Json,
    /// Who made it; it can do no more than that user.
    pub user_id: UserId,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// From when it is refused.
    pub expires_at: DateTimeUtc,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTimeUtc>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
