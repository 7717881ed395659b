//! Mutations of the workspace, its members and its invitations.

use async_graphql::{Context, Object, Result};
use entity::ids::{InvitationId, UserId};

use super::input::{
    AcceptInvitationInput, CreateInvitationInput, CreateInvitationPayload, InvitationPayload, MemberPayload,
    UpdateWorkspaceInput, WorkspacePayload,
};
use super::object::Role;
use crate::auth::gql::SessionPayload;
use crate::graphql::context::ContextExt;
use crate::graphql::input::patch;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Problem, Right};
use crate::workspaces::{self, AcceptInvitation, NewInvitation, SetMemberRole, UpdateWorkspace};

/// Mutations of the workspace, its members and its invitations.
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
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<WorkspacePayload>> {
        let UpdateWorkspaceInput {
            name,
            time_zone,
            default_region,
            week_start,
            weekly_capacity,
            away_from,
            away_until,
        } = input;
        let change = UpdateWorkspace {
            expected_revision,
            name: patch(name),
            time_zone: patch(time_zone),
            default_region: patch(default_region),
            week_start: patch(week_start),
            weekly_capacity: patch(weekly_capacity),
            away_from: patch(away_from),
            away_until: patch(away_until),
        };
        Some(
            ctx.command(Right::WorkspaceWrite, Checks::new(), &change, workspaces::update)
                .await,
        )
    }

    /// Makes an invitation: whoever has its token can join the workspace with this role, once. Rapport sends no mail; hand the
    /// token over yourself.
    #[graphql(directive = requires_scopes::apply(vec![Right::WorkspaceWrite.to_string()]))]
    async fn create_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] input: CreateInvitationInput,
    ) -> Option<Result<CreateInvitationPayload>> {
        let new: NewInvitation = input.into();
        Some(
            ctx.command(Right::WorkspaceWrite, Checks::new(), &new, workspaces::invite)
                .await,
        )
    }

    /// Revokes an invitation: it is refused from now on. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::WorkspaceWrite.to_string()]))]
    async fn revoke_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<InvitationId>,
    ) -> Option<Result<InvitationPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        Some(
            ctx.command(Right::WorkspaceWrite, checks, &id, workspaces::revoke_invitation)
                .await,
        )
    }

    /// Joins the workspace that an invitation is for, as the signed-in user, and answers a session there; the session with which
    /// this is called goes on beside it. API tokens cannot do this. A wrong, a used, a revoked and an expired token answer the
    /// same.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] input: AcceptInvitationInput,
    ) -> Option<Result<SessionPayload>> {
        Some(accept(ctx, input).await)
    }

    /// Gives a member another role, which counts from their next request. The last owner stays one. A member who was an owner
    /// takes the open invitations that they made with them.
    #[graphql(directive = requires_scopes::apply(vec![Right::WorkspaceWrite.to_string()]))]
    async fn set_member_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which member, by the id of the user.")] user_id: Id<UserId>,
        #[graphql(desc = "What the member may do from now on.")] role: Role,
    ) -> Option<Result<MemberPayload>> {
        let mut checks = Checks::new();
        let change = SetMemberRole {
            user: checks.id(Path::argument("userId"), &user_id),
            role: role.into(),
        };
        Some(
            ctx.command(
                Right::WorkspaceWrite,
                checks,
                &change,
                workspaces::set_member_role,
            )
            .await,
        )
    }

    /// Ends a membership: the user's sessions and API tokens in the workspace are refused from now on, and the open invitations
    /// that they made are revoked. What they wrote stays. The last owner cannot be removed.
    #[graphql(directive = requires_scopes::apply(vec![Right::WorkspaceWrite.to_string()]))]
    async fn remove_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which member, by the id of the user.")] user_id: Id<UserId>,
    ) -> Option<Result<MemberPayload>> {
        let mut checks = Checks::new();
        let user = checks.id(Path::argument("userId"), &user_id);
        Some(
            ctx.command(Right::WorkspaceWrite, checks, &user, workspaces::remove_member)
                .await,
        )
    }
}

async fn accept(ctx: &Context<'_>, input: AcceptInvitationInput) -> Result<SessionPayload> {
    let (app, caller) = (ctx.app()?, ctx.caller()?);
    // A session is more than a token may do: whoever holds only a token must not get one for its maker.
    if caller.session.is_none() {
        let message = "an API token cannot accept an invitation; sign in first";
        return SessionPayload::begun(
            app,
            Err(Problem::new(Code::Forbidden, Path::default(), message).into()),
        );
    }
    let accept = AcceptInvitation {
        token: input.token,
        user: caller.user,
        session_days: app.settings.auth.session_days,
    };
    SessionPayload::begun(app, app.db.write_global(&accept, workspaces::accept).await)
}
