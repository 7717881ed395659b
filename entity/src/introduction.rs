//! Table `introduction`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{IntroductionId, PersonId, WorkspaceId};

crate::text_enum! {
    /// How far an introduction is.
    IntroductionState {
        /// Being prepared; nobody was asked.
        Draft = "DRAFT",
        /// Waiting for answers.
        Asking = "ASKING",
        /// Everybody said yes.
        Ready = "READY",
        /// They were brought together.
        Made = "MADE",
        /// Over, with an outcome.
        Closed = "CLOSED",
        /// Somebody said no.
        Declined = "DECLINED",
        /// The time to answer ran out.
        Expired = "EXPIRED",
        /// The user called it off.
        Cancelled = "CANCELLED",
    }
}

crate::text_enum! {
    /// What came of an introduction.
    IntroductionOutcome {
        /// They met.
        Met = "MET",
        /// They stay in touch.
        Ongoing = "ONGOING",
        /// They work together.
        Collaboration = "COLLABORATION",
        /// One of them did not reply.
        NoReply = "NO_REPLY",
        /// Nothing came of it.
        NotUseful = "NOT_USEFUL",
        /// Something else.
        Other = "OTHER",
    }
}

/// Bringing two people together, with the consent of both.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "introduction")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The introduction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IntroductionId,
    /// How far it is.
    pub state: IntroductionState,
    /// Why they should meet; for the user alone.
    pub reason: Option<String>,
    /// Who introduces them; empty when it is the user.
    pub connector_id: Option<PersonId>,
    /// Until when the sides may answer.
    pub expires_at: Option<DateTimeUtc>,
    /// When the first side was asked.
    pub asked_at: Option<DateTimeUtc>,
    /// When they were introduced.
    pub made_at: Option<DateTimeUtc>,
    /// When it was over.
    pub closed_at: Option<DateTimeUtc>,
    /// The text that brought them together.
    pub message: Option<String>,
    /// What came of it.
    pub outcome: Option<IntroductionOutcome>,
    /// More on that.
    pub outcome_note: Option<String>,
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
crate::record!(Introduction, IntroductionId);
