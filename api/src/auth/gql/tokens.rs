//! API tokens, in GraphQL.

use std::collections::HashMap;

use async_graphql::{Context, Enum, InputObject, Result, SimpleObject};
use entity::api_token;
use entity::ids::ApiTokenId;
use uuid::Uuid;

use crate::auth::{self, NewToken, Token, TokenFilter, TokenLeaf};
use crate::graphql::comparators::DateTimeComparator;
use crate::graphql::connection::OrderDirection;
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload_type;
use crate::graphql::errors::{Payload, UserError};
use crate::graphql::plan::declare::object;
use crate::graphql::plan::{Ask, Field, Json, Object, ObjectOf, Shape as _, Stored, is_down};
use crate::graphql::scalars::DateTime;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::list::List;
use crate::kit::{Code, Fault, Problem, Reader, Right};

object! {
    /// A key for a script or an integration.
    ApiToken: api_token
}

fn api_token() -> Object {
    use api_token::Column;
    let mut object = Object::part::<api_token::Entity>("ApiToken", "A key for a script or an integration.")
        .id::<ApiTokenId>("The token's id.", Column::Id)
        .column("name", "What the owner calls it.", Column::Name)
        .column(
            "hint",
            "The last four characters of the token, to tell tokens apart.",
            Column::Hint,
        )
        .batch::<Vec<String>>("scopes", "What it may do, at most.", "[]", |reader, ids, _| {
            Box::pin(scopes(reader, ids))
        })
        .column("createdAt", "When it was made.", Column::CreatedAt)
        .column("expiresAt", "From when it is refused.", Column::ExpiresAt)
        .column("revokedAt", "When it was revoked.", Column::RevokedAt)
        .column(
            "lastUsedAt",
            "When it was last used, to the minute.",
            Column::LastUsedAt,
        );
    object.right = Some(Right::TokensRead);
    object
}

async fn scopes(reader: &Reader<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, Json>, Fault> {
    let ids: Vec<ApiTokenId> = ids.iter().copied().map(ApiTokenId).collect();
    let found = auth::tokens_by_ids(reader, &ids).await?;
    let shown = found.iter().map(|token| {
        let mut json = Json::default();
        json.words(auth::scopes(token).into_iter().map(Right::as_str));
        (token.id.0, json)
    });
    Ok(shown.collect())
}

payload_type! {
    /// What revoking a token answers.
    ApiTokenPayload {
        /// The token as it is now.
        api_token: ApiToken
    }
}

impl Payload<api_token::Model> for ApiTokenPayload {
    const SHOWS: Option<(&'static str, ObjectOf)> = Some(("apiToken", ApiToken::object));

    fn id(token: &api_token::Model) -> Option<Uuid> {
        Some(token.id.0)
    }

    fn written(_: api_token::Model, seq: i64, shown: Option<Stored>) -> Self {
        Self::done(shown.map(Into::into), seq)
    }

    fn rejected(problems: Vec<Problem>) -> Self {
        Self::refused(problems)
    }
}

/// What making a token answers.
#[derive(SimpleObject)]
pub struct CreateApiTokenPayload {
    /// What is kept of the token.
    api_token: Option<ApiToken>,
    /// The token itself, `rpt_…`. It is shown only here: keep it now. Send it as `Authorization: Bearer …`.
    secret: Option<String>,
    /// What was wrong with the input. When it is not empty, nothing was written.
    user_errors: Vec<UserError>,
}

impl Payload<Token> for CreateApiTokenPayload {
    const SHOWS: Option<(&'static str, ObjectOf)> = Some(("apiToken", ApiToken::object));

    fn id(token: &Token) -> Option<Uuid> {
        Some(token.model.id.0)
    }

    fn written(token: Token, _: i64, shown: Option<Stored>) -> Self {
        Self {
            api_token: shown.map(Into::into),
            secret: Some(token.secret),
            user_errors: Vec::new(),
        }
    }

    fn rejected(problems: Vec<Problem>) -> Self {
        Self {
            api_token: None,
            secret: None,
            user_errors: problems.into_iter().map(Into::into).collect(),
        }
    }
}

/// A key for a script or an integration.
#[derive(InputObject)]
pub struct CreateApiTokenInput {
    /// What to call it, at most 100 characters.
    name: String,
    /// What it may do: `people:read`, `people:write`, `interactions:read`, … It can never do more than who made it.
    scopes: Vec<String>,
    /// From when it is refused.
    expires_at: DateTime,
}

/// Which tokens. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in all. Those that
/// are good now: `{ revokedAt: { isNull: true }, expiresAt: { gt: "P0D" } }`.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "ApiTokenFilter")]
pub struct ApiTokenFilterInput {
    /// All of these hold.
    and: Option<Vec<ApiTokenFilterInput>>,
    /// One of these holds.
    or: Option<Vec<ApiTokenFilterInput>>,
    /// This does not hold.
    not: Option<Box<ApiTokenFilterInput>>,
    /// When it was made.
    created_at: Option<DateTimeComparator>,
    /// From when it is refused.
    expires_at: Option<DateTimeComparator>,
    /// When it was revoked; `isNull: true` for those that were not.
    revoked_at: Option<DateTimeComparator>,
    /// When it was last used; `isNull: true` for those that never were.
    last_used_at: Option<DateTimeComparator>,
}

impl ApiTokenFilterInput {
    /// The conditions.
    pub fn read(self, _checks: &mut Checks, path: &Path) -> Predicate<TokenLeaf> {
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        let created = times(self.created_at).map(TokenLeaf::CreatedAt);
        let expires = times(self.expires_at).map(TokenLeaf::ExpiresAt);
        let revoked = times(self.revoked_at).map(TokenLeaf::RevokedAt);
        let used = times(self.last_used_at).map(TokenLeaf::LastUsedAt);
        let leaves = created.chain(expires).chain(revoked).chain(used);
        let all = leaves.map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(_checks, path))
    }
}

/// What a list of tokens can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "auth::TokenOrder")]
pub enum ApiTokenOrderField {
    /// When it was made.
    CreatedAt,
    /// From when it is refused.
    ExpiresAt,
}

/// The order of a list of tokens; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct ApiTokenOrder {
    /// By what.
    pub field: ApiTokenOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

pub(super) fn list() -> Field {
    Field::list::<ApiToken>(
        "apiTokens",
        "The workspace's API tokens, newest first unless ordered otherwise; those that ended or were revoked, too.",
        tokens,
    )
    .needs(Right::TokensRead)
    .argument::<Option<ApiTokenFilterInput>>("filter", "Which tokens.")
    .argument::<Option<ApiTokenOrder>>("orderBy", "The order; newest first if left out.")
    .paged()
}

fn tokens(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = TokenFilter {
        predicate: ask.filter(ApiTokenFilterInput::read)?,
    };
    let order = ask.get::<Option<ApiTokenOrder>>("orderBy")?;
    let order = order.map_or((auth::TokenOrder::default(), true), |order| {
        (order.field.into(), is_down(order.direction))
    });
    auth::tokens(&ask.place(), &filter, order, ask.now)
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateApiTokenInput) -> Result<CreateApiTokenPayload> {
    let CreateApiTokenInput {
        name,
        scopes,
        expires_at,
    } = input;
    let caller = ctx.caller()?;
    let mut checks = Checks::new();
    for (position, scope) in scopes.iter().enumerate() {
        // Else a token that may make tokens could give itself every right.
        if scope
            .parse::<Right>()
            .is_ok_and(|right| !caller.rights.contains(right))
        {
            let message = format!("you may not do {scope} yourself, so no token of yours may");
            checks.note(Code::Forbidden, Path::input("scopes").at(position), message);
        }
    }
    let new = NewToken {
        name,
        scopes,
        expires_at: expires_at.0,
        user: caller.user,
    };
    ctx.command(Right::TokensWrite, checks, &new, auth::create_token)
        .await
}
