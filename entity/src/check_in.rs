//! Table `check_in`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{CheckInId, InteractionId, PersonId, WorkspaceId};
use crate::interaction::Channel;

crate::text_enum! {
    /// What was decided about being in touch with a person, or came of it.
    CheckInState {
        /// To be in touch on a day.
        Planned = "PLANNED",
        /// Not before a day.
        Snoozed = "SNOOZED",
        /// Not this time: the interval begins anew.
        Skipped = "SKIPPED",
        /// They were in touch.
        Done = "DONE",
        /// Called off.
        Cancelled = "CANCELLED",
    }
}

/// What the user decided about being in touch with a person: planned, put off, or left out this time.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "check_in")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The check-in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CheckInId,
    /// With whom.
    pub person_id: PersonId,
    /// How far it is.
    pub state: CheckInState,
    /// The day for which it is planned, until which it is put off, or from which the interval begins anew.
    pub day: Date,
    /// By which means it is planned.
    pub channel: Option<Channel>,
    /// What to talk about.
    pub note: Option<String>,
    /// The day on which it was done.
    pub done_on: Option<Date>,
    /// What was done.
    pub interaction_id: Option<InteractionId>,
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
crate::record!(CheckIn, CheckInId);
