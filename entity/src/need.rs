//! Table `need`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{GoalId, InteractionId, NeedId, PersonId, WorkspaceId};

crate::text_enum! {
    /// What is sought, or offered.
    #[derive(Default)]
    NeedKind {
        /// Work by somebody who knows how.
        Expertise = "EXPERTISE",
        /// What somebody would do.
        Advice = "ADVICE",
        /// What somebody thinks of a work.
        Feedback = "FEEDBACK",
        /// Knowing somebody.
        Contact = "CONTACT",
        /// A thing, a room, data, access.
        Resource = "RESOURCE",
        /// Money.
        Funding = "FUNDING",
        /// A position, or an assignment.
        Job = "JOB",
        /// Somebody to do something with.
        Collaboration = "COLLABORATION",
        /// Anything else.
        #[default]
        Other = "OTHER",
    }
}

crate::text_enum! {
    /// How a need or an offer stands.
    #[derive(Default)]
    NeedState {
        /// Good.
        #[default]
        Open = "OPEN",
        /// The need was met, the offer taken up.
        Fulfilled = "FULFILLED",
        /// Taken back.
        Withdrawn = "WITHDRAWN",
    }
}

/// What `sort_until` holds where no last day is known: after every day.
pub const NO_END: &str = "9999-12-31";

/// What the user, or a person, looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The need.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NeedId,
    /// Whose it is; empty where it is the user's own.
    pub person_id: Option<PersonId>,
    /// What is sought.
    pub kind: NeedKind,
    /// One line on it.
    pub title: String,
    /// More on it.
    pub details: Option<String>,
    /// How it stands.
    pub state: NeedState,
    /// The last day on which it is good.
    pub until: Option<Date>,
    /// That day, or [`NO_END`].
    pub sort_until: String,
    /// The interaction in which it came up.
    pub interaction_id: Option<InteractionId>,
    /// The goal that it serves.
    pub goal_id: Option<GoalId>,
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
crate::record!(Need, NeedId);
