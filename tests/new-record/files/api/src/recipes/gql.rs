//! Recipes in GraphQL.

use entity::ids::RecipeId;
use entity::recipe;

use crate::graphql::catalogue::Area;
use crate::graphql::comparators::word_comparator;
use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::kinds::{Person, Recipe};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Field, Object};
use crate::graphql::record::{Nothing, Recorded, Words, object};
use crate::kit::Right;
use crate::records::gql::{list, listed, verbs};

stored_enum! {
    /// When in a meal a dish is served.
    RecipeKind = recipe::RecipeKind {
        /// What a meal is about.
        Main,
        /// What comes last, and sweet.
        Dessert,
    }
}

word_comparator! {
    /// Conditions on when in a meal a dish is served. All that are given must hold; give at least one, and no null.
    RecipeKindComparator(RecipeKind as recipe::RecipeKind)
}

impl Recorded for recipe::Model {
    fn words() -> Vec<Words> {
        vec![Words::of::<RecipeKind, RecipeKindComparator>("kind")]
    }
}

payload! {
    /// What mutations of a recipe answer.
    RecipePayload {
        /// The recipe as it is now.
        "recipe": Recipe
    }
}

fn declare() -> Object {
    object::<recipe::Model>(Right::PeopleRead, contract!(recipe)).one::<Person>(
        "cookedWith",
        "With whom it was cooked.",
        recipe::Column::CookedWithId,
    )
}

fn queries() -> Vec<Field> {
    let all = Field::list::<Recipe>(
        "recipes",
        "The recipes of the workspace, by name unless ordered otherwise.",
        list::<recipe::Model>,
    );
    vec![
        Field::by_id::<Recipe, RecipeId>(
            "recipe",
            "A recipe by id; null when there is none.",
            "The recipe's id.",
        ),
        listed::<recipe::Model, Nothing>(
            all,
            (
                "Words of the name; their beginnings are enough.",
                "The order; by name if left out.",
            ),
        ),
    ]
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Recipe>(declare)
        .queries(queries())
        .mutations(verbs::<recipe::Model, RecipePayload>(Right::PeopleWrite))
}
