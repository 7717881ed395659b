//! Table `contact_point`.

use sea_orm::entity::prelude::*;

use crate::ids::{ContactPointId, PersonId, WorkspaceId};

crate::text_enum! {
    /// The kind of a contact point.
    ContactKind {
        /// An e-mail address.
        Email = "EMAIL",
        /// A telephone number.
        Phone = "PHONE",
        /// A web page.
        Url = "URL",
        /// A name on a network or messenger.
        Handle = "HANDLE",
        /// A postal address.
        Address = "ADDRESS",
        /// Anything else.
        Other = "OTHER",
    }
}

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_point")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The contact point.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactPointId,
    /// Whose it is.
    pub person_id: PersonId,
    /// What kind of address.
    pub kind: ContactKind,
    /// The address as written.
    pub value: String,
    /// The address as compared: lower-cased, a phone number's digits only.
    pub normalized: String,
    /// A telephone number in E.164, where it is one and its country is known.
    pub e164: Option<String>,
    /// The page of a person on a network, in one spelling.
    pub profile: Option<String>,
    /// work, home …
    pub label: Option<String>,
    /// The preferred one of its kind; at most one.
    pub is_primary: bool,
    /// Order within the person.
    pub position: i32,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
