//! Queries on the workspace, its members and its invitations.

use entity::ids::InvitationId;
use uuid::Uuid;

use super::object::Member;
use crate::auth::gql::Seen;
use crate::graphql::kinds::{Invitation, Workspace};
use crate::graphql::plan::{Ask, Field, Values};
use crate::graphql::scalars::Id;
use crate::kit::{Fault, Right};
use crate::workspaces;

/// Queries on the workspace, its members and its invitations.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::computed::<Workspace>(
            "workspace",
            "The workspace that the caller's token speaks for.",
            |ask, _| Box::pin(own(ask)),
        ),
        Field::computed_many::<Workspace>(
            "workspaces",
            "The workspaces of the signed-in user, in the order in which they were joined, at most 200. `logIn` with a `workspaceId` opens one. An API token sees only the workspace that it speaks for.",
            |ask, _| Box::pin(joined(ask)),
        ),
        Field::computed_many::<Member>(
            "members",
            "Who belongs to the workspace, in the order in which they joined it, at most 200.",
            |ask, _| Box::pin(members(ask)),
        )
        .needs(Right::WorkspaceRead),
        Field::computed::<Invitation>(
            "invitation",
            "An invitation by id, whatever became of it; null when there is none.",
            |ask, _| Box::pin(invitation(ask)),
        )
        .argument::<Id<InvitationId>>("id", "The id of the invitation.")
        .needs(Right::WorkspaceWrite),
        Field::computed_many::<Invitation>(
            "invitations",
            "The invitations into the workspace that can still be accepted, newest first, at most 200.",
            |ask, _| Box::pin(invitations(ask)),
        )
        .needs(Right::WorkspaceWrite),
    ]
}

async fn own(ask: &Ask<'_>) -> Result<Values, Fault> {
    let own = workspaces::by_id(ask.reader).await?;
    Ok(Values::of(own.into_iter().map(Seen::from).collect()))
}

async fn joined(ask: &Ask<'_>) -> Result<Values, Fault> {
    Ok(Values::of(seen(ask).await?))
}

/// The workspaces that the caller may know of.
async fn seen(ask: &Ask<'_>) -> Result<Vec<Seen>, Fault> {
    // A token speaks for one workspace: its holder, who may be a script of somebody else's, learns of no other.
    if ask.caller.token.is_some() {
        let own = workspaces::by_id(ask.reader).await?;
        return Ok(own.into_iter().map(Seen::from).collect());
    }
    let joined = workspaces::joined(ask.reader.conn(), ask.caller.user).await?;
    Ok(joined.into_iter().map(Seen::from).collect())
}

pub(super) async fn workspaces_by_id(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let seen = seen(ask).await?.into_iter().map(|it| (it.id().0, it));
    Ok(Values::under(seen.filter(|(id, _)| ids.contains(id))))
}

async fn members(ask: &Ask<'_>) -> Result<Values, Fault> {
    Ok(Values::of(workspaces::members(ask.reader).await?))
}

async fn invitation(ask: &Ask<'_>) -> Result<Values, Fault> {
    let id = ask.id::<InvitationId>("id")?;
    Ok(Values::of(
        workspaces::invitations_by_id(ask.reader, &[id.0]).await?,
    ))
}

async fn invitations(ask: &Ask<'_>) -> Result<Values, Fault> {
    Ok(Values::of(workspaces::invitations(ask.reader, ask.now).await?))
}

pub(super) async fn invitations_by_id(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let found = workspaces::invitations_by_id(ask.reader, ids).await?;
    Ok(Values::under(found.into_iter().map(|it| (it.id.0, it))))
}
