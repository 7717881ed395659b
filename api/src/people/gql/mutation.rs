//! Mutations of people and ties.

use entity::ids::TieId;

use super::input::{changed, made};
use super::tie::{CreateTieInput, TiePayload, UpdateTieInput};
use super::upsert;
use crate::graphql::declare::payload;
use crate::graphql::kinds::Person;
use crate::graphql::plan::Field;
use crate::kit::Right;
use crate::people::{self, TieChange};

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
        .takes_each("The person.", made, people::create_all),
        Field::verb::<PersonPayload>(
            "updatePerson",
            "Changes a person and what belongs to them, in one revision.",
            Right::PeopleWrite,
        )
        .changes_each("Who.", "What to change.", changed, people::update_all),
        upsert::verb(),
        Field::verb::<PersonPayload>(
            "archivePerson",
            "Hides a person; they can be restored, and what happened with them stays. Doing so \
             twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets("Who.", people::archive),
        Field::verb::<PersonPayload>(
            "restorePerson",
            "Shows an archived person again.",
            Right::PeopleWrite,
        )
        .targets("Who.", people::restore),
        Field::verb::<TiePayload>(
            "createTie",
            "Notes that one person knows another. Two people have at most one tie of a kind in a \
             direction.",
            Right::PeopleWrite,
        )
        .takes("The tie.", CreateTieInput::read, people::create_tie),
        Field::verb::<TiePayload>(
            "updateTie",
            "Changes a tie; the two people stay the same.",
            Right::PeopleWrite,
        )
        .id::<TieId>("Which one.")
        .input::<UpdateTieInput>("What to change.")
        .revision()
        .writes(
            |it| {
                Ok(TieChange {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    fields: it.input::<UpdateTieInput>()?.read(),
                })
            },
            people::update_tie,
        ),
        Field::verb::<TiePayload>(
            "archiveTie",
            "Hides a tie; it can be restored. Doing so twice changes nothing.",
            Right::PeopleWrite,
        )
        .targets("Which one.", people::archive_tie),
        Field::verb::<TiePayload>("restoreTie", "Shows an archived tie again.", Right::PeopleWrite)
            .targets("Which one.", people::restore_tie),
    ]
}
