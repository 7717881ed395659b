//! Table `goal_supporter`.

use sea_orm::entity::prelude::*;

use crate::ids::{GoalId, PersonId, WorkspaceId};
use crate::support_role::SupportRoleKind;

/// Somebody who helps to reach a goal.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goal_supporter")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Which goal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub goal_id: GoalId,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// As what.
    pub role: SupportRoleKind,
    /// How.
    pub note: Option<String>,
    /// When they were added.
    pub added_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
