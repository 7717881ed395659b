//! Table `question`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{InteractionId, PersonId, QuestionId, WorkspaceId};

crate::text_enum! {
    /// How a question stands.
    #[derive(Default)]
    QuestionState {
        /// It is to be asked.
        #[default]
        Open = "OPEN",
        /// It was asked.
        Asked = "ASKED",
        /// It is not to be asked any more.
        Dropped = "DROPPED",
    }
}

/// What the user wants to ask somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The question.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionId,
    /// Whom.
    pub person_id: PersonId,
    /// What.
    pub text: String,
    /// Why.
    pub reason: Option<String>,
    /// The id of the fact, goal or need that suggested it.
    pub suggested_by: Option<String>,
    /// How it stands.
    pub state: QuestionState,
    /// The interaction in which it was asked.
    pub interaction_id: Option<InteractionId>,
    /// The day on which it was asked.
    pub asked_on: Option<Date>,
    /// What it holds in the custom fields of its type, as a JSON object of texts by their keys; nothing where that is nothing.
    pub custom_values: Option<String>,
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
crate::record!(Question, QuestionId);
