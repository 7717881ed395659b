//! The declaration of recipes.

use entity::person;
use entity::recipe::{self, Column};

use crate::kit::declared::{Declaration, declared};

declared!(recipe::Model: declare);

fn declare() -> Declaration<recipe::Model> {
    Declaration::new("Recipe", ("recipe", "recipes"), "How a dish is made.")
        .line("name", "The dish.", Column::Name, 200)
        .folded(Column::SortName)
        .filtered()
        .ordered()
        .searched()
        .word("kind", "When in a meal it is served.", Column::Kind)
        .filtered()
        .line("sourceUrl", "Where it was found.", Column::SourceUrl, 2_000)
        .number(
            "servings",
            "For how many it is.",
            Column::Servings,
            (1, 100, "people"),
        )
        .filtered()
        .refers::<person::Model>("cookedWithId", "With whom it was cooked.", Column::CookedWithId)
        .filtered()
        .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
        .ordered_by_creation(Column::CreatedAt)
}
