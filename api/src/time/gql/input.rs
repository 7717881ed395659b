//! What clients send besides the declared fields: for whom time was taken.

use async_graphql::InputObject;
use entity::ids::{PersonId, TimeEntryId};
use entity::time_entry;

use crate::graphql::record::{Create, Update};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::time::{NewEntry, UpdateEntry};

/// For whom.
#[derive(InputObject)]
pub struct LogTimePeople {
    /// For whom: at most 100 people. Those of the interaction need not be named.
    #[graphql(default)]
    person_ids: Vec<Id<PersonId>>,
}

/// How much time was taken, and for what.
pub(super) fn logged(input: Create<time_entry::Model, LogTimePeople>, checks: &mut Checks) -> NewEntry {
    let (new, people) = input.read_both(checks);
    NewEntry {
        id: new.id,
        people: checks.ids(&Path::input("personIds"), &people.person_ids),
        fields: new.fields,
    }
}

/// For whom too, and for whom not.
#[derive(InputObject)]
pub struct UpdateTimePeople {
    /// For whom, too: at most 100 with those who are named already.
    #[graphql(default)]
    add_person_ids: Vec<Id<PersonId>>,
    /// For whom not, at most 100. People are removed first, then added.
    #[graphql(default)]
    remove_person_ids: Vec<Id<PersonId>>,
}

/// The change.
pub(super) fn changed(
    input: Update<time_entry::Model, UpdateTimePeople>,
    checks: &mut Checks,
    id: TimeEntryId,
    expected_revision: Option<i32>,
) -> UpdateEntry {
    let (change, people) = input.read_both(checks, id, expected_revision);
    UpdateEntry {
        change,
        add: checks.ids(&Path::input("addPersonIds"), &people.add_person_ids),
        remove: checks.ids(&Path::input("removePersonIds"), &people.remove_person_ids),
    }
}
