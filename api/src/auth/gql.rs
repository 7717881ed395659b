//! Signing in, in GraphQL.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::TimeDelta;
use entity::ids::{ApiTokenId, WorkspaceId};
use entity::{Actor, api_token, user};

use super::{Claims, LogIn, NewToken, NewUser, Refreshed, Session as Begun, Token, rules};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::declare::plain_payload;
use crate::graphql::errors::{Payload, UserError, shown};
use crate::graphql::plan::by_id;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::{DateTime, Id};
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Failure, Fault, Problem, Right};
use crate::people::gql::Person;
use crate::workspaces::gql::Workspace;

/// Someone who signs in.
pub struct User(pub user::Model);

/// Someone who signs in.
#[Object]
impl User {
    /// The user's id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The address with which the user signs in.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// How the user wants to be called.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// When the user signed up.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// The person that the user is in the workspace's network (`isSelf`), if the caller may see people.
    #[graphql(name = "self")]
    async fn own_person(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        let own = ctx.own().await.transpose()?;
        own.map(|(person, by)| (by == Actor::user(self.0.id)).then(|| by_id::<Person>(person.0)))
            .transpose()
    }
}

/// A session that has just begun or gone on.
#[derive(SimpleObject)]
pub struct Session {
    /// Send it as `Authorization: Bearer …`. A signed JWT, good for 15 minutes unless the server is set otherwise.
    access_token: String,
    /// Exchange it, once, for the next pair by `refreshSession`. Keep it where only your app can read it.
    refresh_token: String,
    /// When the access token ends.
    expires_at: DateTime,
    /// Who signed in.
    user: User,
    /// The workspace that the tokens speak for.
    workspace: Workspace,
}

/// What signing in answers.
#[derive(SimpleObject)]
pub struct SessionPayload {
    /// The session; null when there are user errors.
    session: Option<Session>,
    /// What was wrong. Nothing was done.
    user_errors: Vec<UserError>,
}

impl SessionPayload {
    fn of(outcome: Result<Session, Failure>) -> Result<Self> {
        match outcome {
            Ok(session) => Ok(Self {
                session: Some(session),
                user_errors: Vec::new(),
            }),
            Err(Failure::Rejected(problems)) => Ok(Self {
                session: None,
                user_errors: problems.into_iter().map(Into::into).collect(),
            }),
            Err(Failure::Fault(fault)) => Err(shown(fault)),
        }
    }

    /// What another area's mutation answers when it has begun a session, or could not.
    pub(crate) fn begun(app: &crate::app::App, outcome: Result<Begun, Failure>) -> Result<Self> {
        Self::of(outcome.and_then(|begun| session(app, begun)))
    }
}

/// Who signs up.
#[derive(InputObject)]
pub struct SignUpInput {
    /// The address to sign in with.
    email: String,
    /// 8 to 256 characters.
    #[graphql(secret)]
    password: String,
    /// How the user wants to be called, at most 200 characters.
    display_name: String,
}

/// Who logs in.
#[derive(InputObject)]
pub struct LogInInput {
    /// The address.
    email: String,
    /// The password.
    #[graphql(secret)]
    password: String,
    /// Into which workspace; the first that the user joined if left out.
    workspace_id: Option<Id<WorkspaceId>>,
}

/// A session to go on with.
#[derive(InputObject)]
pub struct RefreshSessionInput {
    /// The refresh token that the last answer gave.
    #[graphql(secret)]
    refresh_token: String,
}

/// A key for a script or an integration.
pub struct ApiToken(pub api_token::Model);

impl From<api_token::Model> for ApiToken {
    fn from(model: api_token::Model) -> Self {
        Self(model)
    }
}

/// A key for a script or an integration.
#[Object(directive = requires_scopes::apply(vec![Right::TokensRead.to_string()]))]
impl ApiToken {
    /// The token's id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What the owner calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The last four characters of the token, to tell tokens apart.
    async fn hint(&self) -> &str {
        &self.0.hint
    }

    /// What it may do, at most.
    async fn scopes(&self) -> Vec<String> {
        super::tokens::scopes(&self.0)
            .into_iter()
            .map(|right| right.to_string())
            .collect()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// From when it is refused.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When it was revoked.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(Into::into)
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(Into::into)
    }
}

plain_payload! {
    /// What revoking a token answers.
    ApiTokenPayload {
        /// The token as it is now.
        api_token: ApiToken
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
    fn written(token: Token, _: i64, _: Option<crate::graphql::plan::Stored>) -> Self {
        Self {
            api_token: Some(token.model.into()),
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

/// Queries on who calls.
#[derive(Default)]
pub struct AuthQuery;

#[Object]
impl AuthQuery {
    /// Who calls: the signed-in user, or the user who made the API token; null for a stranger.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        viewer(ctx).await.transpose()
    }

    /// The workspace's API tokens, newest first, at most 200.
    #[graphql(directive = requires_scopes::apply(vec![Right::TokensRead.to_string()]))]
    async fn api_tokens(&self, ctx: &Context<'_>) -> Option<Result<Vec<ApiToken>>> {
        Some(api_tokens(ctx).await)
    }
}

async fn viewer(ctx: &Context<'_>) -> Result<Option<User>> {
    let Some(caller) = &ctx.request()?.caller else {
        return Ok(None);
    };
    let found = super::sessions::user(&ctx.app()?.db, caller.user).await.shown()?;
    Ok(found.map(User))
}

async fn api_tokens(ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
    let reader = ctx.reader(Right::TokensRead)?;
    Ok(super::tokens(&reader)
        .await
        .shown()?
        .into_iter()
        .map(Into::into)
        .collect())
}

/// Mutations of who may call.
#[derive(Default)]
pub struct AuthMutation;

#[Object]
impl AuthMutation {
    /// Makes a user with a workspace of their own, and signs them in. Open to strangers; attempts are limited.
    async fn sign_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs up.")] input: SignUpInput,
    ) -> Option<Result<SessionPayload>> {
        Some(SessionPayload::of(sign_up(ctx, input).await))
    }

    /// Signs a user in. Open to strangers; attempts are limited. A wrong password and an unknown address answer the same.
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who logs in.")] input: LogInInput,
    ) -> Option<Result<SessionPayload>> {
        Some(SessionPayload::of(log_in(ctx, input).await))
    }

    /// Exchanges a refresh token for the next pair of tokens. A refresh token is good for one use: one that comes back ends its
    /// session, for then somebody has a copy.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session to go on with.")] input: RefreshSessionInput,
    ) -> Option<Result<SessionPayload>> {
        Some(SessionPayload::of(refresh(ctx, input).await))
    }

    /// Ends the session with which this is called: its tokens are refused from now on. True if there was one.
    async fn log_out(&self, ctx: &Context<'_>) -> Option<Result<bool>> {
        Some(log_out(ctx).await)
    }

    /// Makes an API token.
    #[graphql(directive = requires_scopes::apply(vec![Right::TokensWrite.to_string()]))]
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: CreateApiTokenInput,
    ) -> Option<Result<CreateApiTokenPayload>> {
        Some(create_api_token(ctx, input).await)
    }

    /// Revokes an API token: it is refused from now on. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::TokensWrite.to_string()]))]
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<ApiTokenId>,
    ) -> Option<Result<ApiTokenPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        Some(
            ctx.command(Right::TokensWrite, checks, &id, super::revoke_token)
                .await,
        )
    }
}

async fn create_api_token(ctx: &Context<'_>, input: CreateApiTokenInput) -> Result<CreateApiTokenPayload> {
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
    ctx.command(Right::TokensWrite, checks, &new, super::create_token)
        .await
}

fn parts<'c>(ctx: &'c Context<'_>) -> Result<(&'c crate::app::App, &'c str), Fault> {
    let lost = |error: async_graphql::Error| Fault::Internal(error.message);
    Ok((ctx.app().map_err(lost)?, &ctx.request().map_err(lost)?.peer))
}

async fn sign_up(ctx: &Context<'_>, input: SignUpInput) -> Result<Session, Failure> {
    let (app, peer) = parts(ctx)?;
    if !app.settings.auth.sign_up {
        return Err(Problem::new(
            Code::Forbidden,
            Path::default(),
            "this server is closed to new users",
        )
        .into());
    }
    app.attempts.sign_up(peer)?;
    let SignUpInput {
        email,
        password,
        display_name,
    } = input;
    let mut checks = Checks::new();
    rules::check_email(&mut checks, Path::input("email"), &email);
    rules::check_password(&mut checks, Path::input("password"), &password);
    checks.required(Path::input("displayName"), Some(&display_name), 200);
    checks.done()?;
    let password_hash = app.passwords.hash(password).await?;
    let new = NewUser {
        email,
        display_name,
        password_hash,
        session_days: app.settings.auth.session_days,
    };
    session(app, app.db.write_global(&new, super::sign_up).await?)
}

async fn log_in(ctx: &Context<'_>, input: LogInInput) -> Result<Session, Failure> {
    let (app, peer) = parts(ctx)?;
    let LogInInput {
        email,
        password,
        workspace_id,
    } = input;
    app.attempts.log_in(&rules::normal_email(&email), peer)?;
    let mut checks = Checks::new();
    let workspace = checks.optional_id(Path::input("workspaceId"), workspace_id.as_ref());
    checks.done()?;
    let user = super::user_by_email(app.db.global(), &email).await?;
    let password = if password.len() > rules::PASSWORD_MAX * 4 {
        String::new()
    } else {
        password
    };
    let right = app
        .passwords
        .verify(password, user.as_ref().map(|user| user.password_hash.clone()))
        .await?;
    let Some(user) = user.filter(|_| right) else {
        let message = "the address or the password is wrong";
        return Err(Problem::new(Code::Credentials, Path::argument("input"), message).into());
    };
    let log_in = LogIn {
        user: user.id,
        workspace,
        session_days: app.settings.auth.session_days,
    };
    session(app, app.db.write_global(&log_in, super::enter).await?)
}

async fn refresh(ctx: &Context<'_>, input: RefreshSessionInput) -> Result<Session, Failure> {
    let (app, _) = parts(ctx)?;
    match app.db.write_global(&input.refresh_token, super::refresh).await? {
        Refreshed::Session(begun) => session(app, *begun),
        refused => {
            if let Refreshed::Reused(id) = refused {
                tracing::warn!(session = %id, "a used refresh token came back; the session was ended");
            }
            let message = "the refresh token is not valid, or no longer; log in again";
            Err(Problem::new(Code::Credentials, Path::input("refreshToken"), message).into())
        }
    }
}

async fn log_out(ctx: &Context<'_>) -> Result<bool> {
    let Some(session) = ctx.caller()?.session else {
        return Ok(false);
    };
    match ctx.app()?.db.write_global(&session, super::log_out).await {
        Ok(()) => Ok(true),
        Err(Failure::Fault(fault)) => Err(shown(fault)),
        Err(Failure::Rejected(_)) => Ok(false),
    }
}

fn session(app: &crate::app::App, begun: Begun) -> Result<Session, Failure> {
    let Begun {
        id,
        user,
        workspace,
        refresh_token,
    } = begun;
    let now = app.clock.now();
    let expires_at = now + TimeDelta::minutes(app.settings.auth.access_minutes);
    let ids = (user.id.to_string(), id.to_string(), workspace.id.to_string());
    let claims = Claims::new(ids.0, ids.1, ids.2, now.timestamp(), expires_at.timestamp());
    let access_token = app
        .keys
        .sign(&claims)
        .map_err(|error| Fault::Internal(error.to_string()))?;
    let (user, workspace, expires_at) = (User(user), workspace.into(), expires_at.into());
    Ok(Session {
        access_token,
        refresh_token,
        expires_at,
        user,
        workspace,
    })
}
