//! What clients send besides the declared fields: who was there.

use async_graphql::InputObject;
use entity::ids::{InteractionId, PersonId, UpdateId};
use entity::interaction;

use crate::graphql::record::Update;
use crate::graphql::scalars::Id;
use crate::interactions::UpdateInteraction;
use crate::kit::check::{Checks, Path};
use crate::news::{Retold, TOLD};

/// Who was there too, and who was not.
#[derive(InputObject)]
pub struct UpdateInteractionPeople {
    /// Who was there too, at most 100 with those who are there already.
    #[graphql(default)]
    add_participant_ids: Vec<Id<PersonId>>,
    /// Who was not, at most 100; one participant at least must remain. People are removed first, then added.
    #[graphql(default)]
    remove_participant_ids: Vec<Id<PersonId>>,
    /// News of the user that was told, too; at most 50 with what is known to be told already.
    #[graphql(default)]
    add_told_update_ids: Vec<Id<UpdateId>>,
    /// News of the user that was not told; what was not is passed over.
    #[graphql(default)]
    remove_told_update_ids: Vec<Id<UpdateId>>,
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
        told: Retold {
            add: told(checks, "addToldUpdateIds", &people.add_told_update_ids),
            remove: told(checks, "removeToldUpdateIds", &people.remove_told_update_ids),
        },
    }
}

fn told(checks: &mut Checks, name: &str, ids: &[Id<UpdateId>]) -> Vec<UpdateId> {
    let path = Path::input(name);
    checks.count(path.clone(), ids.len(), TOLD);
    checks.ids(&path, ids)
}
