//! Mutations of circles and tags.

use entity::ids::{CircleId, PersonId};
use entity::{circle, tag};

use crate::circles::{self, MEMBERS_AT_ONCE, Members};
use crate::graphql::declare::payload;
use crate::graphql::kinds::{Circle, Tag};
use crate::graphql::plan::{Field, Sent};
use crate::graphql::scalars::Id;
use crate::kit::{Fault, Right};
use crate::records::gql::verbs;

payload! {
    /// What mutations of a circle answer.
    CirclePayload {
        /// The circle as it is now.
        "circle": Circle
    }
}

payload! {
    /// What mutations of a tag answer.
    TagPayload {
        /// The tag as it is now.
        "tag": Tag
    }
}

fn members(it: &mut Sent<'_>) -> Result<Members, Fault> {
    Ok(Members {
        circle: it.id("id")?,
        people: it.says_ids("personIds", MEMBERS_AT_ONCE)?,
    })
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let mut mutations = verbs::<circle::Model, CirclePayload>(Right::PeopleWrite);
    mutations.extend([
        Field::verb::<CirclePayload>(
            "addToCircle",
            "Puts people into a circle. Those who are in it already stay; if all are, nothing \
             changes. The circle and everybody who joined change: each gets a new revision and a \
             place in the feed.",
            Right::PeopleWrite,
        )
        .id::<CircleId>("The id of the circle that is meant.")
        .says::<Vec<Id<PersonId>>>("personIds", "Who, at most 100. A person can be in 50 circles.")
        .writes(members, circles::add_to_circle),
        Field::verb::<CirclePayload>(
            "removeFromCircle",
            "Takes people out of a circle. Whoever is not in it is passed over; if nobody is, \
             nothing changes.",
            Right::PeopleWrite,
        )
        .id::<CircleId>("The id of the circle that is meant.")
        .says::<Vec<Id<PersonId>>>("personIds", "The ids of the people, at most 100.")
        .writes(members, circles::remove_from_circle),
    ]);
    mutations.extend(verbs::<tag::Model, TagPayload>(Right::PeopleWrite));
    mutations
}
