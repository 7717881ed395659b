//! Table `change_set`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{ChangeSetId, WorkspaceId};

/// What one request changed in many records, so that it can be undone as a whole.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change_set")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The change set.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChangeSetId,
    /// The mutation that was asked for.
    pub mutation: String,
    /// Who asked for it.
    pub actor: Actor,
    /// When its first part was written.
    pub at: DateTimeUtc,
    /// Its first change in the feed.
    pub first_seq: i64,
    /// Its last change in the feed. Others may have written between the two.
    pub last_seq: i64,
    /// How many changes it made.
    pub changes: i32,
    /// The change set that this one undid.
    pub undoes: Option<ChangeSetId>,
    /// The change set by which this one was undone.
    pub undone_by: Option<ChangeSetId>,
    /// Whether what was before is kept still; without it nothing can be undone.
    pub is_kept: bool,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
