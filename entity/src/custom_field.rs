//! Table `custom_field`.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomFieldId, WorkspaceId};
use crate::{Actor, RecordType};

crate::text_enum! {
    /// What a custom field holds.
    #[derive(Default)]
    CustomFieldKind {
        /// Any text.
        #[default]
        Text = "TEXT",
        /// A number.
        Number = "NUMBER",
        /// Whether something is so.
        Flag = "FLAG",
        /// A day.
        Date = "DATE",
        /// One of the choices that the field has.
        Choice = "CHOICE",
    }
}

/// A field that users define themselves, for the records of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "custom_field")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The field.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomFieldId,
    /// The type of the records that have it.
    pub record_type: RecordType,
    /// By which values of it are known.
    pub key: String,
    /// The type and the key: no two fields have the same.
    pub place: String,
    /// What it is called.
    pub name: String,
    /// The name without case and accents.
    pub name_key: String,
    /// What it means.
    pub description: Option<String>,
    /// What it holds.
    pub kind: CustomFieldKind,
    /// Its choices, as a JSON list of texts.
    pub choices: Option<String>,
    /// Where it stands among the fields of its type: the lowest first.
    pub position: i32,
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
crate::record!(CustomField, CustomFieldId);
