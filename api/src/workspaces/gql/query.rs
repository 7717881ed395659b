//! Queries on the workspace, its members and its invitations.

use async_graphql::{Context, Object, Result};

use super::object::{Invitation, Member, Workspace};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::rights::requires_scopes;
use crate::kit::Right;
use crate::workspaces;

/// Queries on the workspace, its members and its invitations.
#[derive(Default)]
pub struct WorkspaceQuery;

#[Object]
impl WorkspaceQuery {
    /// The workspace that the caller's token speaks for.
    async fn workspace(&self, ctx: &Context<'_>) -> Option<Result<Workspace>> {
        own(ctx).await.transpose()
    }

    /// The workspaces of the signed-in user, in the order in which they were joined, at most 200. `logIn` with a `workspaceId`
    /// opens one. An API token sees only the workspace that it speaks for.
    async fn workspaces(&self, ctx: &Context<'_>) -> Option<Result<Vec<Workspace>>> {
        Some(joined(ctx).await)
    }

    /// Who belongs to the workspace, in the order in which they joined it, at most 200.
    #[graphql(directive = requires_scopes::apply(vec![Right::WorkspaceRead.to_string()]))]
    async fn members(&self, ctx: &Context<'_>) -> Option<Result<Vec<Member>>> {
        Some(members(ctx).await)
    }

    /// The invitations into the workspace that can still be accepted, newest first, at most 200.
    #[graphql(directive = requires_scopes::apply(vec![Right::WorkspaceWrite.to_string()]))]
    async fn invitations(&self, ctx: &Context<'_>) -> Option<Result<Vec<Invitation>>> {
        Some(invitations(ctx).await)
    }
}

async fn own(ctx: &Context<'_>) -> Result<Option<Workspace>> {
    let (app, caller) = (ctx.app()?, ctx.caller()?);
    Ok(workspaces::by_id(&app.db.read(caller.scope()))
        .await
        .shown()?
        .map(Into::into))
}

async fn joined(ctx: &Context<'_>) -> Result<Vec<Workspace>> {
    let (app, caller) = (ctx.app()?, ctx.caller()?);
    // A token speaks for one workspace: its holder, who may be a script of somebody else's, learns of no other.
    if caller.token.is_some() {
        return Ok(own(ctx).await?.into_iter().collect());
    }
    Ok(workspaces::joined(&app.db, caller.user)
        .await
        .shown()?
        .into_iter()
        .map(Into::into)
        .collect())
}

async fn members(ctx: &Context<'_>) -> Result<Vec<Member>> {
    let members = workspaces::members(&ctx.reader(Right::WorkspaceRead)?)
        .await
        .shown()?;
    Ok(members.into_iter().map(Into::into).collect())
}

async fn invitations(ctx: &Context<'_>) -> Result<Vec<Invitation>> {
    let reader = ctx.reader(Right::WorkspaceWrite)?;
    Ok(workspaces::invitations(&reader, ctx.now()?)
        .await
        .shown()?
        .into_iter()
        .map(Into::into)
        .collect())
}
