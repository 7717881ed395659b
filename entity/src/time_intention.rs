//! Table `time_intention`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{CircleId, CommunityId, GoalId, TimeIntentionId, WorkspaceId};
use crate::time_entry::TimeKind;

/// How much time a week the user means to take for something: a circle, a goal, a community, or a kind of activity. One of the
/// four is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "time_intention")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The intention.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TimeIntentionId,
    /// For what, as text: by which those for the same are found.
    pub subject: String,
    /// The circle that it is for.
    pub circle_id: Option<CircleId>,
    /// The goal that it is for.
    pub goal_id: Option<GoalId>,
    /// The community that it is for.
    pub community_id: Option<CommunityId>,
    /// The kind of activity that it is for.
    pub kind: Option<TimeKind>,
    /// How much, in a week.
    pub minutes_per_week: i32,
    /// From which day.
    pub starts_on: Date,
    /// That day as text, by which lists are sorted.
    pub sort_starts: String,
    /// The last day, if there is one.
    pub ends_on: Option<Date>,
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
crate::record!(TimeIntention, TimeIntentionId);
