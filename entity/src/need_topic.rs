//! Table `need_topic`.

use sea_orm::entity::prelude::*;

use crate::ids::{NeedId, WorkspaceId};

/// What a need is about.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need_topic")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The need.
    #[sea_orm(primary_key, auto_increment = false)]
    pub need_id: NeedId,
    /// The topic, as topics are compared.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: String,
    /// The topic, as it was written.
    pub label: String,
    /// Order within the need.
    pub position: i32,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
