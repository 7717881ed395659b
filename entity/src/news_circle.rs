//! Table `news_circle`.

use sea_orm::entity::prelude::*;

use crate::ids::{CircleId, UpdateId, WorkspaceId};

/// A circle for which news is meant.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "news_circle")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The news.
    #[sea_orm(primary_key, auto_increment = false)]
    pub news_id: UpdateId,
    /// The circle.
    #[sea_orm(primary_key, auto_increment = false)]
    pub circle_id: CircleId,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
