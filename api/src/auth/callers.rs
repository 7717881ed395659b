//! From a bearer token to a caller. The only place that makes one.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::ids::{ApiTokenId, SessionId, UserId, WorkspaceId};
use entity::{Role, api_token, membership, session, workspace};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{Entrance, tokens};
use crate::kit::secret::Secret;
use crate::kit::{Caller, Fault, Right};

/// The bearer token is not good.
#[derive(Clone, Debug)]
pub struct Unauthenticated {
    /// What is wrong with it; says nothing that helps to guess one.
    pub message: String,
}

/// Why there is no caller.
#[derive(Debug)]
pub enum AuthError {
    /// The token is not good.
    Refused(Unauthenticated),
    /// It could not be checked.
    Fault(Fault),
}

impl<E: Into<Fault>> From<E> for AuthError {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

fn refused() -> AuthError {
    AuthError::Refused(Unauthenticated {
        message: "the token is not valid, or no longer".to_owned(),
    })
}

impl Entrance {
    /// Who calls with this bearer token: an access token or an API token.
    ///
    /// # Errors
    /// The token is not good, or it could not be checked.
    pub async fn authenticate(&self, bearer: &str) -> Result<Caller, AuthError> {
        let now = self.clock.now();
        let checked = self.callers.check(bearer, now);
        if let Some(caller) = self.callers.known(&checked) {
            return Ok(caller);
        }
        let (caller, until) = match bearer.strip_prefix(tokens::PREFIX) {
            Some(secret) => self.api_token(secret, now).await?,
            None => self.access_token(bearer, now).await?,
        };
        self.callers.keep(checked, &caller, until);
        Ok(caller)
    }

    /// Who calls, and until when that can be said.
    async fn access_token(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<(Caller, DateTime<Utc>), AuthError> {
        let claims = self.keys.verify(token, now).ok_or_else(refused)?;
        let ends = DateTime::from_timestamp(claims.exp, 0).ok_or_else(refused)?;
        let ids = (
            claims.sub.parse::<UserId>(),
            claims.sid.parse::<SessionId>(),
            claims.wid.parse::<WorkspaceId>(),
        );
        let (Ok(user), Ok(session), Ok(workspace)) = ids else {
            return Err(refused());
        };
        let live: Option<Option<DateTime<Utc>>> = session::Entity::find_by_id(session)
            .select_only()
            .column(session::Column::RevokedAt)
            .filter(session::Column::UserId.eq(user))
            .into_tuple()
            .one(&self.db.global())
            .await?;
        if live != Some(None) {
            return Err(refused());
        }
        let (role, zone) = self.role(workspace, user).await?.ok_or_else(refused)?;
        Ok((Caller::session(user, session, (workspace, zone), role), ends))
    }

    async fn api_token(
        &self,
        secret: &str,
        now: DateTime<Utc>,
    ) -> Result<(Caller, DateTime<Utc>), AuthError> {
        let secret = Secret::<2>::parse(secret).ok_or_else(refused)?;
        let [workspace, id]: [Uuid; 2] = secret.ids;
        let (workspace, id) = (WorkspaceId(workspace), ApiTokenId(id));
        let found = api_token::Entity::find_by_id((workspace, id))
            .one(&self.db.global())
            .await?;
        let token = found
            .filter(|token| secret.matches(&token.secret_hash))
            .ok_or_else(refused)?;
        if token.revoked_at.is_some() || token.expires_at <= now {
            return Err(refused());
        }
        let (role, zone) = self.role(workspace, token.user_id).await?.ok_or_else(refused)?;
        let scopes: Vec<Right> = tokens::scopes(&token);
        // Noted to the minute, so it is asked again within one.
        let minute = TimeDelta::minutes(1);
        let noted = token.last_used_at.filter(|last| now - *last < minute);
        if noted.is_none() {
            self.note_use(workspace, id);
        }
        let until = token.expires_at.min(noted.unwrap_or(now) + minute);
        Ok((
            Caller::token(token.user_id, id, (workspace, zone), role, &scopes),
            until,
        ))
    }

    /// Who somebody is, or a token of theirs, for whom the server works while they are away; none where they may not enter any more.
    ///
    /// # Errors
    /// The database fails.
    pub async fn stand_in(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        token: Option<ApiTokenId>,
    ) -> Result<Option<Caller>, Fault> {
        let role = match self.role(workspace, user).await {
            Ok(role) => role,
            Err(AuthError::Fault(fault)) => return Err(fault),
            Err(AuthError::Refused(_)) => None,
        };
        let Some((role, zone)) = role else {
            return Ok(None);
        };
        let Some(id) = token else {
            return Ok(Some(Caller::away(user, (workspace, zone), role)));
        };
        let found = api_token::Entity::find_by_id((workspace, id));
        let found = found.one(&self.db.global()).await?;
        let now = self.clock.now();
        let live = found.filter(|token| token.revoked_at.is_none() && token.expires_at > now);
        Ok(live.map(|token| Caller::token(user, id, (workspace, zone), role, &tokens::scopes(&token))))
    }

    /// The user's role in a workspace, and the time zone in which its days begin.
    async fn role(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<(Role, Tz)>, AuthError> {
        use membership::Column;
        let mut select = membership::Entity::find_by_id((workspace, user))
            .select_only()
            .column(Column::Role);
        let (here, there) = (Column::WorkspaceId, (workspace::Entity, workspace::Column::Id));
        let same = sea_orm::sea_query::ExprTrait::equals(here.into_expr(), there);
        let zone = workspace::Column::TimeZone.into_expr();
        QuerySelect::query(&mut select)
            .inner_join(workspace::Entity, same)
            .expr_as(zone, "time_zone");
        let found: Option<(Role, String)> = select.into_tuple().one(&self.db.global()).await?;
        Ok(found.map(|(role, zone)| (role, zone.parse().unwrap_or(Tz::UTC))))
    }

    /// Records, beside the request, that a token was used.
    #[expect(
        clippy::disallowed_methods,
        reason = "beside the request on purpose; losing it loses a minute of accuracy"
    )]
    fn note_use(&self, workspace: WorkspaceId, token: ApiTokenId) {
        if self.db.is_read_only() {
            return;
        }
        let entrance = self.clone();
        tokio::spawn(async move {
            if let Err(failure) = entrance
                .db
                .write_global(&(workspace, token), tokens::note_use)
                .await
            {
                tracing::warn!(?failure, %token, "the use of a token was not recorded");
            }
        });
    }
}
