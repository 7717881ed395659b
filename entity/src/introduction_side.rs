//! Table `introduction_side`.

use sea_orm::entity::prelude::*;

use crate::ids::{IntroductionId, PersonId, WorkspaceId};

crate::text_enum! {
    /// A side of an introduction.
    Side {
        /// The first person.
        A = "A",
        /// The second person.
        B = "B",
        /// The person who introduces them.
        Connector = "CONNECTOR",
    }
}

crate::text_enum! {
    /// What a side said.
    Consent {
        /// Not asked yet.
        NotAsked = "NOT_ASKED",
        /// Asked; no answer yet.
        Asked = "ASKED",
        /// Said yes.
        Accepted = "ACCEPTED",
        /// Said no.
        Declined = "DECLINED",
    }
}

/// One side of an introduction and its consent.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "introduction_side")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The introduction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub introduction_id: IntroductionId,
    /// Which side.
    #[sea_orm(primary_key, auto_increment = false)]
    pub side: Side,
    /// Who.
    pub person_id: PersonId,
    /// What they said.
    pub consent: Consent,
    /// What this side is told about the other.
    pub blurb: Option<String>,
    /// When they were asked.
    pub asked_at: Option<DateTimeUtc>,
    /// When they answered.
    pub answered_at: Option<DateTimeUtc>,
    /// What they added.
    pub answer_note: Option<String>,
    /// When they were last reminded.
    pub nudged_at: Option<DateTimeUtc>,
    /// How often they were reminded.
    pub nudges: i32,
    /// SHA-256 of the one-time link's secret; empty once used.
    pub link_hash: Option<String>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
