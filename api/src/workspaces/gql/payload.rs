//! What mutations of the workspace, its members and its invitations answer.

use entity::invitation;

use super::object::Member;
use crate::auth::gql::Seen;
use crate::graphql::kinds::{Invitation, Workspace};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Object, Outcome};
use crate::workspaces;

shape! {
    /// What changing the workspace answers.
    WorkspacePayload: workspace
}

fn workspace() -> Object {
    Object::computed::<Outcome>("WorkspacePayload", "What changing the workspace answers.")
        .shows::<Workspace, Seen>("workspace", "The workspace as it is now.")
        .settled()
        .done()
}

shape! {
    /// What mutations of a member answer.
    MemberPayload: member
}

fn member() -> Object {
    Object::computed::<Outcome>("MemberPayload", "What mutations of a member answer.")
        .shows::<Member, workspaces::Member>(
            "member",
            "The member as they are now, or as they were when they are no longer one.",
        )
        .settled()
        .done()
}

shape! {
    /// What revoking an invitation answers.
    InvitationPayload: invitation
}

fn invitation() -> Object {
    Object::computed::<Outcome>("InvitationPayload", "What revoking an invitation answers.")
        .shows::<Invitation, invitation::Model>("invitation", "The invitation as it is now.")
        .settled()
        .done()
}

shape! {
    /// What making an invitation answers.
    CreateInvitationPayload: made
}

fn made() -> Object {
    Object::computed::<Outcome>("CreateInvitationPayload", "What making an invitation answers.")
        .inner::<Invitation, invitation::Model>("invitation", "What is kept of the invitation.", |it| {
            Some(it.value::<workspaces::Invited>()?.model.clone())
        })
        .value(
            "token",
            "What opens the workspace, for `acceptInvitation`. It is shown only here: hand it to whom you invite, and to nobody else.",
            |it| Some(it.value::<workspaces::Invited>()?.token.clone()),
        )
        .settled()
        .done()
}
