//! Workspaces in GraphQL.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use entity::workspace;

use super::UpdateWorkspace;
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::declare::{payload, stored_enum};
use crate::graphql::input::patch;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::{DateTime, Seq};
use crate::kit::{Checks, Right};

/// One network and all that is in it.
pub struct Workspace(pub workspace::Model);

impl From<workspace::Model> for Workspace {
    fn from(model: workspace::Model) -> Self {
        Self(model)
    }
}

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

/// One network and all that is in it.
#[Object]
impl Workspace {
    /// The workspace's id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What the user calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// IANA time zone in which its days begin.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// The number of its last change; what `changes` has not shown you yet lies between your last number and this one.
    async fn latest_seq(&self) -> Seq {
        Seq(self.0.latest_seq)
    }

    /// Grows by one when the workspace itself is changed.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }

    /// The caller's role in the workspace that the token speaks for; null right after signing in.
    async fn viewer_role(&self, ctx: &Context<'_>) -> Option<Role> {
        ctx.caller().ok().map(|caller| caller.role.into())
    }

    /// What the caller may do: the scopes of the role, less what an API token was not given.
    async fn viewer_scopes(&self, ctx: &Context<'_>) -> Vec<String> {
        let rights = ctx.caller().map(|caller| caller.rights.iter().map(|right| right.to_string()).collect());
        rights.unwrap_or_default()
    }
}

payload! {
    /// What changing the workspace answers.
    WorkspacePayload {
        /// The workspace as it is now.
        workspace: Workspace
    }
}

/// A change to the workspace: a field that is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateWorkspaceInput {
    /// What to call it, at most 200 characters; cannot be cleared.
    name: MaybeUndefined<String>,
    /// IANA time zone such as `Europe/Lisbon`; cannot be cleared.
    time_zone: MaybeUndefined<String>,
}

/// Queries on the workspace.
#[derive(Default)]
pub struct WorkspaceQuery;

#[Object]
impl WorkspaceQuery {
    /// The workspace that the caller's token speaks for.
    async fn workspace(&self, ctx: &Context<'_>) -> Option<Result<Workspace>> {
        own(ctx).await.transpose()
    }
}

async fn own(ctx: &Context<'_>) -> Result<Option<Workspace>> {
    let (app, caller) = (ctx.app()?, ctx.caller()?);
    Ok(super::by_id(&app.db.read(caller.scope())).await.shown()?.map(Into::into))
}

/// Mutations of the workspace.
#[derive(Default)]
pub struct WorkspaceMutation;

#[Object]
impl WorkspaceMutation {
    /// Changes the workspace.
    #[graphql(directive = requires_scopes::apply(vec![Right::WorkspaceWrite.to_string()]))]
    async fn update_workspace(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateWorkspaceInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")] expected_revision: Option<i32>,
    ) -> Option<Result<WorkspacePayload>> {
        let UpdateWorkspaceInput { name, time_zone } = input;
        let change = UpdateWorkspace { expected_revision, name: patch(name), time_zone: patch(time_zone) };
        Some(ctx.command(Right::WorkspaceWrite, Checks::new(), &change, super::update).await)
    }
}
