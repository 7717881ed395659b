//! Table `community_member`.

use sea_orm::entity::prelude::*;

use crate::PartialDate;
use crate::ids::{CommunityId, CommunityMemberId, PersonId, WorkspaceId};

/// Somebody's part in a community.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "community_member")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The membership.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommunityMemberId,
    /// Which community.
    pub community_id: CommunityId,
    /// Who; empty where it is the user.
    pub person_id: Option<PersonId>,
    /// Who, never empty: the person's id, or [`ME`](crate::person::ME). Nobody is in a community twice.
    pub member: String,
    /// As what.
    pub role: Option<String>,
    /// From when.
    pub started_on: Option<PartialDate>,
    /// Until when.
    pub ended_on: Option<PartialDate>,
    /// Whether it lasts.
    pub is_current: bool,
    /// When they were put on the list.
    pub added_at: DateTimeUtc,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
