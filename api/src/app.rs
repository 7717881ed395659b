//! The application: what every request shares.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use sea_orm::DbErr;

use crate::areas;
use crate::auth::{Entrance, Keys, Passwords};
use crate::config::Settings;
use crate::graphql::Documents;
use crate::graphql::plan::Engine;
use crate::kit::aside::{Aside, Room};
use crate::kit::db::Observer;
use crate::kit::rows::Limits;
use crate::kit::{Clock, Db, DbSettings, Failure, Ids, connect};

/// Files that are taken in at once, and that wait: most of the time they wait for the database.
const FILES: Room = Room {
    threads: 4,
    each: 4,
    all: 64,
};

/// Files that are written at once, and that wait: each keeps a connection to the database for as long as its client takes.
const EXPORTS: Room = Room {
    threads: 4,
    each: 2,
    all: 32,
};

/// The application; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What it holds.
pub struct Shared {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// How it is set up.
    pub settings: Settings,
    /// What lets callers in.
    pub entrance: Entrance,
    /// What documents run on.
    pub engine: Engine,
    /// The documents that were run before.
    pub documents: Documents,
    /// Where mutations run that take files.
    pub files: Aside,
    /// How many requests were taken up: jobs rest where it grows.
    pub asked: AtomicU64,
    /// Where files are written for clients.
    pub exports: Aside,
    /// Whether the process was told to end.
    pub stopping: AtomicBool,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// Why the application cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be reached, brought up to date or written.
    #[error("database: {0}: {1}")]
    Database(String, DbErr),
    /// The database cannot be written.
    #[error("database: {0}: it cannot be written: {1}")]
    Unwritable(String, String),
    /// The database file is what is left of another.
    #[error("database: {0}")]
    Emptied(String),
    /// The signing keys cannot be read or made.
    #[error("signing keys: {0}")]
    Keys(String),
    /// The schema contradicts itself.
    #[error("schema: {0}")]
    Schema(String),
}

/// What tests put in place of the world.
#[derive(Clone, Default)]
pub struct World {
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// Cheap password hashes.
    pub cheap_passwords: bool,
    /// Sees every statement.
    pub observer: Option<Observer>,
    /// How far reads may go.
    pub limits: Limits,
}

impl App {
    /// Connects to the database, brings it up to date and reads the keys.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(settings: Settings, world: World) -> Result<Self, StartError> {
        let World {
            clock,
            ids,
            cheap_passwords,
            observer,
            limits,
        } = world;
        let database = DbSettings {
            url: settings.database.clone(),
            pool: settings.pool,
            synchronous: settings.synchronous,
            postgres: settings.postgres.clone(),
            limits,
        };
        areas::open();
        // Reading the schema takes as long as the database does, and needs nothing of it.
        let documents = tokio::task::spawn_blocking(Documents::new);
        let failed = |error| StartError::Database(connect::place(&settings.database), error);
        if let Some(file) = connect::sqlite_file(&settings.database).map_err(failed)? {
            connect::refuse_emptied(&file, has_run(&settings.data)).map_err(StartError::Emptied)?;
        }
        let db = Db::connect_observed(&database, clock.clone(), ids.clone(), observer)
            .await
            .map_err(failed)?;
        db.refuse_unknown_pooler().await.map_err(failed)?;
        db.migrate().await.map_err(failed)?;
        // What only reads would start, and fail at the first write.
        if !db.is_read_only() {
            let probe = db.write_probe(0).await;
            probe.map_err(|failure| unwritable(&settings.database, failure))?;
        }
        let keys = Keys::load_or_make(&settings.data, clock.now()).map_err(StartError::Keys)?;
        let documents = documents
            .await
            .map_err(|error| StartError::Schema(error.to_string()))?;
        let documents = documents.map_err(StartError::Schema)?;
        let passwords = Passwords::new(cheap_passwords);
        let entrance = Entrance::new(
            db.clone(),
            clock.clone(),
            settings.auth.clone(),
            (keys, passwords),
        );
        let engine = Engine::new(db.clone()).with(entrance.clone());
        Ok(Self(Arc::new(Shared {
            db,
            clock,
            ids,
            settings,
            entrance,
            engine,
            documents,
            files: Aside::new(FILES),
            asked: AtomicU64::new(0),
            exports: Aside::new(EXPORTS),
            stopping: AtomicBool::new(false),
        })))
    }
}

/// Whether a server has run with this data folder: then it has keys.
fn has_run(data: &Path) -> bool {
    std::fs::read_dir(data.join("keys")).is_ok_and(|mut keys| keys.next().is_some())
}

fn unwritable(url: &str, failure: Failure) -> StartError {
    let reason = match failure {
        Failure::Fault(fault) => fault.to_string(),
        Failure::Rejected(_) => "the probe was refused".to_owned(),
    };
    StartError::Unwritable(connect::place(url), reason)
}
