//! Table `nudge_decision`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{NudgeDecisionId, WorkspaceId};

crate::text_enum! {
    /// What a nudge is about.
    NudgeKind {
        /// To be in touch with somebody.
        CheckIn = "CHECK_IN",
        /// To thank somebody.
        Gratitude = "GRATITUDE",
        /// To keep a promise.
        Promise = "PROMISE",
        /// To ask about what somebody promised.
        Expectation = "EXPECTATION",
        /// The next step of an introduction.
        Introduction = "INTRODUCTION",
        /// A step of a collaboration.
        Collaboration = "COLLABORATION",
        /// A goal of the user.
        Goal = "GOAL",
        /// A need that somebody could meet.
        Match = "MATCH",
        /// A need that nobody could meet so far.
        Need = "NEED",
        /// A dated thing in somebody's life.
        Milestone = "MILESTONE",
        /// An event that is near.
        Event = "EVENT",
        /// Somebody whom the user met at an event.
        FollowUp = "FOLLOW_UP",
    }
}

crate::text_enum! {
    /// What was decided about a nudge.
    Decision {
        /// Not before a day.
        Snoozed = "SNOOZED",
        /// Not at all.
        Dismissed = "DISMISSED",
    }
}

/// What the user decided about a nudge of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nudge_decision")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The decision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NudgeDecisionId,
    /// Which nudge; unique.
    pub key: String,
    /// What the nudge is about.
    pub kind: NudgeKind,
    /// What was decided.
    pub decision: Decision,
    /// The day from which a snoozed one is shown again.
    pub until: Option<Date>,
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
crate::record!(NudgeDecision, NudgeDecisionId);
