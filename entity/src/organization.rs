//! Table `organization`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{OrganizationId, WorkspaceId};

/// Where people work.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The name without case and accents.
    pub sort_name: String,
    /// Its internet domain.
    pub domain: Option<String>,
    /// Its web page.
    pub url: Option<String>,
    /// What it does.
    pub industry: Option<String>,
    /// Free notes.
    pub summary: Option<String>,
    /// What it was merged into: all that was its own is that one's, and it is archived.
    pub merged_into_id: Option<OrganizationId>,
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
crate::record!(Organization, OrganizationId, merged_into_id);
