//! Table `goal`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{GoalId, PersonId, WorkspaceId};

crate::text_enum! {
    /// How a goal stands.
    #[derive(Default)]
    GoalState {
        /// Being worked for.
        #[default]
        Active = "ACTIVE",
        /// Resting.
        Paused = "PAUSED",
        /// Reached.
        Achieved = "ACHIEVED",
        /// Given up.
        Dropped = "DROPPED",
    }
}

crate::text_enum! {
    /// How far ahead a goal lies.
    GoalHorizon {
        /// Weeks or months.
        ShortTerm = "SHORT_TERM",
        /// About a year.
        MediumTerm = "MEDIUM_TERM",
        /// Years.
        LongTerm = "LONG_TERM",
        /// It has no end.
        Ongoing = "ONGOING",
    }
}

/// What `sort_target` holds where no day is set: after every day.
pub const NO_TARGET: &str = "9999-12-31";

/// What the user, or a person, is after.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goal")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The goal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GoalId,
    /// Whose it is; empty where it is the user's own.
    pub person_id: Option<PersonId>,
    /// What is to be reached.
    pub title: String,
    /// The title without case and accents.
    pub sort_title: String,
    /// More on it.
    pub description: Option<String>,
    /// How it stands.
    pub state: GoalState,
    /// How far ahead it lies.
    pub horizon: Option<GoalHorizon>,
    /// By when it is to be reached.
    pub target_on: Option<Date>,
    /// The day by which it is to be reached, or [`NO_TARGET`].
    pub sort_target: String,
    /// When it was reached.
    pub achieved_on: Option<Date>,
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
crate::record!(Goal, GoalId);
