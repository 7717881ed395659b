//! The declaration of organisations.

use entity::organization::{self, Column};
use entity::search_word::NameField;

use super::rules;
use crate::kit::declared::{Declaration, declared};

declared!(organization::Model: declare, fn names(&self) -> Vec<(NameField, &str)> {
    vec![(NameField::Name, &self.name)]
});

fn declare() -> Declaration<organization::Model> {
    Declaration::new(
        "Organization",
        ("organisation", "organisations"),
        "A company or body where people work.",
    )
    .line("name", "Its name, as the user wrote it.", Column::Name, 200)
    .folded(Column::SortName)
    .filtered()
    .ordered()
    .searched()
    .line(
        "domain",
        "Its internet domain, such as `example.org`.",
        Column::Domain,
        300,
    )
    .reads(rules::domain)
    .compared(rules::folded)
    .filtered()
    .searched()
    .line("url", "The address of its web page.", Column::Url, 300)
    .line("industry", "What the organisation does.", Column::Industry, 300)
    .searched()
    .lines(
        "notes",
        "The user's own notes about the organisation.",
        Column::Summary,
        20_000,
    )
    .once_called("summary")
    .searched()
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
}
