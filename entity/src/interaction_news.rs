//! Table `interaction_news`.

use sea_orm::entity::prelude::*;

use crate::ids::{InteractionId, UpdateId, WorkspaceId};

/// News that was told in an interaction. This row is the truth about who knows it: whoever takes part was told.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction_news")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The interaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: InteractionId,
    /// The news.
    #[sea_orm(primary_key, auto_increment = false)]
    pub news_id: UpdateId,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
