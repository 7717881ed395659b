//! What clients send besides the declared fields: who was there.

use async_graphql::InputObject;
use entity::ids::{InteractionId, PersonId};
use entity::interaction;

use crate::graphql::record::{Create, Update};
use crate::graphql::scalars::Id;
use crate::interactions::{NewInteraction, UpdateInteraction};
use crate::kit::check::{Checks, Path};

/// Who was there.
#[derive(InputObject)]
pub struct LogInteractionPeople {
    /// With whom: 1 to 100 people. The user need not be named; who is named twice is there once.
    participant_ids: Vec<Id<PersonId>>,
}

/// What is sent to log an interaction.
pub type LogInteraction = Create<interaction::Model, LogInteractionPeople>;

/// What happened to the record, or between people.
pub(super) fn logged(input: LogInteraction, checks: &mut Checks) -> NewInteraction {
    let (new, people) = input.read_both(checks);
    NewInteraction {
        id: new.id,
        participants: checks.ids(&Path::input("participantIds"), &people.participant_ids),
        fields: new.fields,
    }
}

/// Who was there too, and who was not.
#[derive(InputObject)]
pub struct UpdateInteractionPeople {
    /// Who was there too, at most 100 with those who are there already.
    #[graphql(default)]
    add_participant_ids: Vec<Id<PersonId>>,
    /// Who was not, at most 100; one participant at least must remain. People are removed first, then added.
    #[graphql(default)]
    remove_participant_ids: Vec<Id<PersonId>>,
}

/// What is sent to change an interaction.
pub type ChangeInteraction = Update<interaction::Model, UpdateInteractionPeople>;

/// The change.
pub(super) fn changed(
    input: ChangeInteraction,
    checks: &mut Checks,
    id: InteractionId,
    expected_revision: Option<i32>,
) -> UpdateInteraction {
    let (change, people) = input.read_both(checks, id, expected_revision);
    UpdateInteraction {
        change,
        add: checks.ids(&Path::input("addParticipantIds"), &people.add_participant_ids),
        remove: checks.ids(
            &Path::input("removeParticipantIds"),
            &people.remove_participant_ids,
        ),
    }
}
