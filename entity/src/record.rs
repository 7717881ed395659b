//! What tenant tables and records have in common.

use sea_orm::entity::prelude::*;

use crate::ids::WorkspaceId;
use crate::{Actor, RecordType, TypedId};

/// A table whose rows belong to one workspace.
pub trait Tenant: EntityTrait {
    /// The column that holds the workspace.
    fn workspace_column() -> Self::Column;
}

/// A row that clients can fetch by id: versioned, archivable, in the change feed.
pub trait Record: ModelTrait<Entity = Self::Table> + PartialEq + Clone + Send + Sync + 'static {
    /// Its table.
    type Table: Tenant<Model = Self>;
    /// Its id.
    type Id: TypedId;
    /// What the change feed calls it.
    const TYPE: RecordType;

    /// The id.
    fn id(&self) -> Self::Id;
    /// Gives a new row its id.
    fn set_id(&mut self, id: Self::Id);
    /// The token of optimistic concurrency.
    fn revision(&self) -> i32;
    /// When it was archived; `None` while it is live.
    fn archived_at(&self) -> Option<DateTimeUtc>;
    /// What it was merged into, if it was.
    fn merged_into(&self) -> Option<Self::Id> {
        None
    }
    /// Stamps a new row.
    fn stamp_created(&mut self, workspace: WorkspaceId, seq: i64, now: DateTimeUtc, by: Actor);
    /// Stamps a changed row.
    fn stamp_updated(&mut self, seq: i64, now: DateTimeUtc);
    /// Hides the row, or shows it again.
    fn set_archived_at(&mut self, at: Option<DateTimeUtc>);
}

/// Implements [`Tenant`] for the entity of the calling module.
#[macro_export]
#[doc(hidden)]
macro_rules! tenant {
    () => {
        impl $crate::Tenant for Entity {
            fn workspace_column() -> Column {
                Column::WorkspaceId
            }
        }
    };
}

/// Implements [`Record`] for the model of the calling module.
#[macro_export]
#[doc(hidden)]
macro_rules! record {
    ($kind:ident, $id:ident $(, $merged:ident)?) => {
        impl $crate::Record for Model {
            type Table = Entity;
            type Id = $crate::ids::$id;
            const TYPE: $crate::RecordType = $crate::RecordType::$kind;

            fn id(&self) -> Self::Id {
                self.id
            }
            fn set_id(&mut self, id: Self::Id) {
                self.id = id;
            }
            fn revision(&self) -> i32 {
                self.revision
            }
            fn archived_at(&self) -> Option<DateTimeUtc> {
                self.archived_at
            }
            $(fn merged_into(&self) -> Option<Self::Id> {
                self.$merged
            })?
            fn stamp_created(
                &mut self,
                workspace: $crate::ids::WorkspaceId,
                seq: i64,
                now: DateTimeUtc,
                by: $crate::Actor,
            ) {
                self.workspace_id = workspace;
                self.revision = 1;
                self.seq = seq;
                self.created_at = now;
                self.updated_at = now;
                self.created_by = by;
            }
            fn stamp_updated(&mut self, seq: i64, now: DateTimeUtc) {
                self.revision += 1;
                self.seq = seq;
                self.updated_at = now;
            }
            fn set_archived_at(&mut self, at: Option<DateTimeUtc>) {
                self.archived_at = at;
            }
        }
    };
}
