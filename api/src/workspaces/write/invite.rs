use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::ids::{ApiTokenId, InvitationId, UserId};
use entity::{Actor, Role, api_token, invitation, membership};
use invitation::Column;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};

use crate::kit::check::{Checks, Path};
use crate::kit::secret::Secret;
use crate::kit::{Code, Detail, Failure, Problem, Tx};
use crate::workspaces::{read, rules};

/// A new invitation.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The role that whoever accepts it gets.
    pub role: Role,
    /// From when it is refused; in a week if nothing is said.
    pub expires_at: Option<DateTime<Utc>>,
}

/// An invitation that has just been made.
#[derive(Clone, Debug)]
pub struct Invited {
    /// What is kept of it.
    pub model: invitation::Model,
    /// What opens the workspace, to be shown once.
    pub token: String,
}

/// Invites somebody into the workspace: whoever has the token.
///
/// # Errors
/// The expiry makes no sense, or the workspace is full.
pub async fn invite(tx: &mut Tx, new: &NewInvitation) -> Result<Invited, Failure> {
    let mut checks = Checks::new();
    let expires_at = rules::expiry(&mut checks, Path::input("expiresAt"), new.expires_at, tx.now());
    let members = tx.read().select::<membership::Entity>().count(tx.conn()).await?;
    let open = read::invitations(&tx.read(), tx.now()).await?;
    // Whoever is invited has a seat, so accepting an invitation never finds the workspace full.
    if members + u64::try_from(open.len()).unwrap_or(u64::MAX / 2) >= rules::SEATS {
        let message = format!(
            "a workspace has at most {} members and open invitations together",
            rules::SEATS
        );
        checks.push(rules::full(Path::argument("input"), rules::SEATS, message));
    }
    checks.done()?;
    let id: InvitationId = tx.new_id();
    let secret = Secret::new([tx.workspace().0, id.0]);
    let model = invitation::Model {
        workspace_id: tx.workspace(),
        id,
        role: new.role,
        secret_hash: secret.hash(),
        created_by: tx.actor(),
        created_at: tx.now(),
        expires_at,
        accepted_at: None,
        accepted_by: None,
        revoked_at: None,
    };
    model
        .clone()
        .into_active_model()
        .reset_all()
        .insert(tx.conn())
        .await?;
    super::parts_changed(tx).await?;
    Ok(Invited {
        model,
        token: secret.expose(),
    })
}

/// Revokes an invitation: it is refused from now on. Doing so twice changes nothing.
///
/// # Errors
/// There is no such invitation, or it was accepted.
pub async fn revoke_invitation(tx: &mut Tx, id: &InvitationId) -> Result<invitation::Model, Failure> {
    let found = tx
        .read()
        .select::<invitation::Entity>()
        .filter(Column::Id.eq(*id))
        .one(tx.conn())
        .await?;
    let not_found = || {
        Problem::new(
            Code::NotFound,
            Path::argument("id"),
            "there is no invitation with this id",
        )
    };
    let mut model = found.ok_or_else(not_found)?;
    if model.accepted_at.is_some() {
        let detail = Detail::State {
            state: "ACCEPTED".to_owned(),
            allowed: Vec::new(),
        };
        let message = "it was accepted; remove the member instead";
        return Err(Problem::new(Code::State, Path::argument("id"), message)
            .with(detail)
            .into());
    }
    if model.revoked_at.is_none() {
        model.revoked_at = Some(tx.now());
        tx.put::<invitation::Entity>(&model).await?;
        super::parts_changed(tx).await?;
    }
    Ok(model)
}

/// Revokes what somebody who is no longer an owner has made, by hand or with an API token: an invitation kept back would let
/// them, or a friend, in again.
pub(super) async fn revoke_made_by(tx: &Tx, user: UserId) -> Result<(), Failure> {
    let open = read::invitations(&tx.read(), tx.now()).await?;
    let tokens: Vec<ApiTokenId> = open.iter().filter_map(|it| it.created_by.token).collect();
    let mut makers = HashSet::from([Actor::user(user)]);
    if !tokens.is_empty() {
        let own = tx.read().select::<api_token::Entity>();
        let own = own
            .filter(api_token::Column::Id.is_in(tokens))
            .filter(api_token::Column::UserId.eq(user));
        let own: Vec<ApiTokenId> = own
            .select_only()
            .column(api_token::Column::Id)
            .into_tuple()
            .all(tx.conn())
            .await?;
        makers.extend(own.into_iter().map(Actor::token));
    }
    let made: Vec<InvitationId> = open
        .iter()
        .filter(|it| makers.contains(&it.created_by))
        .map(|it| it.id)
        .collect();
    if made.is_empty() {
        return Ok(());
    }
    invitation::Entity::update_many()
        .col_expr(Column::RevokedAt, tx.now().into())
        .filter(Column::WorkspaceId.eq(tx.workspace()))
        .filter(Column::Id.is_in(made))
        .exec(tx.conn())
        .await?;
    Ok(())
}
