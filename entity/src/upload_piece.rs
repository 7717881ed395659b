//! Table `upload_piece`.

use sea_orm::entity::prelude::*;

use crate::ids::{UploadId, WorkspaceId};

/// A part of a file that a client sent.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload_piece")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub upload_id: UploadId,
    /// Its place in the file, from 0. All but the last have the same size.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Its bytes, compressed by zstd.
    pub bytes: Vec<u8>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
