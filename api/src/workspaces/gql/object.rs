//! Workspaces, members, invitations.

use async_graphql::{Context, ID, Object};
use entity::{invitation, workspace};

use crate::auth::gql::User;
use crate::graphql::context::ContextExt;
use crate::graphql::declare::stored_enum;
use crate::graphql::node::Actor;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::{DateTime, Seq};
use crate::kit::{Caller, Right};
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

/// One network and all that is in it.
pub struct Workspace {
    model: workspace::Model,
    role: Option<entity::Role>,
}

impl From<workspace::Model> for Workspace {
    fn from(model: workspace::Model) -> Self {
        Self { model, role: None }
    }
}

impl From<(workspace::Model, entity::Role)> for Workspace {
    fn from((model, role): (workspace::Model, entity::Role)) -> Self {
        Self {
            model,
            role: Some(role),
        }
    }
}

impl Workspace {
    /// The caller, if they call this workspace: what they may do here says nothing of another one.
    fn caller<'c>(&self, ctx: &'c Context<'_>) -> Option<&'c Caller> {
        ctx.caller()
            .ok()
            .filter(|caller| caller.scope().workspace() == self.model.id)
    }
}

/// One network and all that is in it.
#[Object]
impl Workspace {
    /// The workspace's id.
    async fn id(&self) -> ID {
        self.model.id.to_string().into()
    }

    /// What the user calls it.
    async fn name(&self) -> &str {
        &self.model.name
    }

    /// IANA time zone in which its days begin.
    async fn time_zone(&self) -> &str {
        &self.model.time_zone
    }

    /// The number of its last change; what `changes` has not shown you yet lies between your last number and this one.
    async fn latest_seq(&self) -> Seq {
        Seq(self.model.latest_seq)
    }

    /// Grows by one when the workspace itself, its members or its invitations are changed.
    async fn revision(&self) -> i32 {
        self.model.revision
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.model.created_at.into()
    }

    /// When it, its members or its invitations were last changed.
    async fn updated_at(&self) -> DateTime {
        self.model.updated_at.into()
    }

    /// The caller's role in it: known in `workspaces`, and of the workspace that the token speaks for; null right after
    /// signing in.
    async fn viewer_role(&self, ctx: &Context<'_>) -> Option<Role> {
        self.role
            .or_else(|| self.caller(ctx).map(|caller| caller.role))
            .map(Into::into)
    }

    /// What the caller may do in it with this token: the scopes of the role, less what an API token was not given. Empty for
    /// any workspace but the one that the token speaks for.
    async fn viewer_scopes(&self, ctx: &Context<'_>) -> Vec<String> {
        let caller = self.caller(ctx);
        caller
            .map(|caller| caller.rights.iter().map(|right| right.to_string()).collect())
            .unwrap_or_default()
    }
}

/// A user who belongs to the workspace.
pub struct Member(workspaces::Member);

impl From<workspaces::Member> for Member {
    fn from(member: workspaces::Member) -> Self {
        Self(member)
    }
}

/// A user who belongs to the workspace.
#[Object]
impl Member {
    /// The user.
    async fn user(&self) -> User {
        User(self.0.user.clone())
    }

    /// What the user may do in the workspace.
    async fn role(&self) -> Role {
        self.0.membership.role.into()
    }

    /// When the user joined the workspace.
    async fn joined_at(&self) -> DateTime {
        self.0.membership.joined_at.into()
    }
}

/// A way into the workspace, good for one user, once, until it expires or is revoked. When whoever made it is no longer an
/// owner, it is revoked too.
pub struct Invitation(invitation::Model);

impl From<invitation::Model> for Invitation {
    fn from(model: invitation::Model) -> Self {
        Self(model)
    }
}

/// A way into the workspace, good for one user, once, until it expires or is revoked. When whoever made it is no longer an
/// owner, it is revoked too.
#[Object(directive = requires_scopes::apply(vec![Right::WorkspaceWrite.to_string()]))]
impl Invitation {
    /// The invitation's id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The role that whoever accepts it gets.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Who made it.
    async fn created_by(&self) -> Actor {
        self.0.created_by.into()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// From when it is refused.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When it was accepted; null while it was not.
    async fn accepted_at(&self) -> Option<DateTime> {
        self.0.accepted_at.map(Into::into)
    }

    /// When it was revoked; null while it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(Into::into)
    }
}
