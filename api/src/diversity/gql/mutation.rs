//! Mutations of dimensions.

use entity::ids::DimensionId;
use entity::{RecordType, dimension};

use super::input::{changed, made};
use crate::diversity::{self, Erased};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Dimension;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Done, Field, Object, Outcome};
use crate::kit::Right;
use crate::records;

payload! {
    /// What mutations of a dimension answer.
    DimensionPayload {
        /// The dimension as it is now.
        "dimension": Dimension
    }
}

shape! {
    /// The receipt for a dimension that is gone.
    ErasedDimension: erased
}

fn erased() -> Object {
    Object::computed::<Erased>("ErasedDimension", "The receipt for a dimension that is gone.")
        .id_of(
            "dimensionId",
            "The id that the dimension had. The change feed keeps it, and nothing else.",
            |it| it.id,
        )
        .value("valueCount", "How many values it had.", |it| it.values)
        .value(
            "peopleCount",
            "Of how many people something was known by it.",
            |it| it.people,
        )
        .done()
}

shape! {
    /// What erasing a dimension answers.
    EraseDimensionPayload: erase_payload
}

fn erase_payload() -> Object {
    Object::computed::<Outcome>("EraseDimensionPayload", "What erasing a dimension answers.")
        .shows::<ErasedDimension, Erased>("erased", "The receipt for what was erased.")
        .settled()
        .done()
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<DimensionPayload>(
            "createDimension",
            "Makes a dimension with its values. What holds of people is written with each person: \
             `setAttributes`.",
            Right::PeopleWrite,
        )
        .takes("The dimension that is meant.", made, diversity::create),
        Field::verb::<DimensionPayload>(
            "updateDimension",
            "Changes a dimension and its values, in one revision.",
            Right::PeopleWrite,
        )
        .changes(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            changed,
            diversity::update,
        ),
        Field::verb::<DimensionPayload>(
            "archiveDimension",
            "Hides a dimension. What is known of people stays. Doing so twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets(
            "The id of the record that is meant.",
            records::archive::<dimension::Model>,
        ),
        Field::verb::<DimensionPayload>(
            "restoreDimension",
            "Shows an archived dimension again. Doing so twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets(
            "The id of the record that is meant.",
            records::restore::<dimension::Model>,
        ),
        Field::verb::<EraseDimensionPayload>(
            "eraseDimension",
            "Erases a dimension with its values and all that was ever known of people by it. This \
             cannot be undone: the change feed keeps the id alone.",
            Right::PeopleWrite,
        )
        .id::<DimensionId>("The id of the record that is meant.")
        .revision()
        .leaves(
            |it| it.target::<DimensionId>(),
            diversity::erase,
            |erased: Erased| {
                let id = erased.id;
                Done::value(erased).about(RecordType::Dimension, id)
            },
        ),
    ]
}
