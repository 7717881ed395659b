//! Circles and tags.

use std::collections::HashMap;

use entity::{circle, tag};
use uuid::Uuid;

use crate::circles;
use crate::graphql::kinds::Person;
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Field, Json, Object};
use crate::kit::Right;

pub(super) fn circle() -> Object {
    use circle::Column;
    Object::record::<circle::Model>(
        "Circle",
        "A group of people that the user forms: close friends, a topic, a place.",
        Right::PeopleRead,
        contract!(circle),
    )
    .column(
        "name",
        "Its name, unique among the workspace's circles without regard to case and accents.",
        Column::Name,
    )
    .column("description", "What it is for.", Column::Description)
    .column(
        "color",
        "A colour for clients to show it in, such as `#3366ff`.",
        Column::Color,
    )
    .with(
        Field::list::<Person>(
            "members",
            "The people in it, by name; archived people are left out.",
            |ask| Ok(circles::members(&ask.scope)),
        )
        .paged(),
    )
    .batch::<Option<i32>>(
        "memberCount",
        "How many people are in it; archived people are not counted.",
        "0",
        |reader, circles, _| {
            Box::pin(async move { Ok(shown(circles::members_of_circles(reader, circles).await?)) })
        },
    )
}

fn shown(counts: HashMap<Uuid, i64>) -> HashMap<Uuid, Json> {
    let counts = counts.into_iter();
    counts
        .map(|(label, count)| (label, Json::of_number(count.min(i32::MAX.into()))))
        .collect()
}

pub(super) fn tag() -> Object {
    use tag::Column;
    Object::record::<tag::Model>(
        "Tag",
        "A plain label that the user puts on people.",
        Right::PeopleRead,
        contract!(tag),
    )
    .column(
        "name",
        "Its name, unique among the workspace's tags without regard to case and accents.",
        Column::Name,
    )
    .column(
        "color",
        "A colour for clients to show it in, such as `#3366ff`.",
        Column::Color,
    )
    .batch::<Option<i32>>(
        "memberCount",
        "How many people have it; archived people are not counted.",
        "0",
        |reader, tags, _| Box::pin(async move { Ok(shown(circles::members_of_tags(reader, tags).await?)) }),
    )
}
