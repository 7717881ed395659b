//! Table `match_decision`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{
    CollaborationId, ExchangeId, IntroductionId, MatchDecisionId, NeedId, OfferId, PersonId, WorkspaceId,
};

crate::text_enum! {
    /// What was decided about a match.
    MatchState {
        /// Nothing any more: it is proposed again.
        Open = "OPEN",
        /// Something was made of it.
        Accepted = "ACCEPTED",
        /// It is not to be proposed.
        Dismissed = "DISMISSED",
    }
}

/// What the user decided about a need and who could meet it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "match_decision")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The decision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MatchDecisionId,
    /// The need.
    pub need_id: NeedId,
    /// The offer; empty where a person's skills imply one.
    pub offer_id: Option<OfferId>,
    /// The person whose skills imply an offer.
    pub person_id: Option<PersonId>,
    /// The offer or the person, in one column for the unique key.
    pub giver: String,
    /// What was decided.
    pub state: MatchState,
    /// Why.
    pub note: Option<String>,
    /// The introduction that was made of it.
    pub introduction_id: Option<IntroductionId>,
    /// The exchange that was made of it.
    pub exchange_id: Option<ExchangeId>,
    /// The collaboration that was made of it.
    pub collaboration_id: Option<CollaborationId>,
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
crate::record!(MatchDecision, MatchDecisionId);
