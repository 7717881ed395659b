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
        .changes(
            "The community that is meant.",
            "Who belongs to it, and as what.",
            RecordCommunityMembersInput::read,
            communities::record_members,
        ),
        Field::verb::<CommunityPayload>(
            "removeCommunityMembers",
            "Takes people off a community's list, as if they had never been in it; who left is \
             recorded with `endedOn`. Whoever is not on it is passed over; if nobody is, nothing \
             changes.",
            WRITE,
        )
        .id::<CommunityId>("The community that is meant.")
        .says_by_default::<Vec<Id<PersonId>>>("personIds", "[]", "The ids of the people, at most 500.")
        .says_by_default::<bool>("mine", "false", "Whether the user is meant, too.")
        .revision()
        .writes(
            |it| {
                let leaving = Leaving {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    people: it.says_ids("personIds", MEMBERS_AT_ONCE)?,
                    mine: it.says::<Option<bool>>("mine")?.unwrap_or_default(),
                };
                Ok(leaving)
            },
            communities::remove_members,
        ),
    ]);
    mutations
}
