//! Table `search_word`.

use sea_orm::entity::prelude::*;

use crate::RecordType;
use crate::ids::WorkspaceId;

crate::text_enum! {
    /// Which of a record's short texts a spelling is of.
    NameField {
        /// A name.
        Name = "NAME",
        /// A nickname.
        Nickname = "NICKNAME",
        /// An e-mail address.
        Email = "EMAIL",
        /// A telephone number.
        Phone = "PHONE",
    }
}

/// One spelling by which a record is found by name.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_word")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The record's type.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_type: RecordType,
    /// The spelling.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
    /// Of which text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: NameField,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
