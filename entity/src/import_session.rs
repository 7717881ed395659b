//! Table `import_session`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{ApiTokenId, ChangeSetId, ImportSessionId, UploadId, UserId, WorkspaceId};

crate::text_enum! {
    /// How far an import session is.
    ImportState {
        /// It is being told what would become of its rows.
        Previewing = "PREVIEWING",
        /// It is told, and decided about.
        Ready = "READY",
        /// Its rows are being taken in.
        Committing = "COMMITTING",
        /// All rows were taken in.
        Committed = "COMMITTED",
        /// Somebody gave it up.
        Discarded = "DISCARDED",
    }
}

/// A file of contacts on its way into the network.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_session")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportSessionId,
    /// Who began it.
    pub actor: Actor,
    /// The user.
    pub user_id: UserId,
    /// The API token by which it was begun, if it was one.
    pub token_id: Option<ApiTokenId>,
    /// The file.
    pub upload_id: UploadId,
    /// What it writes, as a whole.
    pub change_set_id: ChangeSetId,
    /// The format that the file was read as.
    pub format: String,
    /// As what it is kept where people came from.
    pub source: String,
    /// What the columns of a table say, as JSON.
    pub mapping: String,
    /// How far it is.
    pub state: ImportState,
    /// The rows of the file.
    pub row_count: i32,
    /// How many of them are told.
    pub previewed_count: i32,
    /// How many of them were taken in.
    pub committed_count: i32,
    /// Rows that make a person.
    pub created_count: i32,
    /// Rows that change one.
    pub updated_count: i32,
    /// Rows with nothing new in them.
    pub unchanged_count: i32,
    /// Rows that are left out on purpose.
    pub skipped_count: i32,
    /// Rows that are wrong.
    pub rejected_count: i32,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When its last row was taken in.
    pub committed_at: Option<DateTimeUtc>,
    /// From when it is gone.
    pub expires_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
