//! Table `milestone_acknowledgement`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{
    GratitudeId, InteractionId, MilestoneAcknowledgementId, MilestoneId, PersonId, WorkspaceId,
};

crate::text_enum! {
    /// What became of an occurrence of a milestone.
    AcknowledgementState {
        /// The user said or did something.
        Acknowledged = "ACKNOWLEDGED",
        /// The user let it pass.
        Skipped = "SKIPPED",
    }
}

/// What was done about a milestone, or a person's own birthday, in a year. While it is archived, nothing was.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "milestone_acknowledgement")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The acknowledgement.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MilestoneAcknowledgementId,
    /// In whose life.
    pub person_id: PersonId,
    /// Of which milestone; of the person's own birthday if it is empty.
    pub milestone_id: Option<MilestoneId>,
    /// The milestone, or the person for their own birthday; unique with the year.
    pub subject_id: Uuid,
    /// The year of the occurrence.
    pub year: i32,
    /// What became of it.
    pub state: AcknowledgementState,
    /// By which interaction.
    pub interaction_id: Option<InteractionId>,
    /// By which thanks.
    pub gratitude_id: Option<GratitudeId>,
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
crate::record!(MilestoneAcknowledgement, MilestoneAcknowledgementId);
