//! The declaration of communities.

use entity::community::{self, Column};

use crate::kit::declared::{Declaration, declared};

declared!(community::Model: declare);

fn declare() -> Declaration<community::Model> {
    Declaration::new(
        "Community",
        ("community", "communities"),
        "Where people gather: a meetup, a forum, an association, alumni. Where they work is an organisation.",
    )
    .line("name", "Its name, as the user wrote it.", Column::Name, 200)
    .folded(Column::SortName)
    .filtered()
    .ordered()
    .searched()
    .word("kind", "What kind of thing it is.", Column::Kind)
    .filtered()
    .lines(
        "description",
        "What it is about, in as many words as it needs.",
        Column::Description,
        5_000,
    )
    .searched_behind(1)
    .line("place", "Where the community gathers.", Column::Place, 200)
    .searched()
    .line("url", "The address of its web page.", Column::Url, 2_000)
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
}
