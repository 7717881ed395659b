//! Table `change_set_row`.

use sea_orm::entity::prelude::*;

use crate::RecordType;
use crate::ids::{ChangeSetId, WorkspaceId};

/// What a change set did to one row of a table: what stood there before it, and after it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change_set_row")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The change set.
    #[sea_orm(primary_key, auto_increment = false)]
    pub change_set_id: ChangeSetId,
    /// The last change in the feed of the write that did it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// Its place among what that write did.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// What kind of record the row belongs to.
    pub record_type: RecordType,
    /// The record that the row belongs to.
    pub record_id: Uuid,
    /// The table.
    pub table_name: String,
    /// Which row: its key without the workspace, as a JSON object.
    pub row_key: String,
    /// What stood in the columns that changed, or in all of a row that is gone, as a JSON object; none where there was no row.
    pub before: Option<String>,
    /// What stands there now; none where there is no row any more.
    pub after: Option<String>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
