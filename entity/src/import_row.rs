//! Table `import_row`.

use sea_orm::entity::prelude::*;

use crate::ids::{ImportRowId, ImportSessionId, PersonId, WorkspaceId};

crate::text_enum! {
    /// What becomes of a row of a file.
    RowAction {
        /// A person is made.
        Created = "CREATED",
        /// A person is changed.
        Updated = "UPDATED",
        /// There is nothing new in it.
        Unchanged = "UNCHANGED",
        /// It is left out on purpose.
        Skipped = "SKIPPED",
        /// It is wrong.
        Rejected = "REJECTED",
    }
}

crate::text_enum! {
    /// Whom a row is, as somebody decided.
    ImportDecision {
        /// Somebody new.
        Create = "CREATE",
        /// Somebody who is there.
        Join = "JOIN",
        /// It is left out.
        Skip = "SKIP",
    }
}

/// A row of a file on its way into the network.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportRowId,
    /// The session.
    pub session_id: ImportSessionId,
    /// Which row of the file, from 1.
    pub position: i32,
    /// The name in it.
    pub name: Option<String>,
    /// What would become of it, or what became of it.
    pub action: RowAction,
    /// The person.
    pub person_id: Option<PersonId>,
    /// At which revision the person was when it was told.
    pub revision: Option<i32>,
    /// Why it is skipped or rejected, whom it is joined with, what of it is left out.
    pub reason: Option<String>,
    /// What it changes, and what it could: a JSON array.
    pub changes: String,
    /// Whom it may be: a JSON array.
    pub candidates: String,
    /// Whom it is, as somebody decided.
    pub decision: Option<ImportDecision>,
    /// The person with whom it is to be joined.
    pub decided_id: Option<PersonId>,
    /// The keys of proposed values that are taken: a JSON array.
    pub takes: String,
    /// The keys of values that are left: a JSON array.
    pub leaves: String,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
