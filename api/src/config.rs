//! How a server is set up. A flag beats the environment, the environment beats the file, the file beats the default.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::kit::server::Pooler;
use crate::kit::{PostgresSettings, Synchronous};

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// `sqlite://PATH` or `postgres://…`.
    pub database: String,
    /// Most readers of SQLite for what belongs to no workspace.
    pub pool: u32,
    /// How PostgreSQL is spoken to.
    pub postgres: PostgresSettings,
    /// When SQLite says that a write is stored.
    pub synchronous: Synchronous,
    /// Where the SQLite file and the signing keys are kept.
    pub data: PathBuf,
    /// The HTTP edge.
    pub http: HttpSettings,
    /// Signing in.
    pub auth: AuthSettings,
}

/// The HTTP edge.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpSettings {
    /// Origins whose pages may call; `*` is all of them. None: no page of another origin.
    pub cors_origins: Vec<String>,
    /// Request headers that those pages may send, besides what every client sends.
    pub cors_headers: Vec<String>,
    /// Not used any more: GraphiQL is in the program. Kept for files that name it.
    pub graphiql_dir: Option<PathBuf>,
    /// Most bytes of a request's body.
    pub body_limit: usize,
    /// Seconds after which a query or a write is given up.
    pub request_timeout_seconds: u64,
    /// Worker threads; as many as the machine has processors if empty.
    pub workers: Option<usize>,
    /// Seconds for which it goes on serving after it was told to end, and says that it is not ready: so long a balancer may take to
    /// send requests elsewhere.
    pub shutdown_delay_seconds: u64,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            cors_origins: Vec::new(),
            // Apollo's client awareness, which its stock clients send.
            cors_headers: ["apollographql-client-name", "apollographql-client-version"]
                .map(str::to_owned)
                .to_vec(),
            graphiql_dir: None,
            // `importContacts` takes a file's text in a variable.
            body_limit: 16 << 20,
            request_timeout_seconds: 30,
            workers: None,
            shutdown_delay_seconds: 0,
        }
    }
}

impl HttpSettings {
    /// Refuses what can be no origin or no header.
    fn check(&self) -> Result<(), String> {
        if let Some(wrong) = self.cors_origins.iter().find(|origin| !is_origin(origin)) {
            return Err(format!(
                "cors_origins: {wrong} is no origin such as https://app.example.org"
            ));
        }
        match self.cors_headers.iter().find(|header| !is_header(header)) {
            Some(wrong) => Err(format!("cors_headers: {wrong} is no name of a header")),
            None => Ok(()),
        }
    }

    /// After which time a query or a write is given up.
    #[must_use]
    pub const fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_timeout_seconds)
    }
}

/// Signing in.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthSettings {
    /// Minutes for which an access token is good.
    pub access_minutes: i64,
    /// Days for which a session is good.
    pub session_days: i64,
    /// Seconds for which a caller whose token was checked is believed; 0: never.
    pub caller_cache_seconds: u32,
    /// Attempts to log in for one address a minute.
    pub attempts_per_address: u32,
    /// Attempts to log in or sign up from one network address a minute.
    pub attempts_per_peer: u32,
    /// Whether strangers may sign up.
    pub sign_up: bool,
}

impl Default for AuthSettings {
    fn default() -> Self {
        Self {
            access_minutes: 15,
            session_days: 60,
            caller_cache_seconds: 5,
            attempts_per_address: 10,
            attempts_per_peer: 120,
            sign_up: true,
        }
    }
}

/// What the command line and the environment say.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The settings file.
    pub file: Option<PathBuf>,
    /// Where to listen.
    pub listen: Option<SocketAddr>,
    /// The database.
    pub database: Option<String>,
    /// What stands before PostgreSQL.
    pub pooler: Option<Pooler>,
    /// PostgreSQL by a way that leads past a pooler.
    pub direct_url: Option<String>,
    /// A standby of PostgreSQL.
    pub read_url: Option<String>,
    /// Whether this server only reads.
    pub read_only: bool,
    /// When SQLite says that a write is stored.
    pub synchronous: Option<Synchronous>,
    /// The data folder.
    pub data: Option<PathBuf>,
    /// GraphiQL's files.
    pub graphiql: Option<PathBuf>,
    /// Origins whose pages may call.
    pub cors_origins: Option<Vec<String>>,
    /// Request headers that those pages may send.
    pub cors_headers: Option<Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    database: Option<String>,
    pool: Option<u32>,
    synchronous: Option<Synchronous>,
    data: Option<PathBuf>,
    postgres: PostgresSettings,
    http: HttpSettings,
    auth: AuthSettings,
}

impl Settings {
    /// Puts the settings together.
    ///
    /// # Errors
    /// The file cannot be read, or says something that is not a setting.
    pub fn load(overrides: Overrides) -> Result<Self, String> {
        let file = overrides
            .file
            .as_deref()
            .map(read)
            .transpose()?
            .unwrap_or_default();
        let data = overrides
            .data
            .or(file.data)
            .unwrap_or_else(|| PathBuf::from("data"));
        let default_database = || format!("sqlite://{}", data.join("rapport.sqlite").display());
        let mut http = file.http;
        http.graphiql_dir = overrides.graphiql.or(http.graphiql_dir);
        http.cors_origins = overrides.cors_origins.unwrap_or(http.cors_origins);
        http.cors_headers = overrides.cors_headers.unwrap_or(http.cors_headers);
        http.check()?;
        let mut postgres = file.postgres;
        postgres.pooler = overrides.pooler.unwrap_or(postgres.pooler);
        // What the file says of its own database is not said of another.
        let same = overrides.database.is_none();
        postgres.direct_url = overrides.direct_url.or(postgres.direct_url.filter(|_| same));
        postgres.read_url = overrides.read_url.or(postgres.read_url.filter(|_| same));
        postgres.read_only |= overrides.read_only;
        let database = overrides
            .database
            .or(file.database)
            .unwrap_or_else(default_database);
        if postgres.read_only && !database.starts_with("postgres") {
            return Err("read_only is for a standby of PostgreSQL".to_owned());
        }
        Ok(Self {
            listen: overrides
                .listen
                .or(file.listen)
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            database,
            pool: file.pool.unwrap_or(8),
            postgres,
            synchronous: overrides.synchronous.or(file.synchronous).unwrap_or_default(),
            data,
            http,
            auth: file.auth,
        })
    }
}

impl Settings {
    /// The database by a way on which sessions are kept: backups and the like need it.
    ///
    /// # Errors
    /// Only the way through a pooler is known.
    pub fn direct(&self) -> Result<&str, String> {
        match &self.postgres.direct_url {
            _ if !self.database.starts_with("postgres") => Ok(&self.database),
            Some(url) => Ok(url),
            None if self.postgres.keeps_sessions() => Ok(&self.database),
            None => Err("this cannot be done through a pooler in transaction mode: say where the database itself is, by `direct_url` under `[postgres]`, --direct-url or RAPPORT_DIRECT_URL".to_owned()),
        }
    }
}

/// A scheme and a host, and maybe a port; or `*`.
fn is_origin(text: &str) -> bool {
    let host = text.split_once("://").map(|(scheme, host)| {
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
        (is_scheme, host.trim_end_matches('/'))
    });
    let plain = |c: char| c.is_ascii_graphic() && !"/?#@,".contains(c);
    text == "*"
        || host.is_some_and(|(is_scheme, host)| is_scheme && !host.is_empty() && host.chars().all(plain))
}

/// A name of a header, as HTTP has them.
fn is_header(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_sign)
}

fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may assume")]

    use super::*;

    #[test]
    fn what_a_file_says_of_its_database_is_not_said_of_another() {
        let folder = std::env::temp_dir().join(format!("rapport-settings-{}", std::process::id()));
        let text = "database = \"postgres://pooler/a\"\n[postgres]\npooler = \"transaction\"\ndirect_url = \"postgres://server/a\"\n";
        std::fs::write(&folder, text).unwrap();
        let load = |database: Option<&str>| {
            let overrides = Overrides {
                file: Some(folder.clone()),
                database: database.map(str::to_owned),
                ..Overrides::default()
            };
            Settings::load(overrides).unwrap()
        };
        assert_eq!(load(None).direct().unwrap(), "postgres://server/a");
        let other = load(Some("postgres://pooler/b"));
        assert!(other.direct().unwrap_err().contains("direct_url"));
        assert_eq!(load(Some("sqlite://b")).direct().unwrap(), "sqlite://b");
        std::fs::remove_file(&folder).unwrap();
    }

    #[test]
    fn a_sqlite_file_is_no_standby() {
        let overrides = Overrides {
            read_only: true,
            ..Overrides::default()
        };
        let refused = Settings::load(overrides).unwrap_err();
        assert!(refused.contains("standby of PostgreSQL"), "{refused}");
    }
}
