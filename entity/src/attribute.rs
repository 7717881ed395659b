//! Table `attribute`.

use sea_orm::entity::prelude::*;

use crate::ids::{DimensionId, DimensionValueId, PersonId, WorkspaceId};

crate::text_enum! {
    /// Where an attribute comes from. Never from a guess.
    AttributeSource {
        /// The person said so.
        Stated = "STATED",
        /// The user wrote it down.
        Entered = "ENTERED",
        /// It came with an import.
        Imported = "IMPORTED",
    }
}

/// A value of a person on a dimension that the user chose, and from when until when it was held to be so. Never inferred.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attribute")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The dimension.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dimension_id: DimensionId,
    /// When it was written down.
    #[sea_orm(primary_key, auto_increment = false)]
    pub since: DateTimeUtc,
    /// When another value took its place; empty while it holds.
    pub until: Option<DateTimeUtc>,
    /// The value.
    pub value_id: DimensionValueId,
    /// Where it comes from.
    pub source: AttributeSource,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
