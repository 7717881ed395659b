//! Workspaces, members, invitations.

use entity::{invitation, workspace};

use super::query;
use crate::auth::gql::Seen;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::User;
use crate::graphql::node::Actor;
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::shape;
use crate::graphql::rights::Scope;
use crate::graphql::scalars::Seq;
use crate::kit::{Right, Rights};
use crate::workspaces;

stored_enum! {
    /// What a user may do in a workspace.
    Role = entity::Role {
        /// Reads.
        Viewer,
        /// Reads and writes.
        Editor,
        /// Reads, writes, and decides who else may.
        Owner,
    }
}

stored_enum! {
    /// A day on which a week begins.
    WeekDay = workspace::WeekDay {
        /// Monday.
        Monday,
        /// Tuesday.
        Tuesday,
        /// Wednesday.
        Wednesday,
        /// Thursday.
        Thursday,
        /// Friday.
        Friday,
        /// Saturday.
        Saturday,
        /// Sunday.
        Sunday,
    }
}

pub(super) fn workspace() -> Object {
    Object::computed::<Seen>("Workspace", "One network and all that is in it.")
        .id("The id of the workspace.", |it| it.model.id, |ask, ids| Box::pin(query::workspaces_by_id(ask, ids)))
        .value("name", "What the user calls it.", |it| it.model.name.clone())
        .value("timeZone", "IANA time zone in which its days begin.", |it| it.model.time_zone.clone())
        .value(
            "defaultRegion",
            "ISO 3166 code of the country by whose rules telephone numbers without a country's code are read; null when only those with one have an `e164`.",
            |it| it.model.default_region.clone(),
        )
        .value("weekStart", "The day on which its weeks begin.", |it| it.model.week_start)
        .value(
            "weeklyCapacity",
            "With how many people the user means to be in touch in a week; null for any number.",
            |it| it.model.weekly_capacity,
        )
        .value(
            "awayFrom",
            "The first day of an absence, during which nobody is due; null when there is none.",
            |it| it.model.away_from,
        )
        .value("awayUntil", "The last day of the absence.", |it| it.model.away_until)
        .value(
            "latestSeq",
            "The number of its last change; what `changes` has not shown you yet lies between your last number and this one.",
            |it| Seq(it.model.latest_seq),
        )
        .value(
            "revision",
            "Grows by one when the workspace itself, its members, its invitations or its calendars are changed.",
            |it| it.model.revision,
        )
        .value("createdAt", "When it was made, by the server's clock.", |it| it.model.created_at)
        .value("updatedAt", "When it, its members, its invitations or its calendars were last changed.", |it| it.model.updated_at)
        .seen_by(
            "viewerRole",
            "The caller's role in it.",
            |it, caller| it.role.or_else(|| it.caller(caller).map(|caller| caller.role)),
        )
        .seen_by(
            "viewerScopes",
            "What the caller may do in it: the scopes of the role, less what an API token was not given.",
            |it, caller| {
                let here = it.caller(caller).map(|caller| caller.rights);
                let rights = here.or_else(|| it.role.map(Rights::of_role)).unwrap_or_default();
                rights.iter().map(Scope::from).collect::<Vec<_>>()
            },
        )
        .done()
}

shape! {
    /// A user who belongs to the workspace.
    Member: member
}

fn member() -> Object {
    Object::computed::<workspaces::Member>("Member", "A user who belongs to the workspace.")
        .always::<User, _>("user", "The user whose account it is.", |it| it.user.clone())
        .value("role", "What the user may do in the workspace.", |it| {
            it.membership.role
        })
        .value("joinedAt", "When the user joined the workspace.", |it| {
            it.membership.joined_at
        })
        .done()
}

pub(super) fn invitation() -> Object {
    Object::computed::<invitation::Model>(
        "Invitation",
        "A way into the workspace, good for one user, once, until it expires or is revoked. When whoever made it is no longer an owner, it is revoked too.",
    )
    .needs(Right::WorkspaceWrite)
    .id("The id of the invitation.", |it| it.id, |ask, ids| Box::pin(query::invitations_by_id(ask, ids)))
    .value("role", "The role that whoever accepts it gets.", |it| it.role)
    .embedded::<Actor>("createdBy", "Who made it: a user, a token or an import.", |it| it.created_by.to_string())
    .value("createdAt", "When it was made, by the server's clock.", |it| it.created_at)
    .value("expiresAt", "From when it is refused.", |it| it.expires_at)
    .value("acceptedAt", "When it was accepted; null while it was not.", |it| it.accepted_at)
    .value("revokedAt", "When it was revoked; null while it was not.", |it| it.revoked_at)
    .done()
}
