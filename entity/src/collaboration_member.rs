//! Table `collaboration_member`.

use sea_orm::entity::prelude::*;

use crate::PartialDate;
use crate::ids::{CollaborationId, CollaborationMemberId, PersonId, WorkspaceId};

/// A person's part in a collaboration over a period.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "collaboration_member")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The membership.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CollaborationMemberId,
    /// In what.
    pub collaboration_id: CollaborationId,
    /// Who.
    pub person_id: PersonId,
    /// As what.
    pub role: Option<String>,
    /// What they bring.
    pub contribution: Option<String>,
    /// What they have of it.
    pub benefit: Option<String>,
    /// What they learn by it.
    pub learning: Option<String>,
    /// How much they gain, 1 to 5.
    pub gain: Option<i32>,
    /// From when.
    pub started_on: Option<PartialDate>,
    /// Until when.
    pub ended_on: Option<PartialDate>,
    /// Order within the collaboration.
    pub position: i32,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
