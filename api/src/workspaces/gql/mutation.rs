//! Mutations of the workspace, its members and its invitations.

use entity::ids::{InvitationId, UserId};
use entity::invitation;

use super::input::{AcceptInvitationInput, CreateInvitationInput, UpdateWorkspaceInput};
use super::object::Role;
use super::payload::{CreateInvitationPayload, InvitationPayload, MemberPayload, WorkspacePayload};
use crate::auth::Entrance;
use crate::auth::gql::Seen;
use crate::auth::gql::{SessionPayload, begun};
use crate::graphql::input::patch;
use crate::graphql::plan::{Called, Done, Field};
use crate::graphql::scalars::Id;
use crate::kit::check::Path;
use crate::kit::{Code, Failure, Problem, Right};
use crate::workspaces::{self, AcceptInvitation, NewInvitation, SetMemberRole, UpdateWorkspace};

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<WorkspacePayload>("updateWorkspace", "Changes the workspace.", Right::WorkspaceWrite)
            .input::<UpdateWorkspaceInput>("What to change: a field that is left out stays, null clears it.")
            .revision()
            .leaves(
                |it| {
                    let input: UpdateWorkspaceInput = it.get("input")?;
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
                        expected_revision: it.revision()?,
                        name: patch(name),
                        time_zone: patch(time_zone),
                        default_region: patch(default_region),
                        week_start: patch(week_start),
                        weekly_capacity: patch(weekly_capacity),
                        away_from: patch(away_from),
                        away_until: patch(away_until),
                    };
                    Ok(change)
                },
                workspaces::update,
                |model| Done::value(Seen::from(model)),
            )
            // How days and numbers are read depends on it.
            .alone(),
        Field::verb::<CreateInvitationPayload>(
            "createInvitation",
            "Makes an invitation: whoever has its token can join the workspace with this role, \
             once. Rapport sends no mail; hand the token over yourself.",
            Right::WorkspaceWrite,
        )
        .input::<CreateInvitationInput>("The invitation that is made, or accepted.")
        .leaves(
            |it| Ok(NewInvitation::from(it.input::<CreateInvitationInput>()?)),
            workspaces::invite,
            Done::value::<workspaces::Invited>,
        )
        .secret(),
        Field::verb::<InvitationPayload>(
            "revokeInvitation",
            "Revokes an invitation: it is refused from now on. Doing so twice changes nothing.",
            Right::WorkspaceWrite,
        )
        .id::<InvitationId>("The id of the record that is meant.")
        .leaves(
            |it| it.id::<InvitationId>("id"),
            workspaces::revoke_invitation,
            Done::value::<invitation::Model>,
        )
        .alone(),
        Field::open_verb::<SessionPayload>(
            "acceptInvitation",
            "Joins the workspace that an invitation is for, as the signed-in user, and answers a \
             session there; the session with which this is called goes on beside it. API tokens \
             cannot do this. A wrong, a used, a revoked and an expired token answer the same.",
        )
        .input::<AcceptInvitationInput>("The invitation that is made, or accepted.")
        .runs(|called| Box::pin(accept(called))),
        Field::verb::<MemberPayload>(
            "setMemberRole",
            "Gives a member another role, which counts from their next request. The last owner \
             stays one. A member who was an owner takes the open invitations that they made with \
             them.",
            Right::WorkspaceWrite,
        )
        .says::<Id<UserId>>("userId", "Which member, by the id of the user.")
        .says::<Role>("role", "What the member may do from now on.")
        .leaves(
            |it| {
                Ok(SetMemberRole {
                    user: it.says_id("userId")?,
                    role: it.says::<Role>("role")?.into(),
                })
            },
            workspaces::set_member_role,
            Done::value::<workspaces::Member>,
        )
        .alone(),
        Field::verb::<MemberPayload>(
            "removeMember",
            "Ends a membership: the user's sessions and API tokens in the workspace are refused \
             from now on, and the open invitations that they made are revoked. What they wrote \
             stays. The last owner cannot be removed.",
            Right::WorkspaceWrite,
        )
        .says::<Id<UserId>>("userId", "Which member, by the id of the user.")
        .leaves(
            |it| it.says_id("userId"),
            workspaces::remove_member,
            Done::value::<workspaces::Member>,
        )
        .alone(),
    ]
}
async fn accept(called: &Called<'_>) -> Result<Done, Failure> {
    let (door, caller) = (called.engine.service::<Entrance>()?, called.caller()?);
    // A session is more than a token may do: whoever holds only a token must not get one for its maker.
    if caller.session.is_none() {
        let message = "an API token cannot accept an invitation; sign in first";
        return Err(Problem::new(Code::Forbidden, Path::default(), message).into());
    }
    let accept = AcceptInvitation {
        token: called.input::<AcceptInvitationInput>()?.token,
        user: caller.user,
        session_days: door.settings.session_days,
    };
    begun(door, door.db.write_global(&accept, workspaces::accept).await?)
}
