//! Dimensions, their values, and what holds of people.

use entity::{attribute, dimension, dimension_value};

use crate::diversity;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Dimension, DimensionValue};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::record::object;
use crate::kit::Right;

pub(super) fn dimension() -> Object {
    object::<dimension::Model>(Right::PeopleRead, contract!(dimension)).many::<DimensionValue>(
        "values",
        "Its values, in the user's order, at most 100.",
        diversity::values,
    )
}

pub(super) fn value() -> Object {
    use dimension_value::Column;
    use entity::ids::DimensionValueId;
    Object::part::<dimension_value::Entity>("DimensionValue", "A value of a dimension.")
        .needs(Right::PeopleRead)
        .id::<DimensionValueId>("Its id, to rename or remove it.", Column::Id)
        .column("name", "Its name, as the user wrote it.", Column::Name)
}

stored_enum! {
    /// Where an attribute comes from. Never from a guess.
    AttributeSource = attribute::AttributeSource {
        /// The person said so.
        Stated,
        /// The user wrote it down.
        Entered,
        /// It came with an import.
        Imported,
    }
}

shape! {
    /// A value of a person on a dimension that the user chose.
    Attribute: attribute
}

fn attribute() -> Object {
    use attribute::Column;
    Object::part::<attribute::Entity>(
        "Attribute",
        "A value of a person on a dimension that the user chose. Never inferred.",
    )
    .one::<Dimension>("dimension", "The dimension that is meant.", Column::DimensionId)
    .one::<DimensionValue>("value", "The value of the dimension.", Column::ValueId)
    .word::<AttributeSource>("source", "Where it comes from.", Column::Source)
    .column("since", "When it was written down.", Column::Since)
}
