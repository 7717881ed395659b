use entity::ids::UserId;
use entity::{Role, membership, user};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::auth;
use crate::kit::check::Path;
use crate::kit::{Code, Failure, Fault, Problem, Tx};
use crate::workspaces::{Member, rules};

/// Another role for a member.
#[derive(Clone, Copy, Debug)]
pub struct SetMemberRole {
    /// Which user.
    pub user: UserId,
    /// What the user may do from now on.
    pub role: Role,
}

/// Gives a member another role; it counts from their next request.
///
/// # Errors
/// There is no such member, or it is the last owner.
pub async fn set_member_role(tx: &mut Tx, change: &SetMemberRole) -> Result<Member, Failure> {
    let before = find(tx, change.user, Some(change.role)).await?;
    if before.membership.role == change.role {
        return Ok(before);
    }
    let membership = auth::set_role(tx, &before.membership, change.role).await?;
    if before.membership.role == Role::Owner {
        super::invite::revoke_made_by(tx, change.user).await?;
    }
    super::parts_changed(tx).await?;
    Ok(Member { membership, ..before })
}

/// Ends a membership: the user's sessions and API tokens in the workspace are refused from now on. What they wrote stays.
///
/// # Errors
/// There is no such member, or it is the last owner.
pub async fn remove_member(tx: &mut Tx, user: &UserId) -> Result<Member, Failure> {
    let member = find(tx, *user, None).await?;
    auth::leave(tx, *user).await?;
    if member.membership.role == Role::Owner {
        super::invite::revoke_made_by(tx, *user).await?;
    }
    super::parts_changed(tx).await?;
    Ok(member)
}

/// The member, unless the workspace would be left without an owner. The workspace's write lock keeps the answer true.
async fn find(tx: &Tx, user: UserId, after: Option<Role>) -> Result<Member, Failure> {
    let path = || Path::input("userId");
    let members = || tx.read().select::<membership::Entity>();
    let found = members()
        .filter(membership::Column::UserId.eq(user))
        .one(tx.conn())
        .await?;
    let not_found = || Problem::new(Code::NotFound, path(), "the workspace has no member with this id");
    let membership = found.ok_or_else(not_found)?;
    let owners = members()
        .filter(membership::Column::Role.eq(Role::Owner))
        .count(tx.conn())
        .await?;
    if !rules::keeps_an_owner(membership.role, after, owners) {
        return Err(rules::last_owner(path()).into());
    }
    let user = user::Entity::find_by_id(user).one(tx.conn()).await?;
    let user = user.ok_or_else(|| Fault::Internal("a member is no user".to_owned()))?;
    Ok(Member { user, membership })
}
