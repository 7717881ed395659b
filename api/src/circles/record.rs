//! The declarations of circles and tags.

use entity::{circle, tag};

use super::rules;
use crate::kit::declared::{Declaration, declared};
use crate::kit::fold::identity;

declared!(circle::Model: circle);
declared!(tag::Model: tag);

/// Most characters of a tag's name.
pub(super) const TAG_NAME: usize = 50;

const COLOR: &str = "A colour for clients to show it in: `#` and six hexadecimal digits.";

fn circle() -> Declaration<circle::Model> {
    use circle::Column;
    Declaration::new(
        "Circle",
        ("circle", "circles"),
        "A group of people that the user forms: close friends, a topic, a place.",
    )
    .line("name", "Its name, as the user wrote it.", Column::Name, 100)
    .folded(Column::NameKey)
    .twin(Column::Identity, identity)
    .unique()
    .searched()
    .lines("description", "What it is meant for.", Column::Description, 2_000)
    .searched()
    .form("color", COLOR, Column::Color, rules::color)
}

fn tag() -> Declaration<tag::Model> {
    use tag::Column;
    Declaration::new(
        "Tag",
        ("tag", "tags"),
        "A plain label that the user puts on people.",
    )
    .line("name", "Its name, as the user wrote it.", Column::Name, TAG_NAME)
    .folded(Column::NameKey)
    .twin(Column::Identity, identity)
    .unique()
    .form("color", COLOR, Column::Color, rules::color)
}
