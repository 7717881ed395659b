//! Circles, groups of people that the user forms, and tags, plain labels.
//!
//! Always: the name of a circle is unique among the workspace's circles, and that of a tag among its tags, without regard to
//! case and accents. Archived ones keep their name, so that they can be restored. Whoever takes a name looks it up within the
//! transaction: it holds the workspace's write lock, so what it has seen stays true until it ends, and the unique index stands
//! behind it. A person has at most [`LABELS`] tags and as many circles, archived ones counted.
//!
//! Who is in a circle is said from either side: by `addToCircle`, or by a person's own update, which comes through
//! [`circle_people`] and [`tag_people`]. Either way it is a change of both, of the circle or tag and of each person who joined or
//! left, so that a client that keeps a copy of either side is right after any change.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{
    Label, LabelFilter, circles_of_people, list, members, members_of_circles, members_of_tags, tags_of,
    tags_of_people,
};
pub use rules::MEMBERS_AT_ONCE;
pub use write::{
    Members, add_to_circle, circle_people, find_or_create_all_tags, find_or_create_tags, remove_from_circle,
    require_circles, require_circles_of, require_tags, require_tags_of, tag_people,
};
