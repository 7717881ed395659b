//! Table `offer`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{InteractionId, OfferId, PersonId, WorkspaceId};
use crate::need::{NeedKind, NeedState};
/// What the user, or a person, can give.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The offer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfferId,
    /// Whose it is; empty where it is the user's own.
    pub person_id: Option<PersonId>,
    /// What is offered.
    pub kind: NeedKind,
    /// One line on it.
    pub title: String,
    /// More on it.
    pub details: Option<String>,
    /// How it stands.
    pub state: NeedState,
    /// The last day on which it is good.
    pub until: Option<Date>,
    /// That day, or [`crate::need::NO_END`].
    pub sort_until: String,
    /// The interaction in which it came up.
    pub interaction_id: Option<InteractionId>,
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
crate::record!(Offer, OfferId);
