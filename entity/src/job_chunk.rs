//! Table `job_chunk`.

use sea_orm::entity::prelude::*;

use crate::ids::{JobId, WorkspaceId};

/// Lines of a file that one transaction of a job ran, with what became of each.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_chunk")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The job.
    #[sea_orm(primary_key, auto_increment = false)]
    pub job_id: JobId,
    /// Where its lines begin in the file, in bytes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub begin_size: i32,
    /// Where they end.
    pub end_size: i32,
    /// The number of the first of them in the file, from 1.
    pub first_line: i32,
    /// What became of each line that says something: a JSON array, compressed by zstd.
    pub outcomes: Vec<u8>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
