//! Table `user_workspace`.

use sea_orm::entity::prelude::*;

use crate::Role;
use crate::ids::{UserId, WorkspaceId};

/// The workspaces of a user, kept beside `membership` so that log-in finds them by user.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_workspace")]
pub struct Model {
    /// The user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// A workspace the user belongs to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub joined_workspace: WorkspaceId,
    /// The role, as in `membership`.
    pub role: Role,
    /// Since when.
    pub joined_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
