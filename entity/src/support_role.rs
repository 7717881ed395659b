//! Table `support_role`.

use sea_orm::entity::prelude::*;

use crate::PartialDate;
use crate::ids::{PersonId, WorkspaceId};

crate::text_enum! {
    /// How two people support each other.
    SupportRoleKind {
        /// Guides the user.
        Mentor = "MENTOR",
        /// Advises the user on a matter.
        Advisor = "ADVISOR",
        /// Grows alongside the user.
        Peer = "PEER",
        /// Speaks up for the user.
        Sponsor = "SPONSOR",
        /// Is guided by the user.
        Mentee = "MENTEE",
        /// Another role; the note says which.
        Other = "OTHER",
    }
}

/// How a person supports the user, or is supported.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "support_role")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// As what.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: SupportRoleKind,
    /// In what.
    pub note: Option<String>,
    /// From when.
    pub since: Option<PartialDate>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
