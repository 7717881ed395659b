//! Table `tie`.

use sea_orm::entity::prelude::*;

use crate::ids::{PersonId, TieId, WorkspaceId};
use crate::{Actor, PartialDate};

crate::text_enum! {
    /// How well two people know each other.
    Closeness {
        /// They would recognise each other.
        Weak = "WEAK",
        /// They talk now and then.
        Medium = "MEDIUM",
        /// They are close.
        Strong = "STRONG",
    }
}

crate::text_enum! {
    /// How the user knows of a tie.
    #[derive(Default)]
    TieEvidence {
        /// Someone said so.
        #[default]
        Stated = "STATED",
        /// They were introduced.
        Introduced = "INTRODUCED",
        /// They worked together.
        Collaborated = "COLLABORATED",
        /// They met at an event.
        MetAtEvent = "MET_AT_EVENT",
        /// An import said so.
        Imported = "IMPORTED",
        /// Another way; the note says which.
        Other = "OTHER",
    }
}

/// Person A knows person B.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tie")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The tie.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TieId,
    /// Who knows.
    pub from_id: PersonId,
    /// Whom.
    pub to_id: PersonId,
    /// colleague, friend, sibling …
    pub kind: String,
    /// How well.
    pub closeness: Option<Closeness>,
    /// How the user knows.
    pub evidence: TieEvidence,
    /// Anything else.
    pub note: Option<String>,
    /// From when.
    pub since: Option<PartialDate>,
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
crate::record!(Tie, TieId);
