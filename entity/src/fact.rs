//! Table `fact`.

use sea_orm::entity::prelude::*;

use crate::PartialDate;
use crate::ids::{FactId, InteractionId, PersonId, WorkspaceId};

crate::text_enum! {
    /// What a fact is about.
    FactKind {
        /// What they are after.
        Goal = "GOAL",
        /// What they care about.
        Interest = "INTEREST",
        /// What they hold dear.
        Value = "VALUE",
        /// How they see something.
        Perspective = "PERSPECTIVE",
        /// What they are good at.
        Skill = "SKILL",
        /// What to talk about.
        Topic = "TOPIC",
        /// What they like or avoid.
        Preference = "PREFERENCE",
        /// Anything else.
        Other = "OTHER",
    }
}

/// Something worth remembering about a person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fact")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The fact.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FactId,
    /// About whom.
    pub person_id: PersonId,
    /// What it is about.
    pub kind: FactKind,
    /// The fact.
    pub text: String,
    /// The fact without case and accents: what it is found by.
    pub folded: String,
    /// Where it comes from.
    pub source: Option<String>,
    /// The interaction in which it was learnt.
    pub interaction_id: Option<InteractionId>,
    /// When it was learnt.
    pub noted_on: Option<PartialDate>,
    /// Order within the person.
    pub position: i32,
}

/// Relations are joined explicitly where they are read.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
crate::tenant!();
