//! A database of its own for each test: a copy of one that was migrated once.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use api::kit::rows::Limits;
use api::kit::{Clock, Db, DbSettings, Ids, PostgresSettings, Synchronous};
use sea_orm::ConnectionTrait as _;
use tokio::sync::OnceCell;

use crate::postgres;
use crate::release::Release;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// The one for production.
    Postgres,
}

impl Engine {
    /// What its files are called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// A database that lives as long as its test.
pub struct Database {
    /// How to connect.
    pub url: String,
    /// Where the test keeps its files.
    pub folder: tempfile::TempDir,
    name: Option<String>,
}

async fn migrate(url: &str) {
    let settings = DbSettings {
        url: url.to_owned(),
        pool: 2,
        synchronous: Synchronous::Normal,
        postgres: PostgresSettings::default(),
        limits: Limits::default(),
    };
    let db = Db::connect(&settings, Clock::System, Ids::default())
        .await
        .unwrap();
    db.migrate().await.unwrap();
    db.close().await;
}

impl Database {
    /// A fresh, migrated database.
    pub async fn make(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let (made, file) = Self::file();
                let template = sqlite_template().await;
                tokio::fs::copy(template, &file).await.unwrap();
                // What was written last may stand in the log beside it.
                let log = |file: &Path| file.with_extension("sqlite-wal");
                if log(template).exists() {
                    tokio::fs::copy(log(template), log(&file)).await.unwrap();
                }
                made
            }
            Engine::Postgres => Self::of_template(Some(postgres_template().await)).await,
        }
    }

    /// The database that an older program left behind, not migrated yet.
    pub async fn of_release(release: Release, engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let (made, file) = Self::file();
                std::fs::write(file, release.unpacked("sqlite.zst")).unwrap();
                made
            }
            Engine::Postgres => {
                let made = Self::of_template(None).await;
                let dump = String::from_utf8(release.unpacked("postgres.sql.zst")).unwrap();
                let connection = sea_orm::Database::connect(&made.url).await.unwrap();
                connection.execute_unprepared(&dump).await.unwrap();
                connection.close().await.unwrap();
                made
            }
        }
    }

    /// A SQLite file that is still to be made, and its path.
    fn file() -> (Self, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rapport.sqlite");
        let made = Self {
            url: format!("sqlite://{}", file.display()),
            folder,
            name: None,
        };
        (made, file)
    }

    /// A database on the PostgreSQL server, empty or a copy of the template.
    async fn of_template(template: Option<&str>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let cluster = postgres::cluster().unwrap();
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        cluster.create_database(&name, template).await;
        Self {
            url: cluster.url(&name),
            folder: tempfile::tempdir().unwrap(),
            name: Some(name),
        }
    }

    /// Removes what does not go by itself.
    pub async fn remove(&self) {
        if let Some(name) = &self.name {
            postgres::cluster().unwrap().drop_database(name).await;
        }
    }
}

async fn sqlite_template() -> &'static PathBuf {
    static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());
    static FILE: OnceCell<PathBuf> = OnceCell::const_new();
    FILE.get_or_init(|| async {
        let file = FOLDER.path().join("template.sqlite");
        migrate(&format!("sqlite://{}", file.display())).await;
        file
    })
    .await
}

async fn postgres_template() -> &'static str {
    static NAME: OnceCell<String> = OnceCell::const_new();
    NAME.get_or_init(|| async {
        let cluster = postgres::cluster().unwrap();
        let name = format!("template_{}", std::process::id());
        cluster.create_database(&name, None).await;
        migrate(&cluster.url(&name)).await;
        name
    })
    .await
}
