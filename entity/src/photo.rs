//! Table `photo`.

use sea_orm::entity::prelude::*;

use crate::ids::{PersonId, WorkspaceId};

crate::text_enum! {
    /// What kind of picture it is, as the web calls it.
    PhotoType {
        /// PNG.
        Png = "image/png",
        /// JPEG.
        Jpeg = "image/jpeg",
        /// WebP.
        Webp = "image/webp",
        /// GIF.
        Gif = "image/gif",
    }
}

/// The picture of a person. It stands apart from the person, so that reading people reads no pictures.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// What kind of picture.
    pub content_type: PhotoType,
    /// How many bytes it has.
    pub byte_size: i32,
    /// The SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// When it was stored.
    pub stored_at: DateTimeUtc,
    /// The picture.
    pub bytes: Vec<u8>,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
