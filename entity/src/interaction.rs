//! Table `interaction`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{CollaborationId, InteractionId, WorkspaceId};

crate::text_enum! {
    /// By which means people were in touch.
    #[derive(Default)]
    Channel {
        /// Face to face.
        InPerson = "IN_PERSON",
        /// By telephone.
        Call = "CALL",
        /// By video.
        Video = "VIDEO",
        /// By e-mail.
        Email = "EMAIL",
        /// By messenger or text.
        Message = "MESSAGE",
        /// On paper.
        Letter = "LETTER",
        /// On a social network.
        Social = "SOCIAL",
        /// At an event.
        Event = "EVENT",
        /// Another way.
        #[default]
        Other = "OTHER",
    }
}

crate::text_enum! {
    /// Who began an interaction.
    Initiator {
        /// The user.
        Me = "ME",
        /// One of the others.
        Them = "THEM",
        /// Both, or it was arranged.
        Mutual = "MUTUAL",
    }
}

crate::text_enum! {
    /// How an interaction felt.
    Sentiment {
        /// Good.
        Positive = "POSITIVE",
        /// Neither good nor bad.
        Neutral = "NEUTRAL",
        /// Bad.
        Negative = "NEGATIVE",
        /// Both.
        Mixed = "MIXED",
    }
}

/// Something that happened, at a time, with one or many people.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The interaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InteractionId,
    /// When it began.
    pub happened_at: DateTimeUtc,
    /// By which means.
    pub channel: Channel,
    /// Who began it.
    pub initiator: Option<Initiator>,
    /// How long it took.
    pub duration_minutes: Option<i32>,
    /// One line.
    pub title: Option<String>,
    /// What it was about.
    pub summary: Option<String>,
    /// Private notes.
    pub notes: Option<String>,
    /// How it felt.
    pub sentiment: Option<Sentiment>,
    /// Where.
    pub place: Option<String>,
    /// What the user told.
    pub updates_shared: Option<String>,
    /// What the user was told.
    pub updates_heard: Option<String>,
    /// What challenged the user's view.
    pub challenged: Option<String>,
    /// What the user learnt.
    pub learnt: Option<String>,
    /// The event at which it happened, in words.
    pub event: Option<String>,
    /// The collaboration it belongs to.
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
crate::record!(Interaction, InteractionId);
