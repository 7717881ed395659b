//! Mutations of circles and tags.

use entity::ids::{CircleId, PersonId, TagId};

use super::{CreateCircleInput, CreateTagInput, UpdateCircleInput, UpdateTagInput};
use crate::circles::{self, CircleChange, MEMBERS_AT_ONCE, Members, TagChange};
use crate::graphql::declare::payload;
use crate::graphql::kinds::{Circle, Tag};
use crate::graphql::plan::{Field, Sent};
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::{Fault, Path};

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
    let (path, people) = (
        Path::argument("personIds"),
        it.get::<Vec<Id<PersonId>>>("personIds")?,
    );
    it.checks.count(path.clone(), people.len(), MEMBERS_AT_ONCE);
    Ok(Members {
        circle: it.id("id")?,
        people: it.checks.ids(&path, &people),
    })
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<CirclePayload>(
            "createCircle",
            "Makes a circle. A name that another circle has, archived or not, is a `DUPLICATE`.",
            Right::PeopleWrite,
        )
        .takes("The circle.", CreateCircleInput::read, circles::create_circle),
        Field::verb::<CirclePayload>("updateCircle", "Changes a circle.", Right::PeopleWrite)
            .id::<CircleId>("Which one.")
            .input::<UpdateCircleInput>("What to change.")
            .revision()
            .writes(
                |it| {
                    Ok(CircleChange {
                        id: it.id("id")?,
                        expected_revision: it.revision()?,
                        fields: it.input::<UpdateCircleInput>()?.read(),
                    })
                },
                circles::update_circle,
            ),
        Field::verb::<CirclePayload>(
            "archiveCircle",
            "Hides a circle; it can be restored, keeps its name, and its members stay. Doing so \
             twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets("Which one.", circles::archive_circle),
        Field::verb::<CirclePayload>(
            "restoreCircle",
            "Shows an archived circle again.",
            Right::PeopleWrite,
        )
        .targets("Which one.", circles::restore_circle),
        Field::verb::<CirclePayload>(
            "addToCircle",
            "Puts people into a circle. Those who are in it already stay; if all are, nothing \
             changes. The circle and everybody who joined change: each gets a new revision and a \
             place in the feed.",
            Right::PeopleWrite,
        )
        .id::<CircleId>("Which circle.")
        .argument::<Vec<Id<PersonId>>>("personIds", "Who, at most 100. A person can be in 50 circles.")
        .writes(members, circles::add_to_circle),
        Field::verb::<CirclePayload>(
            "removeFromCircle",
            "Takes people out of a circle. Whoever is not in it is passed over; if nobody is, \
             nothing changes.",
            Right::PeopleWrite,
        )
        .id::<CircleId>("Which circle.")
        .argument::<Vec<Id<PersonId>>>("personIds", "Who, at most 100.")
        .writes(members, circles::remove_from_circle),
        Field::verb::<TagPayload>(
            "createTag",
            "Makes a tag. A name that another tag has, archived or not, is a `DUPLICATE`.",
            Right::PeopleWrite,
        )
        .takes("The tag.", CreateTagInput::read, circles::create_tag),
        Field::verb::<TagPayload>("updateTag", "Changes a tag.", Right::PeopleWrite)
            .id::<TagId>("Which one.")
            .input::<UpdateTagInput>("What to change.")
            .revision()
            .writes(
                |it| {
                    Ok(TagChange {
                        id: it.id("id")?,
                        expected_revision: it.revision()?,
                        fields: it.input::<UpdateTagInput>()?.read(),
                    })
                },
                circles::update_tag,
            ),
        Field::verb::<TagPayload>(
            "archiveTag",
            "Hides a tag; it can be restored, keeps its name, and it stays on people. Doing so \
             twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets("Which one.", circles::archive_tag),
        Field::verb::<TagPayload>("restoreTag", "Shows an archived tag again.", Right::PeopleWrite)
            .targets("Which one.", circles::restore_tag),
    ]
}
