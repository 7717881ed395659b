//! Table `affiliation`.

use sea_orm::entity::prelude::*;

use crate::PartialDate;
use crate::ids::{AffiliationId, OrganizationId, PersonId, WorkspaceId};

/// A person's role at an organisation over a period.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "affiliation")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The affiliation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AffiliationId,
    /// Who.
    pub person_id: PersonId,
    /// Where.
    pub organization_id: OrganizationId,
    /// As what.
    pub role: Option<String>,
    /// In which part.
    pub department: Option<String>,
    /// From when.
    pub started_on: Option<PartialDate>,
    /// Until when.
    pub ended_on: Option<PartialDate>,
    /// Whether it lasts.
    pub is_current: bool,
    /// Order within the person.
    pub position: i32,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
