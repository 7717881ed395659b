//! Signing in, in GraphQL.

mod tokens;

use std::collections::HashMap;

use async_graphql::{Context, InputObject, Object as Resolvers, Result, SimpleObject};
use chrono::TimeDelta;
use entity::ids::{ApiTokenId, WorkspaceId};
use entity::user;
use uuid::Uuid;

pub use tokens::ApiToken;
use tokens::{ApiTokenPayload, CreateApiTokenInput, CreateApiTokenPayload};

use super::{Claims, LogIn, NewUser, Refreshed, Session as Begun, rules};
use crate::graphql::context::ContextExt;
use crate::graphql::errors::{UserError, shown};
use crate::graphql::plan::declare::computed;
use crate::graphql::plan::{Ask, Field, Object, SeenBy, Values};
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::{DateTime, Id};
use crate::kit::check::{Checks, Path};
use crate::kit::{Caller, Code, Failure, Fault, Problem, Right};
use crate::people;
use crate::people::gql::Person;
use crate::workspaces;
use crate::workspaces::gql::Workspace;

computed! {
    /// Someone who signs in.
    User(user::Model): user
}

fn user() -> Object {
    Object::computed::<user::Model>("User", "Someone who signs in.")
        .id("The user's id.", |it| it.id, |ask, ids| Box::pin(users_by_id(ask, ids)))
        .value("email", "The address with which the user signs in.", |it| it.email.clone())
        .value("displayName", "How the user wants to be called.", |it| it.display_name.clone())
        .value("createdAt", "When the user signed up.", |it| it.created_at)
        .linked::<Person>(
            "self",
            "The person that the user is in the workspace's network (`isSelf`), if the caller may see people.",
            |ask, users| Box::pin(own_person(ask, users)),
        )
        .done()
}

/// At most one of the users is a person of the workspace: the one who made it.
async fn own_person(ask: &Ask<'_>, users: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, Fault> {
    if !ask.may(Right::PeopleRead) {
        return Ok(HashMap::new());
    }
    let own = people::own(ask.reader).await?;
    let own = own.and_then(|(person, by)| Some((by.user?.0, person.0)));
    Ok(own.into_iter().filter(|(user, _)| users.contains(user)).collect())
}

/// Users are seen by who belongs to the same workspace and may see its members, and by themselves.
async fn users_by_id(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let own = super::sessions::user(ask.reader.conn(), ask.caller.user).await?;
    let mut users: HashMap<Uuid, user::Model> = own.into_iter().map(|own| (own.id.0, own)).collect();
    if ask.may(Right::WorkspaceRead) {
        let members = workspaces::members(ask.reader).await?;
        users.extend(members.into_iter().map(|member| (member.user.id.0, member.user)));
    }
    users.retain(|id, _| ids.contains(id));
    Ok(Values::under(users))
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
    user: SeenBy<User>,
    /// The workspace that the tokens speak for.
    workspace: SeenBy<Workspace>,
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

/// What logging out answers.
#[derive(SimpleObject)]
pub struct LogOutPayload {
    /// Whether there was a session to end: an API token has none.
    ended: bool,
    /// What was wrong. Nothing was done.
    user_errors: Vec<UserError>,
}

impl LogOutPayload {
    fn of(ended: bool, problems: Vec<Problem>) -> Self {
        let user_errors = problems.into_iter().map(Into::into).collect();
        Self { ended, user_errors }
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

/// Queries on who calls.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::computed::<User>(
            "viewer",
            "Who calls: the signed-in user, or the user who made the API token; null for a stranger.",
            |ask, _| Box::pin(viewer(ask)),
        ),
        tokens::list(),
    ]
}

async fn viewer(ask: &Ask<'_>) -> Result<Values, Fault> {
    let found = super::sessions::user(ask.reader.conn(), ask.caller.user).await?;
    Ok(Values::of(Vec::from_iter(found)))
}

/// Mutations of who may call.
#[derive(Default)]
pub struct AuthMutation;

#[Resolvers]
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

    /// Exchanges a refresh token for the next pair of tokens. A refresh token is good for one use: one that comes back within 30 seconds
    /// gets the same next refresh token, as two tabs may send it, or an answer may be lost; one that comes back later ends its session, for
    /// then somebody has a copy.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session to go on with.")] input: RefreshSessionInput,
    ) -> Option<Result<SessionPayload>> {
        Some(SessionPayload::of(refresh(ctx, input).await))
    }

    /// Ends the session with which this is called: its tokens are refused from now on.
    async fn log_out(&self, ctx: &Context<'_>) -> Option<Result<LogOutPayload>> {
        Some(log_out(ctx).await)
    }

    /// Makes an API token.
    #[graphql(directive = requires_scopes::apply(vec![Right::TokensWrite.to_string()]))]
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: CreateApiTokenInput,
    ) -> Option<Result<CreateApiTokenPayload>> {
        Some(tokens::create(ctx, input).await)
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

fn app<'c>(ctx: &'c Context<'_>) -> Result<&'c crate::app::App, Fault> {
    ctx.app().map_err(|lost| Fault::Internal(lost.message))
}

async fn sign_up(ctx: &Context<'_>, input: SignUpInput) -> Result<Session, Failure> {
    let app = app(ctx)?;
    if !app.settings.auth.sign_up {
        return Err(Problem::new(
            Code::Forbidden,
            Path::default(),
            "this server is closed to new users",
        )
        .into());
    }
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
    let app = app(ctx)?;
    let LogInInput {
        email,
        password,
        workspace_id,
    } = input;
    app.attempts.log_in(&rules::normal_email(&email))?;
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
    let app = app(ctx)?;
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

async fn log_out(ctx: &Context<'_>) -> Result<LogOutPayload> {
    let Some(session) = ctx.caller()?.session else {
        return Ok(LogOutPayload::of(false, Vec::new()));
    };
    match ctx.app()?.db.write_global(&session, super::log_out).await {
        Ok(()) => Ok(LogOutPayload::of(true, Vec::new())),
        Err(Failure::Rejected(problems)) => Ok(LogOutPayload::of(false, problems)),
        Err(Failure::Fault(fault)) => Err(shown(fault)),
    }
}

fn session(app: &crate::app::App, begun: Begun) -> Result<Session, Failure> {
    let Begun {
        id,
        user,
        workspace,
        role,
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
    let zone = workspace.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let caller = Caller::session(user.id, id, (workspace.id, zone), role);
    Ok(Session {
        access_token,
        refresh_token,
        expires_at: expires_at.into(),
        user: SeenBy::new(&caller, user),
        workspace: SeenBy::new(&caller, Workspace::from(workspace).0),
    })
}
