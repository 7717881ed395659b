//! Table `change`.

use sea_orm::entity::prelude::*;

use crate::ids::WorkspaceId;
use crate::{Actor, RecordType};

crate::text_enum! {
    /// What a change did.
    ChangeOp {
        /// The record was made.
        Create = "CREATE",
        /// The record was changed.
        Update = "UPDATE",
        /// The record was hidden; it can be restored.
        Archive = "ARCHIVE",
        /// The record is live again.
        Restore = "RESTORE",
        /// The record was made another's, and is hidden; its id leads there.
        Merge = "MERGE",
        /// The record is gone for good; only its id remains.
        Erase = "ERASE",
    }
}

/// One row of the workspace's feed; every write makes one, in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Position in the feed: commit order, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// What kind of record changed.
    pub record_type: RecordType,
    /// Which record.
    pub record_id: Uuid,
    /// What happened to it.
    pub op: ChangeOp,
    /// The record's revision after the write.
    pub revision: i32,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub at: DateTimeUtc,
    /// Hash of a create's content when the client made the id, so that a repeated create is recognised.
    pub fingerprint: Option<String>,
    /// Which columns of the record's own row an update changed, with spaces between them; empty where only what belongs to it changed,
    /// and null where nothing is known of that.
    pub columns: Option<String>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
