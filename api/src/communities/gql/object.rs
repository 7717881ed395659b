//! A community, and somebody's part in it.

use entity::ids::CommunityMemberId;
use entity::{community, community_member, person};

use super::query::current;
use crate::communities;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Community, CommunityMember, Person};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Cells, Field, Json, Object, Unreadable};
use crate::graphql::record::object;
use crate::kit::Right;
use crate::kit::list::Column as Plain;

stored_enum! {
    /// What a community is.
    CommunityKind = community::CommunityKind {
        /// It meets in person.
        Meetup,
        /// It meets on the internet.
        Online,
        /// A society with members.
        Association,
        /// Who went to the same school, or worked at the same place.
        Alumni,
        /// A board or a council.
        Board,
        /// People who pursue something together for its own sake.
        Club,
        /// Who work for a cause without pay.
        Volunteer,
        /// Anything else.
        Other,
    }
}

pub(super) fn community() -> Object {
    object::<community::Model>(Right::EventsRead, contract!(community))
        .with(
            Field::list::<CommunityMember>(
                "members",
                "Who is or was in it, in the order in which they were put on the list; the user, too.",
                |ask| Ok(communities::members(&ask.scope, current(ask)?)),
            )
            .argument::<Option<bool>>("current", "Only those who still are in it; all if left out.")
            .paged(),
        )
        .first::<CommunityMember>(
            "myMembership",
            "The user's own part in it; null when they have none.",
            communities::mine,
        )
}

pub(super) fn community_member() -> Object {
    use community_member::Column;
    Object::part::<community_member::Entity>(
        "CommunityMember",
        "Somebody's part in a community. A change to it is a change of the community.",
    )
    .id::<CommunityMemberId>("The id; it lasts while they are on the list.", Column::Id)
    .one::<Community>("community", "The community that is meant.", Column::CommunityId)
    .one::<Person>(
        "person",
        "Who; null where it is the user, see `isMine`.",
        Column::PersonId,
    )
    .made::<bool>(
        "isMine",
        "Whether it is the user's own.",
        vec![Plain::of(Column::Member)],
        is_mine,
    )
    .column("role", "As what: organiser, treasurer, member …", Column::Role)
    .partial_date(
        "startedOn",
        "When it began; the year is enough.",
        Column::StartedOn,
    )
    .partial_date("endedOn", "When it ended; the year is enough.", Column::EndedOn)
    .column("isCurrent", "Whether it goes on today.", Column::IsCurrent)
    .column("addedAt", "When they were put on the list.", Column::AddedAt)
    .needs(Right::EventsRead)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "fields are made by functions that can fail"
)]
fn is_mine(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    json.bool(cells.text(0) == person::ME);
    Ok(())
}
