//! Table `interaction_ref`.

use sea_orm::entity::prelude::*;

use crate::ids::{InteractionId, WorkspaceId};

/// An interaction's key in another system. The key makes a repeated import recognise it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction_ref")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The other system.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// The key there.
    #[sea_orm(primary_key, auto_increment = false)]
    pub external_id: String,
    /// What it is here.
    pub interaction_id: InteractionId,
    /// The values of the last import: the base against which a person's own edits are told apart.
    pub snapshot: Option<Json>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
