//! Circles and tags.

use std::collections::HashMap;

use entity::{circle, tag};
use uuid::Uuid;

use crate::circles;
use crate::graphql::kinds::Person;
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Field, Json, Object};
use crate::graphql::record::{Recorded, object};
use crate::kit::Right;

impl Recorded for circle::Model {}
impl Recorded for tag::Model {}

pub(super) fn circle() -> Object {
    object::<circle::Model>(Right::PeopleRead, contract!(circle))
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
    object::<tag::Model>(Right::PeopleRead, contract!(tag)).batch::<Option<i32>>(
        "memberCount",
        "How many people have it; archived people are not counted.",
        "0",
        |reader, tags, _| Box::pin(async move { Ok(shown(circles::members_of_tags(reader, tags).await?)) }),
    )
}
