//! Table `time_entry`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{
    CircleId, CollaborationId, CommunityId, EventId, GoalId, InteractionId, TimeEntryId, WorkspaceId,
};

crate::text_enum! {
    /// For what time was taken.
    #[derive(Default)]
    TimeKind {
        /// Face to face, or by video.
        Meeting = "MEETING",
        /// By telephone.
        Call = "CALL",
        /// Reading and writing: mail, messages, letters, social networks.
        Correspondence = "CORRESPONDENCE",
        /// At an event.
        Event = "EVENT",
        /// Getting ready for one of these.
        Preparation = "PREPARATION",
        /// On the way.
        Travel = "TRAVEL",
        /// Doing something for somebody.
        Support = "SUPPORT",
        /// Working on something together.
        Collaboration = "COLLABORATION",
        /// Learning.
        Learning = "LEARNING",
        /// Anything else.
        #[default]
        Other = "OTHER",
    }
}

/// Time that the user took, by hand: for an interaction, in place of its duration, or for anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "time_entry")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TimeEntryId,
    /// On which day.
    pub day: Date,
    /// The day as text, by which lists are sorted.
    pub sort_day: String,
    /// How long.
    pub minutes: i32,
    /// For what.
    pub kind: TimeKind,
    /// Free notes.
    pub note: Option<String>,
    /// The interaction whose duration it replaces.
    pub interaction_id: Option<InteractionId>,
    /// The event it was taken for.
    pub event_id: Option<EventId>,
    /// The community it was taken for.
    pub community_id: Option<CommunityId>,
    /// The goal it was taken for.
    pub goal_id: Option<GoalId>,
    /// The circle it was taken for.
    pub circle_id: Option<CircleId>,
    /// The collaboration it was taken for.
    pub collaboration_id: Option<CollaborationId>,
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
crate::record!(TimeEntry, TimeEntryId);
