//! Mutations of people and ties.

use entity::ids::{PersonId, TieId};

use super::input::{CreatePersonInput, UpdatePersonInput};
use super::tie::{CreateTieInput, TiePayload, UpdateTieInput};
use super::upsert;
use crate::graphql::declare::payload;
use crate::graphql::kinds::Person;
use crate::graphql::plan::Field;
use crate::kit::Right;
use crate::people::{self, TieChange, UpdatePerson};

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
        .takes("The person.", CreatePersonInput::read, people::create),
        Field::verb::<PersonPayload>(
            "updatePerson",
            "Changes a person and what belongs to them, in one revision.",
            Right::PeopleWrite,
        )
        .id::<PersonId>("Who.")
        .input::<UpdatePersonInput>("What to change.")
        .revision()
        .writes(
            |it| {
                let id = it.id("id")?;
                let (fields, parts) = it.input::<UpdatePersonInput>()?.read(&mut it.checks);
                let change = UpdatePerson {
                    id,
                    expected_revision: it.revision()?,
                    fields,
                    parts,
                };
                Ok(change)
            },
            people::update,
        ),
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
