//! What a caller may see and do, as types that only authentication can make.
//!
//! A [`Scope`] reads one workspace; a [`Writer`] also writes. Functions that write ask for the writer's type, so code that was not
//! granted the right has nothing to call them with.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::ids::{ApiTokenId, ChangeSetId, UserId, WorkspaceId};
use entity::{Actor, Role, Tenant};
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use super::day::{begin_in, day_in};

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $text:literal from $role:ident;)*) => {
        /// One right, as API tokens are granted it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Right { $($(#[$doc])* $name,)* }

        impl Right {
            /// Every right.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The text by which tokens and the schema name it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            const fn bit(self) -> u64 {
                1 << self as u64
            }

            /// The least role that has it.
            #[must_use]
            pub const fn role(self) -> Role {
                match self { $(Self::$name => Role::$role,)* }
            }
        }
    };
}

/// Every right, given to a macro: what it means, its name, its word, and the least role that has it.
macro_rules! each_right {
    ($to:ident) => {
        $to! {
            /// See people, organisations, circles, tags and ties.
            PeopleRead = "PEOPLE_READ" from Viewer;
            /// Change them.
            PeopleWrite = "PEOPLE_WRITE" from Editor;
            /// See interactions.
            InteractionsRead = "INTERACTIONS_READ" from Viewer;
            /// Log and change interactions.
            InteractionsWrite = "INTERACTIONS_WRITE" from Editor;
            /// See introductions.
            IntroductionsRead = "INTRODUCTIONS_READ" from Viewer;
            /// Make and change introductions.
            IntroductionsWrite = "INTRODUCTIONS_WRITE" from Editor;
            /// See collaborations.
            CollaborationsRead = "COLLABORATIONS_READ" from Viewer;
            /// Make and change collaborations.
            CollaborationsWrite = "COLLABORATIONS_WRITE" from Editor;
            /// See cadences, who is due, and check-ins.
            CadencesRead = "CADENCES_READ" from Viewer;
            /// Set cadences; plan, put off and complete check-ins.
            CadencesWrite = "CADENCES_WRITE" from Editor;
            /// See milestones, when they and birthdays come, and what was done about them.
            MilestonesRead = "MILESTONES_READ" from Viewer;
            /// Change milestones, and say what was done about them.
            MilestonesWrite = "MILESTONES_WRITE" from Editor;
            /// See what was given and received, and the thanks for it.
            ExchangesRead = "EXCHANGES_READ" from Viewer;
            /// Record and change what was given and received, and the thanks for it.
            ExchangesWrite = "EXCHANGES_WRITE" from Editor;
            /// See what to do next, of all that the other rights show, and which calendars other programs read.
            AgendaRead = "AGENDA_READ" from Viewer;
            /// Put off and dismiss what the agenda proposes; make and revoke calendars that other programs read.
            AgendaWrite = "AGENDA_WRITE" from Editor;
            /// See goals and who supports them.
            GoalsRead = "GOALS_READ" from Viewer;
            /// Make and change goals.
            GoalsWrite = "GOALS_WRITE" from Editor;
            /// See needs, offers and matches.
            NeedsRead = "NEEDS_READ" from Viewer;
            /// Make and change needs and offers, and decide about matches.
            NeedsWrite = "NEEDS_WRITE" from Editor;
            /// See events and communities, and who is there.
            EventsRead = "EVENTS_READ" from Viewer;
            /// Make and change events and communities, and say who is there.
            EventsWrite = "EVENTS_WRITE" from Editor;
            /// See how time was taken and meant.
            TimeRead = "TIME_READ" from Viewer;
            /// Write down how time was taken and is meant.
            TimeWrite = "TIME_WRITE" from Editor;
            /// Read the change feed.
            ChangesRead = "CHANGES_READ" from Viewer;
            /// Import contacts, with the milestones of people that their files tell.
            Import = "IMPORT" from Editor;
            /// Send files, run mutations for each of their lines as jobs, and see these jobs. Each line needs the scopes of its mutation, too.
            Bulk = "BULK" from Editor;
            /// See who is in the workspace.
            WorkspaceRead = "WORKSPACE_READ" from Viewer;
            /// Change the workspace itself.
            WorkspaceWrite = "WORKSPACE_WRITE" from Owner;
            /// See API tokens.
            TokensRead = "TOKENS_READ" from Owner;
            /// Make and revoke API tokens.
            TokensWrite = "TOKENS_WRITE" from Owner;
        }
    };
}

pub(crate) use each_right;

each_right!(rights);

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Right {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|right| right.as_str() == text)
            .ok_or_else(|| {
                let known: Vec<&str> = Self::ALL.iter().map(|right| right.as_str()).collect();
                format!("there is no scope {text}, but {}", known.join(", "))
            })
    }
}

/// A set of rights: a bit for each, since it is copied at every request.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights(u64);

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<I: IntoIterator<Item = Right>>(rights: I) -> Self {
        Self(rights.into_iter().fold(0, |set, right| set | right.bit()))
    }
}

impl Rights {
    /// What a role may do.
    #[must_use]
    pub fn of_role(role: Role) -> Self {
        let rights = Right::ALL.iter().copied();
        rights.filter(|right| right.role() <= role).collect()
    }

    /// What both may do.
    #[must_use]
    pub fn and(&self, granted: &[Right]) -> Self {
        Self(self.0 & granted.iter().copied().collect::<Self>().0)
    }

    /// Whether the right is among them.
    #[must_use]
    pub const fn contains(&self, right: Right) -> bool {
        self.0 & right.bit() != 0
    }

    /// The rights, in order.
    pub fn iter(&self) -> impl Iterator<Item = Right> + '_ {
        Right::ALL.iter().copied().filter(|right| self.contains(*right))
    }
}

/// The right to read one workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    workspace: WorkspaceId,
    zone: Tz,
}

/// Stands for the workspace in statements that are made once for all of them.
pub(crate) const TEMPLATE: Uuid = Uuid::from_u128(0x7e3a_91d5_0f5a_7e41_b1a7_e000_0000_0001);

impl Scope {
    /// A scope for statements that are made once and filled in for each request: it sees nothing.
    #[must_use]
    pub(crate) const fn template() -> Self {
        Self {
            workspace: WorkspaceId(TEMPLATE),
            zone: Tz::UTC,
        }
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The workspace's time zone.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// The day of a moment in the workspace's time zone; of this moment, it is today.
    #[must_use]
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        day_in(self.zone, at)
    }

    /// When a day begins in the workspace's time zone.
    #[must_use]
    pub fn begin_of(&self, day: NaiveDate) -> DateTime<Utc> {
        begin_in(self.zone, day)
    }

    /// A select that can see this workspace only. Every read starts here.
    #[must_use]
    pub fn select<E: Tenant>(&self) -> Select<E> {
        E::find().filter(E::workspace_column().eq(self.workspace))
    }
}

/// The right to write one workspace, and the name under which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer {
    scope: Scope,
    actor: Actor,
    set: Option<ChangeSetOf>,
}

/// The request whose writes are one change set: what was before them is kept, and they can be undone together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeSetOf {
    /// The change set.
    pub id: ChangeSetId,
    /// The mutation that was asked for.
    pub mutation: &'static str,
}

impl Writer {
    /// A writer of a workspace. Only authentication, jobs and the command line may make one.
    pub(crate) const fn grant(workspace: WorkspaceId, actor: Actor) -> Self {
        let zone = Tz::UTC;
        Self {
            scope: Scope { workspace, zone },
            actor,
            set: None,
        }
    }

    /// The same writer, whose days begin in this time zone. A write learns it from the workspace, whoever writes.
    #[must_use]
    pub(crate) const fn in_zone(mut self, zone: Tz) -> Self {
        self.scope.zone = zone;
        self
    }

    /// The right to read that comes with it.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.scope.workspace
    }

    /// Under whose name it writes.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// The same writer, importing: what it writes gives way to what people write by hand.
    #[must_use]
    pub const fn importing(&self) -> Self {
        Self {
            actor: self.actor.importing(),
            ..*self
        }
    }

    /// The same writer, all of whose writes are one change set.
    #[must_use]
    pub const fn within(&self, set: ChangeSetOf) -> Self {
        Self {
            set: Some(set),
            ..*self
        }
    }

    /// The change set that its writes are, if what was before them is kept.
    #[must_use]
    pub const fn set(&self) -> Option<ChangeSetOf> {
        self.set
    }
}

/// An authenticated caller: a user's session or an API token, in one workspace.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The user who signed in, or who made the token.
    pub user: UserId,
    /// The token, when it is one.
    pub token: Option<ApiTokenId>,
    /// The session, when it is one.
    pub session: Option<entity::ids::SessionId>,
    /// The user's role in the workspace.
    pub role: Role,
    /// What the caller may do.
    pub rights: Rights,
    writer: Writer,
}

impl Caller {
    /// Somebody who is not known: they see nothing, and do nothing that needs a right.
    #[must_use]
    pub fn nobody() -> Self {
        let scope = Scope::template();
        let user = UserId(Uuid::nil());
        Self {
            user,
            token: None,
            session: None,
            role: Role::Viewer,
            rights: Rights::default(),
            writer: Writer::grant(scope.workspace(), Actor::user(user)),
        }
    }

    /// A signed-in user. Only authentication may make one.
    pub(crate) fn session(
        user: UserId,
        session: entity::ids::SessionId,
        workspace: (WorkspaceId, Tz),
        role: Role,
    ) -> Self {
        Self {
            session: Some(session),
            ..Self::away(user, workspace, role)
        }
    }

    /// Somebody for whom the server works while they are away. Only authentication may make one.
    pub(crate) fn away(user: UserId, workspace: (WorkspaceId, Tz), role: Role) -> Self {
        let writer = Writer::grant(workspace.0, Actor::user(user)).in_zone(workspace.1);
        Self {
            user,
            token: None,
            session: None,
            role,
            rights: Rights::of_role(role),
            writer,
        }
    }

    /// An API token: no more than its scopes, and no more than the user who made it. Only authentication may make one.
    pub(crate) fn token(
        user: UserId,
        token: ApiTokenId,
        workspace: (WorkspaceId, Tz),
        role: Role,
        scopes: &[Right],
    ) -> Self {
        let writer = Writer::grant(workspace.0, Actor::token(token)).in_zone(workspace.1);
        let rights = Rights::of_role(role).and(scopes);
        Self {
            user,
            token: Some(token),
            session: None,
            role,
            rights,
            writer,
        }
    }

    /// The right to read.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        self.writer.scope()
    }

    /// The right to write, if the caller has this one.
    #[must_use]
    pub fn writer(&self, right: Right) -> Option<&Writer> {
        (right.role() >= Role::Editor && self.rights.contains(right)).then_some(&self.writer)
    }

    /// The right to write, for a write of many parts: each of them is kept from a caller who lacks its own right.
    #[must_use]
    pub(crate) const fn writer_of_parts(&self) -> &Writer {
        &self.writer
    }
}
