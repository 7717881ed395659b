//! Table `calendar_feed`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{CalendarFeedId, UserId, WorkspaceId};

/// A calendar that other programs read by a secret address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_feed")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The calendar.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CalendarFeedId,
    /// What it is called.
    pub name: String,
    /// SHA-256 of the secret, hexadecimal.
    pub secret_hash: String,
    /// Whose calendar it is; it shows no more than that user may see.
    pub user_id: UserId,
    /// Who made it.
    pub created_by: Actor,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
