//! Table `goal_collaboration`.

use sea_orm::entity::prelude::*;

use crate::ids::{CollaborationId, GoalId, WorkspaceId};

/// A collaboration that serves a goal.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goal_collaboration")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Which goal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub goal_id: GoalId,
    /// Which collaboration.
    #[sea_orm(primary_key, auto_increment = false)]
    pub collaboration_id: CollaborationId,
    /// When it was added.
    pub added_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
