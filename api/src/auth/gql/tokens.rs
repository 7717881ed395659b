//! API tokens, in GraphQL.

use std::collections::HashMap;

use async_graphql::{Enum, InputObject};
use entity::api_token;
use entity::ids::ApiTokenId;
use uuid::Uuid;

use crate::auth::{self, NewToken, Token, TokenFilter, TokenLeaf};
use crate::graphql::comparators::DateTimeComparator;
use crate::graphql::connection::OrderDirection;
use crate::graphql::kinds::ApiToken;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Done, Field, Json, Object, Outcome, Sent, is_down};
use crate::graphql::rights::Scope;
use crate::graphql::scalars::DateTime;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::list::List;
use crate::kit::{Code, Fault, Reader, Right};

pub(super) fn api_token() -> Object {
    use api_token::Column;
    let mut object = Object::part::<api_token::Entity>("ApiToken", "A key for a script or an integration.")
        .id::<ApiTokenId>("The id of the API token.", Column::Id)
        .column("name", "What the owner calls it.", Column::Name)
        .column(
            "hint",
            "The last four characters of the token, to tell tokens apart.",
            Column::Hint,
        )
        .batch::<Vec<Scope>>("scopes", "What it may do, at most.", "[]", |reader, ids, _| {
            Box::pin(scopes(reader, ids))
        })
        .column(
            "createdAt",
            "When it was made, by the server's clock.",
            Column::CreatedAt,
        )
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

shape! {
    /// What revoking a token answers.
    ApiTokenPayload: revoked
}

fn revoked() -> Object {
    Object::computed::<Outcome>("ApiTokenPayload", "What revoking a token answers.")
        .written::<ApiToken>("apiToken", "The token as it is now.")
        .settled()
        .done()
}

shape! {
    /// What making a token answers.
    CreateApiTokenPayload: made
}

fn made() -> Object {
    Object::computed::<Outcome>("CreateApiTokenPayload", "What making a token answers.")
        .written::<ApiToken>("apiToken", "What is kept of the token.")
        .value(
            "secret",
            "The token itself, `rpt_…`. It is shown only here: keep it now. Send it as `Authorization: Bearer …`.",
            |it| it.value::<String>().cloned(),
        )
        .problems("What was wrong with the input. When it is not empty, nothing was written.")
        .done()
}

/// A key for a script or an integration.
#[derive(InputObject)]
pub struct CreateApiTokenInput {
    /// What to call it, at most 100 characters.
    name: String,
    /// What it may do; at least one. It can never do more than who made it.
    scopes: Vec<Scope>,
    /// From when it is refused.
    expires_at: DateTime,
}

/// Which tokens. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in all. Those that
/// are good now: `{ revokedAt: { isNull: true }, expiresAt: { gt: "P0D" } }`.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "ApiTokenFilter")]
pub struct ApiTokenFilterInput {
    /// All of these conditions hold.
    and: Option<Vec<ApiTokenFilterInput>>,
    /// At least one of these conditions holds.
    or: Option<Vec<ApiTokenFilterInput>>,
    /// This condition does not hold.
    not: Option<Box<ApiTokenFilterInput>>,
    /// When it was made, by the server's clock.
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
        let created = times(self.created_at).map(TokenLeaf::Created);
        let expires = times(self.expires_at).map(TokenLeaf::Expires);
        let revoked = times(self.revoked_at).map(TokenLeaf::Revoked);
        let used = times(self.last_used_at).map(TokenLeaf::LastUsed);
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
    /// When it was made, by the server's clock.
    CreatedAt,
    /// From when it is refused.
    ExpiresAt,
}

/// The order of a list of tokens; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct ApiTokenOrder {
    /// By what the list is sorted.
    pub field: ApiTokenOrderField,
    /// Whether it rises or falls.
    pub direction: OrderDirection,
}

/// `apiToken`.
pub(super) fn one() -> Field {
    Field::by_id::<ApiToken, ApiTokenId>(
        "apiToken",
        "An API token by id, ended and revoked ones too; null when there is none.",
        "The id of the API token.",
    )
    .needs(Right::TokensRead)
}

pub(super) fn list() -> Field {
    Field::list::<ApiToken>(
        "apiTokens",
        "The workspace's API tokens, newest first unless ordered otherwise; those that ended or were revoked, too.",
        tokens,
    )
    .needs(Right::TokensRead)
    .argument::<Option<ApiTokenFilterInput>>("filter", "Only tokens of which this holds.")
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

/// Mutations of tokens.
pub(super) fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<CreateApiTokenPayload>(
            "createApiToken",
            "Makes an API token, whose secret is answered once.",
            Right::TokensWrite,
        )
        .input::<CreateApiTokenInput>("What the token is called and may do.")
        .leaves(new, auth::create_token, |Token { model, secret }| {
            Done::of(model.id).and(secret)
        })
        .secret(),
        Field::verb::<ApiTokenPayload>(
            "revokeApiToken",
            "Revokes an API token: it is refused from now on. Doing so twice changes nothing.",
            Right::TokensWrite,
        )
        .id::<ApiTokenId>("The id of the record that is meant.")
        .leaves(
            |it| it.id::<ApiTokenId>("id"),
            auth::revoke_token,
            |token: api_token::Model| Done::of(token.id),
        )
        .alone(),
    ]
}

fn new(sent: &mut Sent<'_>) -> Result<NewToken, Fault> {
    let CreateApiTokenInput {
        name,
        scopes,
        expires_at,
    } = sent.input()?;
    let scopes: Vec<Right> = scopes.into_iter().map(Right::from).collect();
    for (position, scope) in scopes.iter().enumerate() {
        // Else a token that may make tokens could give itself every right.
        if !sent.caller.rights.contains(*scope) {
            let message = format!("you may not do {scope} yourself, so no token of yours may");
            sent.checks
                .note(Code::Forbidden, Path::input("scopes").at(position), message);
        }
    }
    Ok(NewToken {
        name,
        scopes,
        expires_at: expires_at.0,
        user: sent.caller.user,
    })
}
