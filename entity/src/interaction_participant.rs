//! Table `interaction_participant`.

use sea_orm::entity::prelude::*;

use crate::ids::{InteractionId, PersonId, WorkspaceId};

/// A person in an interaction. Time and liveness are copied, so that a person's feed is one index.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction_participant")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The interaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: InteractionId,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// As in the interaction.
    pub happened_at: DateTimeUtc,
    /// Whether the interaction is archived.
    pub archived: bool,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
