//! Table `introduction_step`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{IntroductionId, WorkspaceId};
use crate::introduction::IntroductionState;
use crate::introduction_side::Side;

crate::text_enum! {
    /// What can be done with an introduction.
    IntroductionAction {
        /// Prepare it.
        Draft = "DRAFT",
        /// Ask a side.
        Ask = "ASK",
        /// A side answers.
        Answer = "ANSWER",
        /// Remind a side.
        Nudge = "NUDGE",
        /// Bring them together.
        Make = "MAKE",
        /// Say what came of it.
        RecordOutcome = "RECORD_OUTCOME",
        /// Call it off.
        Cancel = "CANCEL",
        /// The time ran out.
        Expire = "EXPIRE",
    }
}

/// One step in the history of an introduction.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "introduction_step")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The introduction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub introduction_id: IntroductionId,
    /// Which step, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// When.
    pub at: DateTimeUtc,
    /// What was done.
    pub action: IntroductionAction,
    /// On which side.
    pub side: Option<Side>,
    /// The state before; empty at the first step.
    pub from_state: Option<IntroductionState>,
    /// The state after.
    pub to_state: IntroductionState,
    /// By whom.
    pub actor: Actor,
    /// What was said.
    pub note: Option<String>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
