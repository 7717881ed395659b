//! How a PostgreSQL server is spoken to: what stands before it, and what its sessions are told.

use clap::ValueEnum;
use serde::Deserialize;

/// What is said of PostgreSQL besides its URL.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PostgresSettings {
    /// What stands between this server and the database.
    pub pooler: Pooler,
    /// Whether statements are prepared by name; if empty, where no pooler stands before the database.
    pub prepare: Option<Prepare>,
    /// How PostgreSQL plans statements that are prepared.
    pub plan_cache_mode: PlanCacheMode,
    /// The database by a way that leads past the pooler: for migrations, backups and the like.
    pub direct_url: Option<String>,
    /// A standby, for reads of which is said how old they may be.
    pub read_url: Option<String>,
    /// Whether this server only reads: its database is a standby.
    pub read_only: bool,
}

/// What stands between a server and the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Pooler {
    /// Nothing, or what gives each connection a session of its own, such as PgBouncer in session mode.
    #[default]
    None,
    /// What gives each transaction a session: PgBouncer in transaction mode. Nothing is kept in a session then.
    Transaction,
}

/// How statements are prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prepare {
    /// Once in a connection, by a name.
    Named,
    /// Each time anew.
    Unnamed,
}

/// PostgreSQL's `plan_cache_mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanCacheMode {
    /// One plan for any values, made once: it is right where each statement is a seek by workspace and ids.
    #[default]
    ForceGenericPlan,
    /// As PostgreSQL sees fit.
    Auto,
    /// A plan for the values of each time.
    ForceCustomPlan,
}

impl PostgresSettings {
    /// Whether a connection has a session of its own, which keeps what it is told.
    #[must_use]
    pub fn keeps_sessions(&self) -> bool {
        self.pooler == Pooler::None
    }

    /// Whether statements are prepared once, by a name.
    #[must_use]
    pub fn names_statements(&self) -> bool {
        match self.prepare {
            Some(prepare) => prepare == Prepare::Named,
            None => self.keeps_sessions(),
        }
    }
}

impl PlanCacheMode {
    /// As PostgreSQL writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ForceGenericPlan => "force_generic_plan",
            Self::Auto => "auto",
            Self::ForceCustomPlan => "force_custom_plan",
        }
    }
}
