//! What clients say of workspaces and invitations, and what they are answered.

use async_graphql::{InputObject, MaybeUndefined, SimpleObject};

use super::object::{Invitation, Member, Role, WeekDay, Workspace};
use crate::graphql::declare::plain_payload;
use crate::graphql::errors::{Payload, UserError};
use crate::graphql::scalars::{Date, DateTime, Seq};
use crate::kit::Problem;
use crate::workspaces::{Invited, NewInvitation};

/// A change to the workspace: a field that is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateWorkspaceInput {
    /// What to call it, at most 200 characters; cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// IANA time zone such as `Europe/Lisbon`; cannot be cleared.
    pub time_zone: MaybeUndefined<String>,
    /// ISO 3166 code of the country, such as `PT`, by whose rules telephone numbers without a country's code are read; null for
    /// none. Every number of the workspace is read anew.
    pub default_region: MaybeUndefined<String>,
    /// The day on which weeks begin; cannot be cleared.
    pub week_start: MaybeUndefined<WeekDay>,
    /// With how many people you mean to be in touch in a week, 0 to 1,000; null for any number.
    pub weekly_capacity: MaybeUndefined<i32>,
    /// The first day of an absence, during which nobody is due; null together with `awayUntil` ends it.
    pub away_from: MaybeUndefined<Date>,
    /// Its last day, not before the first.
    pub away_until: MaybeUndefined<Date>,
}

/// A new invitation.
#[derive(InputObject)]
pub struct CreateInvitationInput {
    /// The role that whoever accepts it gets.
    role: Role,
    /// From when it is refused: at most 90 days from now, 7 days from now if left out.
    expires_at: Option<DateTime>,
}

impl From<CreateInvitationInput> for NewInvitation {
    fn from(input: CreateInvitationInput) -> Self {
        let CreateInvitationInput { role, expires_at } = input;
        Self {
            role: role.into(),
            expires_at: expires_at.map(|at| at.0),
        }
    }
}

/// An invitation to accept.
#[derive(InputObject)]
pub struct AcceptInvitationInput {
    /// The token that `createInvitation` showed to whoever made the invitation.
    #[graphql(secret)]
    pub token: String,
}

plain_payload! {
    /// What changing the workspace answers.
    WorkspacePayload {
        /// The workspace as it is now.
        workspace: Workspace
    }
}

plain_payload! {
    /// What mutations of a member answer.
    MemberPayload {
        /// The member as they are now, or as they were when they are no longer one.
        member: Member
    }
}

plain_payload! {
    /// What revoking an invitation answers.
    InvitationPayload {
        /// The invitation as it is now.
        invitation: Invitation
    }
}

/// What making an invitation answers.
#[derive(SimpleObject)]
pub struct CreateInvitationPayload {
    /// What is kept of the invitation.
    invitation: Option<Invitation>,
    /// What opens the workspace, for `acceptInvitation`. It is shown only here: hand it to whom you invite, and to nobody else.
    token: Option<String>,
    /// What was wrong with the input. When it is not empty, nothing was written.
    user_errors: Vec<UserError>,
    /// The workspace's last change: whoever has read up to it sees this write.
    seq: Option<Seq>,
}

impl Payload<Invited> for CreateInvitationPayload {
    fn written(invited: Invited, seq: i64, _: Option<crate::graphql::plan::Stored>) -> Self {
        let Invited { model, token } = invited;
        Self {
            invitation: Some(model.into()),
            token: Some(token),
            user_errors: Vec::new(),
            seq: Some(Seq(seq)),
        }
    }

    fn rejected(problems: Vec<Problem>) -> Self {
        let user_errors = problems.into_iter().map(Into::into).collect();
        Self {
            invitation: None,
            token: None,
            user_errors,
            seq: None,
        }
    }
}
