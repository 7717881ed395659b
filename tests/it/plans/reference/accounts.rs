//! Who calls, the workspace, who belongs to it, who is invited, and how often somebody was asked.

use api::kit::Right;
use chrono::TimeDelta;
use entity::ids::{PersonId, UserId, WorkspaceId};
use entity::introduction::IntroductionState;
use entity::introduction_side::{Consent, Side};
use entity::{Role, api_token, calendar_feed, invitation, membership, user, user_workspace, workspace};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::introduction::state;
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use crate::plans::world::World;

/// What is kept of users beside the workspace's own tables.
#[derive(Debug, Default)]
pub struct Accounts {
    caller: Option<UserId>,
    here: Option<WorkspaceId>,
    users: Vec<user::Model>,
    workspaces: Vec<workspace::Model>,
    joined: Vec<user_workspace::Model>,
}

impl Accounts {
    /// Reads them; the caller is who owns the workspace.
    pub async fn load(db: &DatabaseConnection, here: WorkspaceId) -> Self {
        let owner = membership::Entity::find()
            .filter(membership::Column::WorkspaceId.eq(here))
            .filter(membership::Column::Role.eq(Role::Owner));
        Self {
            caller: owner.one(db).await.unwrap().map(|owner| owner.user_id),
            here: Some(here),
            users: user::Entity::find().all(db).await.unwrap(),
            workspaces: workspace::Entity::find().all(db).await.unwrap(),
            joined: user_workspace::Entity::find().all(db).await.unwrap(),
        }
    }

    /// The ids of all users and workspaces, the caller's and others.
    pub fn ids(&self) -> (Vec<String>, Vec<String>) {
        (
            self.users.iter().map(|it| it.id.to_string()).collect(),
            self.workspaces.iter().map(|it| it.id.to_string()).collect(),
        )
    }

    /// The workspace.
    pub fn here(&self) -> Option<&workspace::Model> {
        self.workspace(self.here)
    }

    /// The caller's role in a workspace.
    fn role(&self, workspace: WorkspaceId) -> Option<Role> {
        let mine = |row: &&user_workspace::Model| {
            Some(row.user_id) == self.caller && row.joined_workspace == workspace
        };
        self.joined.iter().find(mine).map(|row| row.role)
    }

    fn user(&self, id: Option<UserId>) -> Option<&user::Model> {
        self.users.iter().find(|user| Some(user.id) == id)
    }

    fn workspace(&self, id: Option<WorkspaceId>) -> Option<&workspace::Model> {
        self.workspaces.iter().find(|workspace| Some(workspace.id) == id)
    }
}

pub fn viewer(w: &World) -> Value<'_> {
    maybe(w.accounts.user(w.accounts.caller).map(Object::User))
}

pub fn own_workspace(w: &World) -> Value<'_> {
    maybe(w.accounts.workspace(w.accounts.here).map(Object::Workspace))
}

pub fn workspaces(w: &World) -> Value<'_> {
    let accounts = &w.accounts;
    // With fewer scopes the caller is a token, which speaks for one workspace.
    let seen = |row: &&user_workspace::Model| {
        Some(row.user_id) == accounts.caller
            && (!w.is_limited() || Some(row.joined_workspace) == accounts.here)
    };
    let mut own: Vec<_> = accounts.joined.iter().filter(seen).collect();
    own.sort_by_key(|row| (row.joined_at, row.joined_workspace));
    list(
        own.into_iter()
            .filter_map(|row| accounts.workspace(Some(row.joined_workspace))),
        Object::Workspace,
    )
}

/// The caller, and whoever belongs to the workspace if the caller may know that.
pub fn user_by_id(w: &World, id: Uuid) -> Value<'_> {
    let id = UserId(id);
    let is_member = w.tables.memberships.iter().any(|row| row.user_id == id);
    let is_seen = w.accounts.caller == Some(id) || is_member && w.may("WORKSPACE_READ");
    maybe(w.accounts.user(Some(id)).filter(|_| is_seen).map(Object::User))
}

pub fn workspace_by_id(w: &World, id: Uuid) -> Value<'_> {
    let Value::List(seen) = workspaces(w) else {
        unreachable!("workspaces are a list");
    };
    let is_it = |seen: &Value<'_>| matches!(seen, Value::Object(Object::Workspace(it)) if it.id.0 == id);
    seen.into_iter().find(is_it).unwrap_or(Value::Null)
}

pub fn members(w: &World) -> Value<'_> {
    let mut members: Vec<_> = w.tables.memberships.iter().collect();
    members.sort_by_key(|row| (row.joined_at, row.user_id));
    list(members, Object::Member)
}

pub fn invitations(w: &World) -> Value<'_> {
    let open = |row: &&invitation::Model| {
        row.accepted_at.is_none() && row.revoked_at.is_none() && row.expires_at > w.now
    };
    let mut open: Vec<_> = w.tables.invitations.iter().filter(open).collect();
    open.sort_by_key(|row| std::cmp::Reverse(row.id));
    list(open, Object::Invitation)
}

pub fn calendar_feeds(w: &World) -> Value<'_> {
    let live = |row: &&calendar_feed::Model| row.revoked_at.is_none();
    let mut live: Vec<_> = w.tables.calendar_feeds.iter().filter(live).collect();
    live.sort_by_key(|row| std::cmp::Reverse(row.id));
    list(live, Object::CalendarFeed)
}

pub fn user<'w>(w: &'w World, it: &'w user::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "email" => text(&it.email),
        "displayName" => text(&it.display_name),
        "createdAt" => moment(it.created_at),
        "self" => {
            let own = w.tables.people.iter().find(|person| person.is_self);
            maybe(
                own.filter(|person| person.created_by.user == Some(it.id))
                    .map(Object::Person),
            )
        }
        _ => unknown("User", field),
    }
}

pub fn workspace<'w>(w: &'w World, it: &'w workspace::Model, field: &str) -> Value<'w> {
    let accounts = &w.accounts;
    let is_here = Some(it.id) == accounts.here;
    match field {
        "id" => text(it.id),
        "name" => text(&it.name),
        "timeZone" => text(&it.time_zone),
        "weekStart" => text(it.week_start),
        "defaultRegion" => shown(it.default_region.as_ref()),
        "weeklyCapacity" => plain(it.weekly_capacity),
        "awayFrom" => shown(it.away_from),
        "awayUntil" => shown(it.away_until),
        "latestSeq" => plain(it.latest_seq),
        "revision" => plain(it.revision),
        "createdAt" => moment(it.created_at),
        "updatedAt" => moment(it.updated_at),
        "viewerRole" => shown(accounts.role(it.id).map(|role| role.as_str().to_owned())),
        "viewerScopes" => {
            let role = accounts.role(it.id);
            let mine = Right::ALL.iter().filter(|right| {
                if is_here {
                    w.may(right.as_str())
                } else {
                    role.is_some_and(|role| right.role() <= role)
                }
            });
            Value::List(mine.map(|right| text(right.as_str())).collect())
        }
        _ => unknown("Workspace", field),
    }
}

pub fn member<'w>(w: &'w World, it: &'w membership::Model, field: &str) -> Value<'w> {
    match field {
        "user" => maybe(w.accounts.user(Some(it.user_id)).map(Object::User)),
        "role" => text(it.role.as_str()),
        "joinedAt" => moment(it.joined_at),
        _ => unknown("Member", field),
    }
}

pub fn invitation<'w>(it: &'w invitation::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "role" => text(it.role.as_str()),
        "createdBy" => Value::Object(Object::Actor(it.created_by)),
        "createdAt" => moment(it.created_at),
        "expiresAt" => moment(it.expires_at),
        "acceptedAt" => moment(it.accepted_at),
        "revokedAt" => moment(it.revoked_at),
        _ => unknown("Invitation", field),
    }
}

pub fn calendar_feed<'w>(it: &'w calendar_feed::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "name" => text(&it.name),
        "createdBy" => Value::Object(Object::Actor(it.created_by)),
        "createdAt" => moment(it.created_at),
        "revokedAt" => moment(it.revoked_at),
        _ => unknown("CalendarFeed", field),
    }
}

pub fn api_token<'w>(it: &'w api_token::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "name" => text(&it.name),
        "hint" => text(&it.hint),
        "scopes" => {
            let scopes = it.scopes.as_array().into_iter().flatten();
            Value::List(scopes.map(|scope| plain(scope.clone())).collect())
        }
        "createdAt" => moment(it.created_at),
        "expiresAt" => moment(it.expires_at),
        "revokedAt" => moment(it.revoked_at),
        "lastUsedAt" => moment(it.last_used_at),
        _ => unknown("ApiToken", field),
    }
}

/// How often a person was asked to introduce people: a field at a time, each counted anew.
pub fn connector_load<'w>(w: &'w World, person: PersonId, field: &str) -> Value<'w> {
    let since = w.now - TimeDelta::days(90);
    let asked = w
        .tables
        .introductions
        .iter()
        .filter(|it| it.connector_id == Some(person));
    let asked = asked.filter_map(|it| {
        let mut sides = w.tables.sides.iter().filter(|side| side.introduction_id == it.id);
        Some((it, sides.find(|side| side.side == Side::Connector)?))
    });
    let count = |field: &str| {
        let counts = asked.clone().filter(|(it, side)| match field {
            "openAsks" => {
                side.consent == Consent::Asked
                    && state(it, w.now) == IntroductionState::Asking
                    && it.archived_at.is_none()
            }
            "asksLast90Days" => side.asked_at.is_some_and(|at| at >= since),
            _ => it.made_at.is_some_and(|at| at >= since),
        });
        i64::try_from(counts.count()).unwrap()
    };
    match field {
        "openAsks" | "asksLast90Days" | "madeLast90Days" => plain(count(field)),
        "advice" => text(api::aside::advice(
            count("openAsks"),
            count("asksLast90Days"),
            count("madeLast90Days"),
        )),
        _ => unknown("ConnectorLoad", field),
    }
}
