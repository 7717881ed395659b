//! Users and their sessions: signing up, logging in, logging out.

use chrono::TimeDelta;
use entity::ids::{SessionId, UserId, WorkspaceId};
use entity::{Actor, Role, refresh_token, session, user, user_email, user_workspace, workspace};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::{join, rules};
use crate::kit::check::{Checks, Path};
use crate::kit::secret::Secret;
use crate::kit::{Code, Failure, Problem, Root, Tx, Writer};
use crate::people;

const NAME: usize = 200;

/// A new user, with the password hashed already: hashing is slow, and this may be run again.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The address, as written.
    pub email: String,
    /// How the user wants to be called.
    pub display_name: String,
    /// The hash of the password.
    pub password_hash: String,
    /// Days for which the session is good.
    pub session_days: i64,
}

/// A session that has just begun or gone on.
#[derive(Clone, Debug)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// Who signed in.
    pub user: user::Model,
    /// The workspace that its tokens speak for.
    pub workspace: workspace::Model,
    /// What the user may do there.
    pub role: Role,
    /// The secret for the next refresh, to be shown once.
    pub refresh_token: String,
}

/// Which session to begin.
#[derive(Clone, Debug)]
pub struct LogIn {
    /// Who logs in; the password was checked.
    pub user: UserId,
    /// Into which workspace; the user's first if none is said.
    pub workspace: Option<WorkspaceId>,
    /// Days for which the session is good.
    pub session_days: i64,
}

/// Makes a user with a workspace of their own, in which they are a person too, and begins a session.
///
/// # Errors
/// The name or the address is wrong, or the address is taken.
pub async fn sign_up(root: &Root, new: &NewUser) -> Result<Session, Failure> {
    let mut checks = Checks::new();
    let display_name = checks.required(Path::input("displayName"), Some(&new.display_name), NAME);
    rules::check_email(&mut checks, Path::input("email"), &new.email);
    checks.done()?;
    let (id, now) = (root.new_id::<UserId>(), root.now());
    let email = user_email::Model {
        email: rules::normal_email(&new.email),
        user_id: id,
    };
    // The key is the address: of two sign-ups at once, one finds it taken.
    let taken = user_email::Entity::insert(email.into_active_model().reset_all())
        .on_conflict_do_nothing()
        .exec_without_returning(root.conn())
        .await?;
    if !matches!(taken, sea_orm::TryInsertResult::Inserted(1..)) {
        let message = "this address cannot be used; if it is yours, log in instead";
        return Err(Problem::new(Code::Duplicate, Path::input("email"), message).into());
    }
    let user = user::Model {
        id,
        email: new.email.trim().to_owned(),
        display_name: display_name.clone(),
        password_hash: new.password_hash.clone(),
        created_at: now,
        updated_at: now,
    };
    user.clone()
        .into_active_model()
        .reset_all()
        .insert(root.conn())
        .await?;
    let workspace = own_workspace(root, &user).await?;
    begin(root, user, (workspace, Role::Owner), new.session_days).await
}

/// A workspace of a user's own, with nothing in it but themselves.
async fn own_workspace(root: &Root, user: &user::Model) -> Result<workspace::Model, Failure> {
    let (id, now) = (root.new_id::<WorkspaceId>(), root.now());
    let workspace = workspace::Model {
        week_start: workspace::WeekDay::Monday,
        weekly_capacity: None,
        away_from: None,
        away_until: None,
        id,
        name: format!("{}'s network", user.display_name),
        time_zone: "UTC".to_owned(),
        default_region: None,
        latest_seq: 0,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    workspace
        .clone()
        .into_active_model()
        .reset_all()
        .insert(root.conn())
        .await?;
    join(root, id, user.id, Role::Owner).await?;
    let mut tx = Tx::open(root, &Writer::grant(id, Actor::user(user.id))).await?;
    people::create_self(&mut tx, &user.display_name, &user.email).await?;
    tx.close(None).await?;
    // As it is now: its first change was the user's own person.
    let found = workspace::Entity::find_by_id(id).one(root.conn()).await?;
    Ok(found.unwrap_or(workspace))
}

/// The user with this address, if there is one.
///
/// # Errors
/// The database fails.
pub async fn user_by_email(
    conn: &impl sea_orm::ConnectionTrait,
    email: &str,
) -> Result<Option<user::Model>, sea_orm::DbErr> {
    // PostgreSQL stores no such text, and refuses to look for it.
    if email.contains('\0') {
        return Ok(None);
    }
    let Some(found) = user_email::Entity::find_by_id(rules::normal_email(email))
        .one(conn)
        .await?
    else {
        return Ok(None);
    };
    user::Entity::find_by_id(found.user_id).one(conn).await
}

/// Begins a session of a user whose password was right.
///
/// # Errors
/// The user has no such workspace.
pub async fn enter(root: &Root, log_in: &LogIn) -> Result<Session, Failure> {
    let mut memberships =
        user_workspace::Entity::find().filter(user_workspace::Column::UserId.eq(log_in.user));
    if let Some(workspace) = log_in.workspace {
        memberships = memberships.filter(user_workspace::Column::JoinedWorkspace.eq(workspace));
    }
    let first = memberships
        .order_by_asc(user_workspace::Column::JoinedAt)
        .limit(1)
        .one(root.conn())
        .await?;
    let no_such = || {
        Problem::new(
            Code::NotFound,
            Path::input("workspaceId"),
            "there is no workspace with this id",
        )
    };
    let user = user::Entity::find_by_id(log_in.user)
        .one(root.conn())
        .await?
        .ok_or_else(no_such)?;
    let first = match first {
        Some(first) => first,
        // Whoever is in no workspace any more gets one of their own, as at the beginning: else nobody could let them in anywhere.
        None if log_in.workspace.is_none() => {
            let workspace = own_workspace(root, &user).await?;
            return begin(root, user, (workspace, Role::Owner), log_in.session_days).await;
        }
        None => return Err(no_such().into()),
    };
    let workspace = workspace::Entity::find_by_id(first.joined_workspace)
        .one(root.conn())
        .await?
        .ok_or_else(no_such)?;
    begin(root, user, (workspace, first.role), log_in.session_days).await
}

async fn begin(
    root: &Root,
    user: user::Model,
    (workspace, role): (workspace::Model, Role),
    days: i64,
) -> Result<Session, Failure> {
    let now = root.now();
    let model = session::Model {
        id: root.new_id(),
        user_id: user.id,
        for_workspace: workspace.id,
        created_at: now,
        expires_at: now + TimeDelta::days(days),
        revoked_at: None,
    };
    let id = model.id;
    model.into_active_model().reset_all().insert(root.conn()).await?;
    let secret = Secret::new([id.0]);
    issue(root, &secret, id).await?;
    Ok(Session {
        id,
        user,
        workspace,
        role,
        refresh_token: secret.expose(),
    })
}

/// Keeps what is kept of a refresh token.
pub(super) async fn issue(root: &Root, secret: &Secret<1>, session_id: SessionId) -> Result<(), Failure> {
    let model = refresh_token::Model {
        hash: secret.hash(),
        session_id,
        issued_at: root.now(),
        used_at: None,
        salt: None,
    };
    model.into_active_model().reset_all().insert(root.conn()).await?;
    Ok(())
}

/// Ends a session: its access tokens are refused from now on, its refresh tokens too.
///
/// # Errors
/// The database fails.
pub async fn log_out(root: &Root, session: &SessionId) -> Result<(), Failure> {
    end(root, *session).await
}

/// Ends a session.
pub(super) async fn end(root: &Root, id: SessionId) -> Result<(), Failure> {
    root.regrant();
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, root.now().into())
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(root.conn())
        .await?;
    Ok(())
}

/// Takes a user away, with all of their sessions. They are in no workspace any more.
///
/// # Errors
/// The database fails.
pub async fn erase_user(root: &Root, user: &UserId) -> Result<(), Failure> {
    root.regrant();
    let own = session::Entity::find().filter(session::Column::UserId.eq(*user));
    let own = own.select_only().column(session::Column::Id).into_query();
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.in_subquery(own))
        .exec(root.conn())
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(*user))
        .exec(root.conn())
        .await?;
    user_workspace::Entity::delete_many()
        .filter(user_workspace::Column::UserId.eq(*user))
        .exec(root.conn())
        .await?;
    user_email::Entity::delete_many()
        .filter(user_email::Column::UserId.eq(*user))
        .exec(root.conn())
        .await?;
    user::Entity::delete_by_id(*user).exec(root.conn()).await?;
    Ok(())
}

/// A user by id.
///
/// # Errors
/// The database fails.
pub async fn user(conn: &impl ConnectionTrait, id: UserId) -> Result<Option<user::Model>, crate::kit::Fault> {
    Ok(user::Entity::find_by_id(id).one(conn).await?)
}

/// The user, where there is just one.
///
/// # Errors
/// The database fails.
pub async fn only_user(db: &crate::kit::Db) -> Result<Option<user::Model>, crate::kit::Fault> {
    let mut first_two = user::Entity::find().limit(2).all(&db.global()).await?;
    Ok(if first_two.len() == 1 {
        first_two.pop()
    } else {
        None
    })
}
