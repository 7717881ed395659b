//! API tokens: keys for scripts and integrations.

use chrono::{DateTime, Utc};
use entity::change::ChangeOp;
use entity::ids::{ApiTokenId, UserId, WorkspaceId};
use entity::{RecordType, api_token};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};

use crate::kit::check::{Checks, Path};
use crate::kit::filter::{Predicate, TimeTest};
use crate::kit::list::{List, Place, Sort};
use crate::kit::secret::Secret;
use crate::kit::{Code, Failure, Fault, Problem, Reader, Right, Root, Tx};

/// How the text of every token begins, so that it is known when it leaks.
pub const PREFIX: &str = "rpt_";
const NAME: usize = 100;

/// A new token.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What the owner calls it.
    pub name: String,
    /// The scopes.
    pub scopes: Vec<Right>,
    /// From when it is refused.
    pub expires_at: DateTime<Utc>,
    /// Who makes it.
    pub user: UserId,
}

/// A token that has just been made.
#[derive(Clone, Debug)]
pub struct Token {
    /// What is kept of it.
    pub model: api_token::Model,
    /// The token itself, to be shown once.
    pub secret: String,
}

/// Makes a token.
///
/// # Errors
/// Its name, scopes or expiry are wrong.
pub async fn create_token(tx: &mut Tx, new: &NewToken) -> Result<Token, Failure> {
    let mut checks = Checks::new();
    let name = checks.required(Path::input("name"), Some(&new.name), NAME);
    if new.scopes.is_empty() {
        checks.note(Code::Required, Path::input("scopes"), "name at least one scope");
    }
    if new.expires_at <= tx.now() {
        checks.note(
            Code::Invalid,
            Path::input("expiresAt"),
            "the expiry must lie in the future",
        );
    }
    checks.done()?;
    let id: ApiTokenId = tx.new_id();
    let secret = Secret::new([tx.workspace().0, id.0]);
    let text = secret.expose();
    let model = api_token::Model {
        workspace_id: tx.workspace(),
        id,
        name,
        hint: text
            .chars()
            .skip(text.chars().count().saturating_sub(4))
            .collect(),
        secret_hash: secret.hash(),
        scopes: new.scopes.iter().map(|right| right.as_str()).collect(),
        user_id: new.user,
        created_at: tx.now(),
        expires_at: new.expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    tx.announce(RecordType::ApiToken, id.0, ChangeOp::Create, 1);
    model
        .clone()
        .into_active_model()
        .reset_all()
        .insert(tx.conn())
        .await?;
    Ok(Token {
        model,
        secret: format!("{PREFIX}{text}"),
    })
}

/// Revokes a token: it is refused from now on. Doing so twice changes nothing.
///
/// # Errors
/// There is no such token.
pub async fn revoke_token(tx: &mut Tx, id: &ApiTokenId) -> Result<api_token::Model, Failure> {
    let found = tx
        .read()
        .select::<api_token::Entity>()
        .filter(api_token::Column::Id.eq(*id))
        .one(tx.conn())
        .await?;
    let not_found = || {
        Problem::new(
            Code::NotFound,
            Path::argument("id"),
            "there is no api_token with this id",
        )
    };
    let mut model = found.ok_or_else(not_found)?;
    if model.revoked_at.is_none() {
        model.revoked_at = Some(tx.now());
        tx.regrant();
        tx.announce(RecordType::ApiToken, id.0, ChangeOp::Archive, 2);
        tx.put::<api_token::Entity>(&model).await?;
    }
    Ok(model)
}

/// What a list of tokens can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TokenLeaf {
    /// When it was made.
    Created(TimeTest),
    /// From when it is refused.
    Expires(TimeTest),
    /// When it was revoked.
    Revoked(TimeTest),
    /// When it was last used.
    LastUsed(TimeTest),
}

/// Which tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TokenFilter {
    /// Conditions.
    pub predicate: Option<Predicate<TokenLeaf>>,
}

/// What a list of tokens is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TokenOrder {
    /// When it was made.
    #[default]
    CreatedAt,
    /// From when it is refused.
    ExpiresAt,
}

/// The tokens of the workspace that meet a filter, in an order.
///
/// # Errors
/// The filter is too large.
pub fn tokens(
    place: &Place,
    filter: &TokenFilter,
    (order, descending): (TokenOrder, bool),
    now: DateTime<Utc>,
) -> Result<List, Fault> {
    use api_token::Column;
    let mut select = place.scope.select::<api_token::Entity>();
    if let Some(predicate) = &filter.predicate {
        predicate.check()?;
        select = select.filter(predicate.condition(&|leaf| {
            Condition::all().add(match leaf {
                TokenLeaf::Created(test) => test.on(Column::CreatedAt.into_expr(), now),
                TokenLeaf::Expires(test) => test.on(Column::ExpiresAt.into_expr(), now),
                TokenLeaf::Revoked(test) => test.on(Column::RevokedAt.into_expr(), now),
                TokenLeaf::LastUsed(test) => test.on(Column::LastUsedAt.into_expr(), now),
            })
        }));
    }
    let column = match order {
        TokenOrder::CreatedAt => Column::CreatedAt,
        TokenOrder::ExpiresAt => Column::ExpiresAt,
    };
    let sort = Sort::by(column, Column::Id, descending);
    Ok(List::of(select, sort))
}

/// The tokens with these ids.
///
/// # Errors
/// The database fails.
pub async fn tokens_by_ids(reader: &Reader<'_>, ids: &[ApiTokenId]) -> Result<Vec<api_token::Model>, Fault> {
    let select = reader.select::<api_token::Entity>();
    let found = select.filter(api_token::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(reader.conn()).await?)
}

/// The scopes that a token was given.
#[must_use]
pub fn scopes(token: &api_token::Model) -> Vec<Right> {
    let names = token.scopes.as_array().map(Vec::as_slice).unwrap_or_default();
    names
        .iter()
        .filter_map(|name| name.as_str()?.parse().ok())
        .collect()
}

/// Records that a token was used.
///
/// # Errors
/// The database fails.
pub async fn note_use(root: &Root, (workspace, id): &(WorkspaceId, ApiTokenId)) -> Result<(), Failure> {
    api_token::Entity::update_many()
        .col_expr(api_token::Column::LastUsedAt, root.now().into())
        .filter(api_token::Column::WorkspaceId.eq(*workspace))
        .filter(api_token::Column::Id.eq(*id))
        .exec(root.conn())
        .await?;
    Ok(())
}
