//! Table `dimension_value`.

use sea_orm::entity::prelude::*;

use crate::ids::{DimensionId, DimensionValueId, WorkspaceId};

/// A value of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dimension_value")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The value.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DimensionValueId,
    /// Of which dimension.
    pub dimension_id: DimensionId,
    /// Its name.
    pub name: String,
    /// The name without case and accents; unique in the dimension.
    pub name_key: String,
    /// Order within the dimension.
    pub position: i32,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
