//! Table `collaboration`.

use sea_orm::entity::prelude::*;

use crate::ids::{CollaborationId, WorkspaceId};
use crate::{Actor, PartialDate};

crate::text_enum! {
    /// What a collaboration is.
    #[derive(Default)]
    CollaborationKind {
        /// Something that could be done together.
        Opportunity = "OPPORTUNITY",
        /// A worked-out offer to do it.
        Proposal = "PROPOSAL",
        /// Work with an end.
        Project = "PROJECT",
        /// Work without a fixed end.
        Initiative = "INITIATIVE",
        /// A business in common.
        JointVenture = "JOINT_VENTURE",
        /// Anything else.
        #[default]
        Other = "OTHER",
    }
}

crate::text_enum! {
    /// How far a collaboration is.
    #[derive(Default)]
    CollaborationState {
        /// Thought of.
        #[default]
        Idea = "IDEA",
        /// Put to the others.
        Proposed = "PROPOSED",
        /// Under way.
        Active = "ACTIVE",
        /// Resting.
        Paused = "PAUSED",
        /// Finished.
        Done = "DONE",
        /// Given up.
        Dropped = "DROPPED",
    }
}

/// Something that people do together.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "collaboration")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The collaboration.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CollaborationId,
    /// What it is called.
    pub title: String,
    /// The title without case and accents.
    pub sort_title: String,
    /// What it is.
    pub kind: CollaborationKind,
    /// How far it is.
    pub state: CollaborationState,
    /// What it is about.
    pub summary: Option<String>,
    /// What it is to reach.
    pub goal: Option<String>,
    /// When it began.
    pub started_on: Option<PartialDate>,
    /// When it ended.
    pub ended_on: Option<PartialDate>,
    /// What came of it.
    pub outcome: Option<String>,
    /// What it came from.
    pub reason: Option<String>,
    /// What is thought of it, looking back.
    pub retrospective: Option<String>,
    /// What it holds in the custom fields of its type, as a JSON object of texts by their keys; nothing where that is nothing.
    pub custom_values: Option<String>,
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
crate::record!(Collaboration, CollaborationId);
