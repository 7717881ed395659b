//! Table `exchange`.

use sea_orm::entity::prelude::*;

use crate::ids::{CollaborationId, ExchangeId, InteractionId, IntroductionId, PersonId, WorkspaceId};
use crate::{Actor, Direction};

crate::text_enum! {
    /// What was given.
    #[derive(Default)]
    ExchangeKind {
        /// A helping hand.
        Help = "HELP",
        /// What somebody would do.
        Advice = "ADVICE",
        /// What somebody thinks of a work.
        Feedback = "FEEDBACK",
        /// Bringing people together.
        Introduction = "INTRODUCTION",
        /// Recommending somebody for a job, a client, a grant.
        Referral = "REFERRAL",
        /// A thing, a room, money, a document, access.
        Resource = "RESOURCE",
        /// Hours of somebody's own.
        Time = "TIME",
        /// A present.
        Gift = "GIFT",
        /// Anything else.
        #[default]
        Other = "OTHER",
    }
}

crate::text_enum! {
    /// How far an exchange is.
    #[derive(Default)]
    ExchangeState {
        /// One was asked for it, or will be; nobody said that they will.
        Asked = "ASKED",
        /// Somebody said that they will.
        #[default]
        Promised = "PROMISED",
        /// It happened.
        Done = "DONE",
        /// It will not happen.
        Dropped = "DROPPED",
    }
}

/// What `sort_due` holds where nothing is due: after every day.
pub const NEVER_DUE: &str = "9999-12-31";
/// What `sort_done` holds where nothing is done: before every day.
pub const NOT_DONE: &str = "0000-00-00";

/// Value that was given or received, or was promised.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exchange")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The exchange.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExchangeId,
    /// With whom.
    pub person_id: PersonId,
    /// Which way.
    pub direction: Direction,
    /// What was given.
    pub kind: ExchangeKind,
    /// How far it is.
    pub state: ExchangeState,
    /// One line on it.
    pub title: String,
    /// More on it.
    pub description: Option<String>,
    /// What came of it.
    pub result: Option<String>,
    /// How much it counts.
    pub weight: i32,
    /// By when it was promised.
    pub due_on: Option<Date>,
    /// When it happened.
    pub done_on: Option<Date>,
    /// The day it is due, or [`NEVER_DUE`].
    pub sort_due: String,
    /// The day it happened, or [`NOT_DONE`].
    pub sort_done: String,
    /// The interaction in which it came about.
    pub interaction_id: Option<InteractionId>,
    /// The introduction that it is or came of.
    pub introduction_id: Option<IntroductionId>,
    /// The collaboration that it belongs to.
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
crate::record!(Exchange, ExchangeId);
