//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{CommunityId, PersonId};

use crate::communities::{MEMBERS_AT_ONCE, Member, Recorded};
use crate::graphql::input::patch;
use crate::graphql::scalars::{Id, PartialDate};
use crate::kit::check::{Checks, Path};

/// People's parts in a community.
#[derive(InputObject)]
pub struct RecordCommunityMembersInput {
    /// Who, and as what: at most 500, nobody twice. Who is not on the list is put on it; of who is on it, what is given is changed.
    members: Vec<CommunityMemberInput>,
}

/// Somebody's part in a community: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct CommunityMemberInput {
    /// Who; the user if left out, as is the person that the user is.
    person_id: Option<Id<PersonId>>,
    /// As what, at most 200 characters.
    role: MaybeUndefined<String>,
    /// When it began; the year is enough.
    started_on: MaybeUndefined<PartialDate>,
    /// When it ended; the year is enough.
    ended_on: MaybeUndefined<PartialDate>,
    /// Whether it lasts; if left out, a given `endedOn` says that it does not, and clearing it that it does.
    is_current: Option<bool>,
}

impl RecordCommunityMembersInput {
    pub(super) fn read(
        self,
        checks: &mut Checks,
        id: CommunityId,
        expected_revision: Option<i32>,
    ) -> Recorded {
        let path = Path::input("members");
        checks.count(path.clone(), self.members.len(), MEMBERS_AT_ONCE);
        let members = self.members.into_iter().enumerate().map(|(position, it)| {
            let path = path.at(position).at("personId");
            Member {
                person: checks.optional_id(path, it.person_id.as_ref()),
                role: patch(it.role),
                started_on: patch(it.started_on.map_value(|date| date.0)),
                ended_on: patch(it.ended_on.map_value(|date| date.0)),
                is_current: it.is_current,
            }
        });
        let members = members.collect();
        Recorded {
            id,
            expected_revision,
            members,
        }
    }
}
