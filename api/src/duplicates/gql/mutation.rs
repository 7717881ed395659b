//! Mutations of duplicates.

use entity::ids::PersonId;

use crate::duplicates::{self, Dismiss, Reopen};
use crate::graphql::declare::payload;
use crate::graphql::kinds::DuplicateDecision;
use crate::graphql::plan::Field;
use crate::graphql::scalars::Id;
use crate::kit::Right;

/// Two are the same or not.
const TWO: usize = 2;

payload! {
    /// What mutations of duplicates answer.
    DuplicateDecisionPayload {
        /// The decision as it is now.
        "duplicateDecision": DuplicateDecision
    }
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<DuplicateDecisionPayload>(
            "dismissDuplicate",
            "Says that two people are not the same: they are not shown as duplicates any more, for \
             ever. Doing so twice changes nothing but the note.",
            Right::PeopleWrite,
        )
        .says::<Vec<Id<PersonId>>>("personIds", "The two people, in any order.")
        .says::<Option<String>>("note", "Why, at most 2,000 characters.")
        .writes(
            |it| {
                Ok(Dismiss {
                    people: it.says_ids("personIds", TWO)?,
                    note: it.says("note")?,
                })
            },
            duplicates::dismiss,
        ),
        Field::verb::<DuplicateDecisionPayload>(
            "reopenDuplicate",
            "Takes back that two people are not the same: they are shown again while they may be. \
             Doing so twice changes nothing.",
            Right::PeopleWrite,
        )
        .says::<Vec<Id<PersonId>>>("personIds", "The two people, in any order.")
        .writes(
            |it| {
                Ok(Reopen {
                    people: it.says_ids("personIds", TWO)?,
                })
            },
            duplicates::reopen,
        ),
    ]
}
