//! What clients say of workspaces and invitations.

use async_graphql::{InputObject, MaybeUndefined};

use super::object::{Role, WeekDay};
use crate::graphql::scalars::{Date, DateTime};
use crate::workspaces::NewInvitation;

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

/// What a new invitation allows.
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
