//! Table `gratitude`.

use sea_orm::entity::prelude::*;

use crate::ids::{
    CollaborationId, ExchangeId, GratitudeId, InteractionId, IntroductionId, PersonId, WorkspaceId,
};
use crate::{Actor, Direction};

crate::text_enum! {
    /// How far thanks are.
    #[derive(Default)]
    GratitudeState {
        /// The user owes them.
        #[default]
        Owed = "OWED",
        /// The user has begun to write.
        Drafted = "DRAFTED",
        /// The user has given them.
        Sent = "SENT",
        /// The user let it be.
        Waived = "WAIVED",
        /// The user got them.
        Received = "RECEIVED",
    }
}

crate::text_enum! {
    /// How thanks are given.
    GratitudeMeans {
        /// In writing, to the person alone.
        Note = "NOTE",
        /// Face to face, or by voice.
        InPerson = "IN_PERSON",
        /// Where others see it.
        Public = "PUBLIC",
        /// Another way: a present, a favour in return.
        Other = "OTHER",
    }
}

/// What `sort_owed` holds where nothing is owed: after every day.
pub const NEVER_OWED: &str = "9999-12-31";

/// Thanks that the user owes, gave or got.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gratitude")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The thanks.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GratitudeId,
    /// To whom, or from whom.
    pub person_id: PersonId,
    /// Which way.
    pub direction: Direction,
    /// How far they are.
    pub state: GratitudeState,
    /// How they are given.
    pub means: Option<GratitudeMeans>,
    /// The draft, or what was said.
    pub text: Option<String>,
    /// Where others can see it.
    pub public_url: Option<String>,
    /// Since when they are owed.
    pub owed_since: Option<Date>,
    /// When they were given.
    pub thanked_on: Option<Date>,
    /// The exchange they are for.
    pub exchange_id: Option<ExchangeId>,
    /// The introduction they are for.
    pub introduction_id: Option<IntroductionId>,
    /// The collaboration they are for.
    pub collaboration_id: Option<CollaborationId>,
    /// The talk in which they were said.
    pub interaction_id: Option<InteractionId>,
    /// The cause whose debt to the person these thanks settle: one at most for each cause and person. Further thanks for the same
    /// cause, and thanks just so, have none.
    pub owed_for: Option<Uuid>,
    /// Whether they are live and still to be given.
    pub is_owed: bool,
    /// The day since which they are owed, or [`NEVER_OWED`].
    pub sort_owed: String,
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
crate::record!(Gratitude, GratitudeId);
