//! A database of its own for each test: a copy of one that was migrated once.

use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use api::kit::rows::Limits;
use api::kit::{Clock, Db, DbSettings, Ids, Synchronous};
use tokio::sync::OnceCell;

use crate::postgres;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// The one for production.
    Postgres,
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
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let folder = tempfile::tempdir().unwrap();
        match engine {
            Engine::Sqlite => {
                let file = folder.path().join("rapport.sqlite");
                tokio::fs::copy(sqlite_template().await, &file).await.unwrap();
                Self {
                    url: format!("sqlite://{}", file.display()),
                    folder,
                    name: None,
                }
            }
            Engine::Postgres => {
                let cluster = postgres::cluster().unwrap();
                let name = format!(
                    "test_{}_{}",
                    std::process::id(),
                    NEXT.fetch_add(1, Ordering::Relaxed)
                );
                cluster
                    .create_database(&name, Some(postgres_template().await))
                    .await;
                Self {
                    url: cluster.url(&name),
                    folder,
                    name: Some(name),
                }
            }
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
