//! How a server is set up. A flag beats the environment, the environment beats the file, the file beats the default.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::kit::Synchronous;

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// `sqlite://PATH` or `postgres://…`.
    pub database: String,
    /// Most connections to PostgreSQL, or readers of SQLite.
    pub pool: u32,
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
    /// Where GraphiQL's files are; from a CDN if empty.
    pub graphiql_dir: Option<PathBuf>,
    /// Most bytes of a request's body.
    pub body_limit: usize,
    /// Seconds after which a query or a write is given up.
    pub request_timeout_seconds: u64,
    /// Worker threads; as many as the machine has processors if empty.
    pub workers: Option<usize>,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            cors_origins: Vec::new(),
            graphiql_dir: None,
            // `importContacts` takes a file's text in a variable.
            body_limit: 16 << 20,
            request_timeout_seconds: 30,
            workers: None,
        }
    }
}

impl HttpSettings {
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
    /// When SQLite says that a write is stored.
    pub synchronous: Option<Synchronous>,
    /// The data folder.
    pub data: Option<PathBuf>,
    /// GraphiQL's files.
    pub graphiql: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    database: Option<String>,
    pool: Option<u32>,
    synchronous: Option<Synchronous>,
    data: Option<PathBuf>,
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
        Ok(Self {
            listen: overrides
                .listen
                .or(file.listen)
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            database: overrides
                .database
                .or(file.database)
                .unwrap_or_else(default_database),
            pool: file.pool.unwrap_or(8),
            synchronous: overrides.synchronous.or(file.synchronous).unwrap_or_default(),
            data,
            http,
            auth: file.auth,
        })
    }
}

fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
