//! Table `circle_member`.

use sea_orm::entity::prelude::*;

use crate::ids::{CircleId, PersonId, WorkspaceId};

/// A person in a circle.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "circle_member")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The circle.
    #[sea_orm(primary_key, auto_increment = false)]
    pub circle_id: CircleId,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// Since when.
    pub added_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
