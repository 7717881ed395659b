//! Signing in, in GraphQL.

mod seen;
mod tokens;

use async_graphql::InputObject;
use chrono::{TimeDelta, Utc};
use entity::ids::WorkspaceId;
use entity::user;

pub use seen::Seen;

use super::{Claims, Entrance, LogIn, NewUser, Refreshed, Session as Begun, rules};
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{ApiToken, User, Workspace};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Called, Done, Field, Object, Outcome, Values};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::{Caller, Code, Failure, Fault, Problem};

shape! {
    /// A session that has just begun or gone on.
    Session: session
}

/// A session that has just begun or gone on, with its tokens.
#[derive(Clone)]
struct Entered {
    access_token: String,
    refresh_token: String,
    expires_at: chrono::DateTime<Utc>,
    user: user::Model,
    workspace: Seen,
}

fn session() -> Object {
    Object::computed::<Entered>("Session", "A session that has just begun or gone on.")
        .value(
            "accessToken",
            "Send it as `Authorization: Bearer …`. A signed JWT, good for 15 minutes unless the server is set otherwise.",
            |it| it.access_token.clone(),
        )
        .value(
            "refreshToken",
            "Exchange it, once, for the next pair by `refreshSession`. Keep it where only your app can read it.",
            |it| it.refresh_token.clone(),
        )
        .value("expiresAt", "When the access token ends.", |it| it.expires_at)
        .always::<User, _>("user", "The user who signed in.", |it| it.user.clone())
        .always::<Workspace, _>("workspace", "The workspace that the tokens speak for.", |it| {
            it.workspace.clone()
        })
        .done()
}

shape! {
    /// What signing in answers.
    SessionPayload: session_payload
}

fn session_payload() -> Object {
    Object::computed::<Outcome>("SessionPayload", "What signing in answers.")
        .shows::<Session, Entered>("session", "The session; null when there are user errors.")
        .problems("What was wrong. Nothing was done.")
        .done()
}

shape! {
    /// What logging out answers.
    LogOutPayload: log_out_payload
}

fn log_out_payload() -> Object {
    Object::computed::<Outcome>("LogOutPayload", "What logging out answers.")
        .value(
            "ended",
            "Whether there was a session to end: an API token has none.",
            |it| it.value::<bool>().copied().unwrap_or_default(),
        )
        .problems("What was wrong. Nothing was done.")
        .done()
}

/// The account and the workspace that are made.
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

/// The address and the password of who logs in.
#[derive(InputObject)]
pub struct LogInInput {
    /// The e-mail address of the account.
    email: String,
    /// The password of the account.
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
        tokens::one(),
        tokens::list(),
    ]
}

async fn viewer(ask: &Ask<'_>) -> Result<Values, Fault> {
    let found = super::sessions::user(ask.reader.conn(), ask.caller.user).await?;
    Ok(Values::of(Vec::from_iter(found)))
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let mut mutations = vec![
        Field::open_verb::<SessionPayload>(
            "signUp",
            "Makes a user with a workspace of their own, and signs them in. Open to strangers; \
             attempts are limited.",
        )
        .input::<SignUpInput>("The account and the workspace that are made.")
        .runs(|called| Box::pin(sign_up(called))),
        Field::open_verb::<SessionPayload>(
            "logIn",
            "Signs a user in. Open to strangers; attempts are limited. A wrong password and an \
             unknown address answer the same.",
        )
        .input::<LogInInput>("The address and the password of who logs in.")
        .runs(|called| Box::pin(log_in(called))),
        Field::open_verb::<SessionPayload>(
            "refreshSession",
            "Exchanges a refresh token for the next pair of tokens. A refresh token is good for \
             one use: one that comes back within 30 seconds gets the same next refresh token, as \
             two tabs may send it, or an answer may be lost; one that comes back later ends its \
             session, for then somebody has a copy.",
        )
        .input::<RefreshSessionInput>("The session to go on with.")
        .runs(|called| Box::pin(refresh(called))),
        Field::open_verb::<LogOutPayload>(
            "logOut",
            "Ends the session with which this is called: its tokens are refused from now on.",
        )
        .runs(|called| Box::pin(log_out(called))),
    ];
    mutations.extend(tokens::mutations());
    mutations
}
async fn sign_up(called: &Called<'_>) -> Result<Done, Failure> {
    let (door, input) = (
        called.engine.service::<Entrance>()?,
        called.input::<SignUpInput>()?,
    );
    if !door.settings.sign_up {
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
    let password_hash = door.passwords.hash(password).await?;
    let new = NewUser {
        email,
        display_name,
        password_hash,
        session_days: door.settings.session_days,
    };
    begun(door, door.db.write_global(&new, super::sign_up).await?)
}

async fn log_in(called: &Called<'_>) -> Result<Done, Failure> {
    let (door, input) = (
        called.engine.service::<Entrance>()?,
        called.input::<LogInInput>()?,
    );
    let LogInInput {
        email,
        password,
        workspace_id,
    } = input;
    door.attempts.log_in(&rules::normal_email(&email))?;
    let mut checks = Checks::new();
    let workspace = checks.optional_id(Path::input("workspaceId"), workspace_id.as_ref());
    checks.done()?;
    let user = super::user_by_email(&door.db.global(), &email).await?;
    let password = if password.len() > rules::PASSWORD_MAX * 4 {
        String::new()
    } else {
        password
    };
    let right = door
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
        session_days: door.settings.session_days,
    };
    begun(door, door.db.write_global(&log_in, super::enter).await?)
}

async fn refresh(called: &Called<'_>) -> Result<Done, Failure> {
    let (door, input) = (
        called.engine.service::<Entrance>()?,
        called.input::<RefreshSessionInput>()?,
    );
    match door.db.write_global(&input.refresh_token, super::refresh).await? {
        Refreshed::Session(session) => begun(door, *session),
        refused => {
            if let Refreshed::Reused(id) = refused {
                tracing::warn!(session = %id, "a used refresh token came back; the session was ended");
            }
            let message = "the refresh token is not valid, or no longer; log in again";
            Err(Problem::new(Code::Credentials, Path::input("refreshToken"), message).into())
        }
    }
}

async fn log_out(called: &Called<'_>) -> Result<Done, Failure> {
    let Some(session) = called.caller()?.session else {
        return Ok(Done::value(false));
    };
    called.engine.db.write_global(&session, super::log_out).await?;
    Ok(Done::value(true))
}

/// What the mutation answers by which a session has begun: it is shown to whoever has just signed in, so that they see what every
/// later query will show them.
pub(crate) fn begun(door: &Entrance, begun: Begun) -> Result<Done, Failure> {
    let Begun {
        id,
        user,
        workspace,
        role,
        refresh_token,
    } = begun;
    let now = door.clock.now();
    let expires_at = now + TimeDelta::minutes(door.settings.access_minutes);
    let ids = (user.id.to_string(), id.to_string(), workspace.id.to_string());
    let claims = Claims::new(ids.0, ids.1, ids.2, now.timestamp(), expires_at.timestamp());
    let access_token = door
        .keys
        .sign(&claims)
        .map_err(|error| Fault::Internal(error.to_string()))?;
    let zone = workspace.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let caller = Caller::session(user.id, id, (workspace.id, zone), role);
    let entered = Entered {
        access_token,
        refresh_token,
        expires_at,
        user,
        workspace: Seen::from(workspace),
    };
    Ok(Done {
        caller: Some(caller),
        ..Done::value(entered)
    })
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .part::<ApiToken>(tokens::api_token)
        .queries(queries())
        .mutations(mutations())
}
