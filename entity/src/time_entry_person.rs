//! Table `time_entry_person`.

use sea_orm::entity::prelude::*;

use crate::ids::{PersonId, TimeEntryId, WorkspaceId};

/// Somebody for whom time was taken.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "time_entry_person")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Which entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub time_entry_id: TimeEntryId,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
