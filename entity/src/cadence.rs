//! Table `cadence`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{CadenceId, CircleId, PersonId, WorkspaceId};

/// How a person stands to their cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Band {
    /// Longer ago than the cadence allows at most.
    Overdue,
    /// It is time.
    Due,
    /// All is well.
    OnTrack,
}

/// How often to be in touch: with a person, with the people of a circle, or with everybody.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cadence")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The cadence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CadenceId,
    /// For whom, as one text; unique.
    pub subject: String,
    /// The person that it is for, if it is for one.
    pub person_id: Option<PersonId>,
    /// The circle that it is for, if it is for one.
    pub circle_id: Option<CircleId>,
    /// Days between contacts, as meant.
    pub ideal_days: i32,
    /// Days after which it is too long.
    pub max_days: i32,
    /// The channels that count, words of `Channel` with spaces between them; all of them if empty.
    pub channels: String,
    /// The last day of a pause.
    pub paused_until: Option<Date>,
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
crate::record!(Cadence, CadenceId);
