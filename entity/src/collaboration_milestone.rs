//! Table `collaboration_milestone`.

use sea_orm::entity::prelude::*;

use crate::ids::{CollaborationId, CollaborationMilestoneId, WorkspaceId};

/// A step of a collaboration.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "collaboration_milestone")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The milestone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CollaborationMilestoneId,
    /// Of what.
    pub collaboration_id: CollaborationId,
    /// What is to be reached.
    pub title: String,
    /// By when.
    pub due_on: Option<Date>,
    /// When it was reached.
    pub done_on: Option<Date>,
    /// Order within the collaboration.
    pub position: i32,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
