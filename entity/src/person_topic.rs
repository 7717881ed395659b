//! Table `person_topic`.

use sea_orm::entity::prelude::*;

use crate::fact::FactKind;
use crate::ids::{PersonId, WorkspaceId};

/// What a person's facts say they are good at, care about or talk about: an index of the facts, by topic.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_topic")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The kind of the facts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: FactKind,
    /// The topic, as topics are compared.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: String,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
