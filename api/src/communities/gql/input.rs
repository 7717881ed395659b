//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{CommunityId, PersonId};

use super::CommunityKind;
use crate::communities::{Fields, MEMBERS_AT_ONCE, Member, NewCommunity, Recorded, UpdateCommunity};
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Id, PartialDate};
use crate::kit::check::{Checks, Path};

/// A community.
#[derive(InputObject)]
pub struct CreateCommunityInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<CommunityId>>,
    /// Its name, at most 200 characters.
    name: String,
    /// What it is.
    kind: CommunityKind,
    /// What it is about, at most 5,000 characters.
    description: Option<String>,
    /// Where it gathers, at most 200 characters.
    place: Option<String>,
    /// Its web page, at most 2,000 characters.
    url: Option<String>,
}

/// A change to a community: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateCommunityInput {
    /// Its name, at most 200 characters; cannot be cleared.
    name: MaybeUndefined<String>,
    /// What it is; cannot be cleared.
    kind: MaybeUndefined<CommunityKind>,
    /// What it is about, at most 5,000 characters.
    description: MaybeUndefined<String>,
    /// Where it gathers, at most 200 characters.
    place: MaybeUndefined<String>,
    /// Its web page, at most 2,000 characters.
    url: MaybeUndefined<String>,
}

/// People's parts in a community.
#[derive(InputObject)]
pub struct RecordCommunityMembersInput {
    /// Which community.
    community_id: Id<CommunityId>,
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
    /// From when.
    started_on: MaybeUndefined<PartialDate>,
    /// Until when.
    ended_on: MaybeUndefined<PartialDate>,
    /// Whether it lasts; if left out, a given `endedOn` says that it does not, and clearing it that it does.
    is_current: Option<bool>,
}

impl CreateCommunityInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewCommunity {
        let fields = Fields {
            name: set(Some(self.name)),
            kind: set(Some(self.kind)),
            description: set(self.description),
            place: set(self.place),
            url: set(self.url),
        };
        NewCommunity {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            fields,
        }
    }
}

impl UpdateCommunityInput {
    pub(super) fn read(
        self,
        _checks: &mut Checks,
        id: CommunityId,
        expected_revision: Option<i32>,
    ) -> UpdateCommunity {
        let fields = Fields {
            name: patch(self.name),
            kind: patch(self.kind),
            description: patch(self.description),
            place: patch(self.place),
            url: patch(self.url),
        };
        UpdateCommunity {
            id,
            expected_revision,
            fields,
        }
    }
}

impl RecordCommunityMembersInput {
    pub(super) fn read(self, checks: &mut Checks, expected_revision: Option<i32>) -> Recorded {
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
            id: checks.id(Path::input("communityId"), &self.community_id),
            expected_revision,
            members,
        }
    }
}
