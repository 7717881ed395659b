//! Custom fields in GraphQL: what they are. What records hold in them is shown by the records.

use entity::custom_field;
use entity::ids::CustomFieldId;

use super::create_all;
use crate::graphql::catalogue::Area;
use crate::graphql::comparators::word_comparator;
use crate::graphql::declare::payload;
use crate::graphql::kinds::CustomField;
use crate::graphql::node::RecordType;
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Field, Object};
use crate::graphql::record::{CustomFieldKind, Nothing, Recorded, Words, object};
use crate::kit::Right;
use crate::records::{self, gql};

word_comparator! {
    /// Conditions on a type of record. All that are given must hold; give at least one, and no null.
    RecordTypeComparator(RecordType as entity::RecordType)
}
word_comparator! {
    /// Conditions on what a custom field holds. All that are given must hold; give at least one, and no null.
    CustomFieldKindComparator(CustomFieldKind as custom_field::CustomFieldKind)
}

impl Recorded for custom_field::Model {
    fn words() -> Vec<Words> {
        vec![
            Words::of::<RecordType, RecordTypeComparator>("recordType"),
            Words::of::<CustomFieldKind, CustomFieldKindComparator>("kind"),
        ]
    }
}

fn custom_field() -> Object {
    object::<custom_field::Model>(Right::PeopleRead, contract!(custom_field))
}

payload! {
    /// What mutations of a custom field answer.
    CustomFieldPayload {
        /// The custom field as it is now.
        "customField": CustomField
    }
}

/// Queries on custom fields.
#[must_use]
pub fn queries() -> Vec<Field> {
    let all = Field::list::<CustomField>(
        "customFields",
        "The custom fields of the workspace, by their positions unless ordered otherwise. Those of one type: \
         `filter: { recordType: { in: [PERSON] } }`.",
        gql::list::<custom_field::Model>,
    );
    vec![
        Field::by_id::<CustomField, CustomFieldId>(
            "customField",
            "A custom field by id; null when there is none.",
            "The id of the custom field.",
        ),
        gql::listed_under::<custom_field::Model, Nothing>(
            all.argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too."),
            "The order; by position if left out.",
        ),
    ]
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<CustomField>(custom_field)
        .serves(records::afresh::<custom_field::Model>())
        .queries(queries())
        .mutations(gql::verbs_made_by::<custom_field::Model, CustomFieldPayload>(
            Right::PeopleWrite,
            create_all,
        ))
}
