//! Table `duplicate_decision`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{DuplicateDecisionId, PersonId, WorkspaceId};

/// That two people are not the same, as the user said.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duplicate_decision")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The decision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DuplicateDecisionId,
    /// The one of the two whose id is lower.
    pub person_id: PersonId,
    /// The other one.
    pub other_id: PersonId,
    /// Why.
    pub note: Option<String>,
    /// Grows by one at each write; the token of optimistic concurrency.
    pub revision: i32,
    /// The workspace change number of the last write.
    pub seq: i64,
    /// When the record was made.
    pub created_at: DateTimeUtc,
    /// When the record was last written.
    pub updated_at: DateTimeUtc,
    /// When the record was archived; empty while it is live.
    pub archived_at: Option<DateTimeUtc>,
    /// Who made the record.
    pub created_by: Actor,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
crate::record!(DuplicateDecision, DuplicateDecisionId);
