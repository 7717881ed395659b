//! Table `recipe`.

use sea_orm::entity::prelude::*;

use crate::Actor;
use crate::ids::{PersonId, RecipeId, WorkspaceId};

crate::text_enum! {
    /// When in a meal a dish is served.
    #[derive(Default)]
    RecipeKind {
        /// What a meal is about.
        #[default]
        Main = "MAIN",
        /// What comes last, and sweet.
        Dessert = "DESSERT",
    }
}

/// How a dish is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recipe")]
pub struct Model {
    /// The workspace.
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: WorkspaceId,
    /// The recipe.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecipeId,
    /// The dish.
    pub name: String,
    /// The name without case and accents.
    pub sort_name: String,
    /// When in a meal it is served.
    pub kind: RecipeKind,
    /// Where it was found.
    pub source_url: Option<String>,
    /// For how many it is.
    pub servings: Option<i32>,
    /// With whom it was cooked.
    pub cooked_with_id: Option<PersonId>,
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
crate::record!(Recipe, RecipeId);
