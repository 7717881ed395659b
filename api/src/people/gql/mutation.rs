//! Mutations of people and ties.

use entity::tie;

use super::input::{changed, made};
use super::tie::TiePayload;
use super::upsert;
use crate::graphql::declare::payload;
use crate::graphql::kinds::Person;
use crate::graphql::plan::Field;
use crate::graphql::record::{Create, Update};
use crate::kit::Right;
use crate::{people, records};

payload! {
    /// What mutations of a person answer.
    PersonPayload {
        /// The person as they are now.
        "person": Person
    }
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<PersonPayload>(
            "createPerson",
            "Makes a person, with all that belongs to them.",
            Right::PeopleWrite,
        )
        .takes_each("The person who is meant.", made, people::create_all),
        Field::verb::<PersonPayload>(
            "updatePerson",
            "Changes a person and what belongs to them, in one revision.",
            Right::PeopleWrite,
        )
        .changes_each(
            "The person who is meant.",
            "What to change: a field that is left out stays, null clears it.",
            changed,
            people::update_all,
        ),
        upsert::verb(),
        Field::verb::<PersonPayload>(
            "archivePerson",
            "Hides a person; they can be restored, and what happened with them stays. Doing so \
             twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets("The person who is meant.", people::archive),
        Field::verb::<PersonPayload>(
            "restorePerson",
            "Shows an archived person again.",
            Right::PeopleWrite,
        )
        .targets("The person who is meant.", people::restore),
        Field::verb::<TiePayload>(
            "createTie",
            "Notes that one person knows another. Two people have at most one tie of a kind in a \
             direction.",
            Right::PeopleWrite,
        )
        .takes_each(
            "Who knows whom, and how well.",
            Create::<tie::Model>::read,
            people::create_ties,
        ),
        Field::verb::<TiePayload>(
            "updateTie",
            "Changes a tie; the two people stay the same.",
            Right::PeopleWrite,
        )
        .changes_each(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            Update::<tie::Model>::read,
            people::update_ties,
        ),
        Field::verb::<TiePayload>(
            "archiveTie",
            "Hides a tie; it can be restored. Doing so twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets(
            "The id of the record that is meant.",
            records::archive::<tie::Model>,
        ),
        Field::verb::<TiePayload>("restoreTie", "Shows an archived tie again.", Right::PeopleWrite).targets(
            "The id of the record that is meant.",
            records::restore::<tie::Model>,
        ),
    ]
}
