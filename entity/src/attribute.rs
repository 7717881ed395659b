//! Table `attribute`.

use sea_orm::entity::prelude::*;

use crate::ids::{PersonId, WorkspaceId};

/// A value of a person on a dimension that the user chose. Never inferred.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attribute")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The dimension, as the user named it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dimension: String,
    /// The value.
    pub value: String,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
