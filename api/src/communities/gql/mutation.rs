//! Mutations of communities.

use entity::ids::{CommunityId, PersonId};

use super::{CreateCommunityInput, RecordCommunityMembersInput, UpdateCommunityInput};
use crate::communities::{self, Leaving, MEMBERS_AT_ONCE};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Community;
use crate::graphql::plan::Field;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::Path;

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
    vec![
        Field::verb::<CommunityPayload>("createCommunity", "Makes a community.", WRITE).takes(
            "The community.",
            CreateCommunityInput::read,
            communities::create,
        ),
        Field::verb::<CommunityPayload>(
            "updateCommunity",
            "Changes a community, but for who is in it.",
            WRITE,
        )
        .changes(
            "Which one.",
            "What to change.",
            UpdateCommunityInput::read,
            communities::update,
        ),
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
        Field::verb::<CommunityPayload>(
            "archiveCommunity",
            "Hides a community; it can be restored. Who is in it, and its events, stay. Doing so \
             twice changes nothing.",
            WRITE,
        )
        .targets("Which one.", communities::archive),
        Field::verb::<CommunityPayload>("restoreCommunity", "Shows an archived community again.", WRITE)
            .targets("Which one.", communities::restore),
    ]
}
