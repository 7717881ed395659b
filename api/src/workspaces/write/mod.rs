//! Commands on the workspace itself, its members and its invitations.

mod accept;
mod invite;
mod members;
mod update;

use entity::change::ChangeOp;
use entity::{RecordType, workspace};
use sea_orm::EntityTrait;

use crate::kit::{Failure, Fault, Tx};

pub use accept::{AcceptInvitation, accept};
pub use invite::{Invited, NewInvitation, invite, revoke_invitation};
pub use members::{SetMemberRole, remove_member, set_member_role};
pub use update::{UpdateWorkspace, update};

/// The workspace of the transaction.
///
/// # Errors
/// The database fails.
pub(crate) async fn own(tx: &Tx) -> Result<workspace::Model, Failure> {
    let found = workspace::Entity::find_by_id(tx.workspace())
        .one(tx.conn())
        .await?;
    Ok(found.ok_or_else(|| Fault::Internal("the workspace is gone".to_owned()))?)
}

/// Stores a changed workspace and announces it.
async fn save(tx: &mut Tx, mut after: workspace::Model) -> Result<workspace::Model, Failure> {
    after.revision += 1;
    after.updated_at = tx.now();
    after.latest_seq = tx.announce(
        RecordType::Workspace,
        tx.workspace().0,
        ChangeOp::Update,
        after.revision,
    );
    tx.put::<workspace::Entity>(&after).await?;
    Ok(after)
}

/// Announces that the workspace has other members, invitations or calendars than before: they are a part of it, as a person's contact
/// points are of a person.
pub(crate) async fn parts_changed(tx: &mut Tx) -> Result<(), Failure> {
    let workspace = own(tx).await?;
    save(tx, workspace).await?;
    Ok(())
}
