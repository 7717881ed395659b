//! Table `upload`.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiTokenId, UploadId, UserId, WorkspaceId};

crate::text_enum! {
    /// How far a file has come.
    UploadState {
        /// It is waited for.
        Waiting = "WAITING",
        /// It is here, whole.
        Stored = "STORED",
    }
}

/// A file that a client sends.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    /// Who sends it, and alone may.
    pub user_id: UserId,
    /// The API token by which it is sent, if it is one: it alone may use it.
    pub token_id: Option<ApiTokenId>,
    /// What the client calls it.
    pub name: String,
    /// How far it has come.
    pub state: UploadState,
    /// The latest attempt to send it: what an earlier one still sends is refused.
    pub attempt_id: Uuid,
    /// Its bytes, as far as they are here.
    pub size: i32,
    /// Its lines that say something.
    pub line_count: i32,
    /// Its SHA-256 in hexadecimal digits, once it is whole.
    pub sha256: Option<String>,
    /// When its address was asked for.
    pub created_at: DateTimeUtc,
    /// From when it is gone.
    pub expires_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
