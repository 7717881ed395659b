//! Mutations of communities.

use entity::community;
use entity::ids::{CommunityId, PersonId};

use super::RecordCommunityMembersInput;
use crate::communities::{self, Leaving, MEMBERS_AT_ONCE};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Community;
use crate::graphql::plan::Field;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::Path;
use crate::records::gql::verbs;

payload! {
    /// What mutations of a community answer.
    CommunityPayload {
        /// The community as it is now.
        "community": Community
    }
}

const WRITE: Right = Right::EventsWrite;

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let mut mutations = verbs::<community::Model, CommunityPayload>(WRITE);
    mutations.extend([
        Field::verb::<CommunityPayload>(
            "recordCommunityMembers",
            "Puts people on a community's list, or changes what is said of those who are on it. \
             If nothing would change, nothing is written.",
            WRITE,
        )
        .input::<RecordCommunityMembersInput>("Who, and as what, in which community.")
        .revision_of("The community's revision that the client has seen; another one is a conflict.")
        .writes(
            |it| {
                let revision = it.revision()?;
                Ok(it
                    .input::<RecordCommunityMembersInput>()?
                    .read(&mut it.checks, revision))
            },
            communities::record_members,
        ),
        Field::verb::<CommunityPayload>(
            "removeCommunityMembers",
            "Takes people off a community's list, as if they had never been in it; who left is \
             recorded with `endedOn`. Whoever is not on it is passed over; if nobody is, nothing \
             changes.",
            WRITE,
        )
        .id::<CommunityId>("Which community.")
        .defaulting::<Vec<Id<PersonId>>>("personIds", "[]", "Who, at most 500.")
        .defaulting::<bool>("mine", "false", "The user, too.")
        .revision()
        .writes(
            |it| {
                let person_ids: Vec<Id<PersonId>> = it.get::<Option<_>>("personIds")?.unwrap_or_default();
                let path = Path::argument("personIds");
                it.checks.count(path.clone(), person_ids.len(), MEMBERS_AT_ONCE);
                let leaving = Leaving {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    people: it.checks.ids(&path, &person_ids),
                    mine: it.get::<Option<bool>>("mine")?.unwrap_or_default(),
                };
                Ok(leaving)
            },
            communities::remove_members,
        ),
    ]);
    mutations
}
