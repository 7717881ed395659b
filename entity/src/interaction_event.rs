//! Table `interaction_event`.

use sea_orm::entity::prelude::*;

use crate::ids::{EventId, InteractionId, WorkspaceId};

/// The event at which an interaction happened, or which it was about.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction_event")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Which interaction; it has one event at most.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: InteractionId,
    /// Which event.
    pub event_id: EventId,
    /// When the interaction happened: repeated, so that an event's interactions are one index.
    pub happened_at: DateTimeUtc,
    /// Whether the interaction is archived; repeated.
    pub archived: bool,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
