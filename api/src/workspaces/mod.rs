//! Workspaces: one network each, the tenant of everything else; who belongs to one, and who is invited.
//!
//! Always: a workspace has an owner; its `latest_seq` is the number of its last change. Whoever enters, leaves, is invited or
//! gets another role changes the workspace: its revision grows and its feed says so. An invitation is good for one user, once,
//! while its maker is an owner; its secret is kept as a hash. Members and open invitations together are at most
//! [`rules::SEATS`], so that no list of either is longer.

pub mod gql;
mod read;
mod rules;
mod write;

pub use read::{Member, by_id, here, invitations, invitations_by_id, joined, members, of_user};
pub use rules::{begin_of, day_of, weekday, zone};
pub use write::{
    AcceptInvitation, Invited, NewInvitation, SetMemberRole, UpdateWorkspace, accept, invite, remove_member,
    revoke_invitation, set_member_role, update,
};
pub(crate) use write::{own, parts_changed};
