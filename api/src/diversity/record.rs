//! The declaration of dimensions. Their values are parts of them.

use entity::dimension::{self, Column};

use crate::kit::Tx;
use crate::kit::declared::{Declaration, declared};

declared!(dimension::Model: declare,
    /// Sensitive unless the user says otherwise.
    fn blank(_: &Tx) -> Self {
        Self {
            is_sensitive: true,
            ..Self::default()
        }
    }
);

/// Most characters of a dimension's name.
pub(super) const NAME: usize = 200;

fn declare() -> Declaration<dimension::Model> {
    Declaration::new(
        "Dimension",
        ("dimension", "dimensions"),
        "In what people differ, as the user defines it. Values are written down by hand, stated by people or imported, and never inferred.",
    )
    .line("name", "Its name, as the user wrote it.", Column::Name, NAME)
    .folded(Column::NameKey)
    .unique()
    .lines(
        "description",
        "What it means, and why it is kept.",
        Column::Description,
        2_000,
    )
    .flag(
        "isSensitive",
        "Whether counts withhold groups of 1 to 4 people.",
        Column::IsSensitive,
    )
    .initially(true)
    .kept_by_null()
    .flag(
        "isClosed",
        "Whether its list of values is closed: then people have one of them or none.",
        Column::IsClosed,
    )
    .initially(false)
    .kept_by_null()
}
