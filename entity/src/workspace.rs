//! Table `workspace`.

use sea_orm::entity::prelude::*;

use crate::ids::WorkspaceId;

/// One network and all that is in it: the tenant.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "workspace")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkspaceId,
    /// What the user calls it.
    pub name: String,
    /// IANA time zone in which its days begin.
    pub time_zone: String,
    /// The number of the last change; grows by one at each.
    pub latest_seq: i64,
    /// Grows by one when the workspace itself is changed.
    pub revision: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
