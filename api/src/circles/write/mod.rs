//! Putting people under circles and tags, and making tags by their names.

mod links;
mod members;
mod tag;

pub use links::{
    circle_people, require_circles, require_circles_of, require_tags, require_tags_of, tag_people,
};
pub use members::{Members, add_to_circle, remove_from_circle};
pub use tag::{find_or_create_all_tags, find_or_create_tags};
