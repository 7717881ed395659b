//! The circles and tags of the network.

use entity::ids::{CircleId, TagId};
use entity::{circle, tag};

use crate::app::App;
use crate::kit::declared::{Draft, New};

/// Name, purpose, colour. The first four say how close people are, the others what they have in common.
const CIRCLES: [(&str, &str, &str); 8] = [
    ("Inner circle", "Whom I call first, whatever it is", "#c0392b"),
    ("Close", "Whom I want to speak to every month or two", "#e67e22"),
    ("Active", "Something is going on between us right now", "#27ae60"),
    ("Dormant", "Good people I have lost touch with", "#7f8c8d"),
    ("Climate and energy", "Working on the transition", "#16a085"),
    ("Founders", "Building something of their own", "#8e44ad"),
    ("Book club", "First Thursday of the month", "#2980b9"),
    ("Lisbon", "Whom to see when I am in town", "#f1c40f"),
];

const TAGS: [&str; 25] = [
    "climate",
    "fintech",
    "design",
    "open source",
    "investor",
    "speaker",
    "writer",
    "alumni",
    "hiring",
    "looking for work",
    "early adopter",
    "referral",
    "conference",
    "board member",
    "researcher",
    "teacher",
    "runner",
    "cyclist",
    "good cook",
    "musician",
    "chess",
    "newsletter",
    "pro bono",
    "remote",
    "owes me a coffee",
];

const COLORS: [&str; 5] = ["#3366ff", "#33aa66", "#cc6633", "#9944cc", "#667788"];

/// The circles, in the order of [`CIRCLES`].
pub fn circles(app: &App) -> Vec<(CircleId, New<circle::Model>)> {
    let circle = |(name, description, color): (&str, &str, &str)| {
        let id = app.ids.next(app.clock.now());
        let fields = Draft::of(&circle::Model {
            name: name.to_owned(),
            description: Some(description.to_owned()),
            color: Some(color.to_owned()),
            ..circle::Model::default()
        });
        (id, New { id: Some(id), fields })
    };
    CIRCLES.into_iter().map(circle).collect()
}

/// The tags.
pub fn tags(app: &App) -> Vec<(TagId, New<tag::Model>)> {
    let tag = |(name, color): (&str, &&str)| {
        let id = app.ids.next(app.clock.now());
        let fields = Draft::of(&tag::Model {
            name: name.to_owned(),
            color: Some((*color).to_owned()),
            ..tag::Model::default()
        });
        (id, New { id: Some(id), fields })
    };
    TAGS.into_iter().zip(COLORS.iter().cycle()).map(tag).collect()
}
