//! The application under test.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use api::app::{App, World};
use api::config::{Overrides, Settings};
use api::kit::rows::Limits;
use api::kit::server::Pooler;
use api::kit::{Clock, Ids, Synchronous};
use chrono::DateTime;
use serde_json::json;

use crate::client::Client;
use crate::database::{Database, Engine};
use crate::release::Release;
use crate::{pgbouncer, tenancy};

fn morning() -> Clock {
    let time = DateTime::parse_from_rfc3339("2026-03-01T09:00:00Z").unwrap();
    Clock::fixed(time.to_utc())
}

/// An application with its own database, on its own port.
pub struct TestApp {
    /// The application itself, for what cannot be seen from outside.
    pub app: App,
    /// Its clock, at 2026-03-01T09:00:00Z until it is moved.
    pub clock: Clock,
    /// Its database.
    pub engine: Engine,
    base: String,
    http: reqwest::Client,
    statements: Arc<Mutex<Vec<String>>>,
    unscoped: Arc<Mutex<BTreeSet<String>>>,
    users: AtomicU32,
    database: Database,
    server: ServerHandle,
}

impl TestApp {
    /// Starts an application.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, |_| ()).await
    }

    /// Starts an application with other settings.
    pub async fn start_with(engine: Engine, change: impl FnOnce(&mut Settings)) -> Self {
        Self::start_at(engine, morning(), change).await
    }

    /// Starts an application with another clock.
    pub async fn start_at(engine: Engine, clock: Clock, change: impl FnOnce(&mut Settings)) -> Self {
        let database = Database::make(engine).await;
        Box::pin(Self::start_on(database, engine, clock, Limits::default(), change)).await
    }

    /// Starts an application on the database that an older program left behind, some days later.
    pub async fn start_on_release(release: Release, engine: Engine) -> Self {
        let clock = Clock::fixed(
            DateTime::parse_from_rfc3339("2026-12-01T09:00:00Z")
                .unwrap()
                .to_utc(),
        );
        let database = Database::of_release(release, engine).await;
        Box::pin(Self::start_on(database, engine, clock, Limits::default(), |_| ())).await
    }

    /// Starts an application whose workers do everything themselves, however much it is: there, how often statements run does
    /// not depend on how many rows they find.
    pub async fn unhurried(engine: Engine) -> Self {
        let limits = Limits {
            rows: usize::MAX,
            ..Limits::default()
        };
        let database = Database::make(engine).await;
        Box::pin(Self::start_on(database, engine, morning(), limits, |_| ())).await
    }

    /// Starts an application whose workers leave to others whatever functions read.
    pub async fn beside(engine: Engine) -> Self {
        let limits = Limits {
            rows: 0,
            ..Limits::default()
        };
        let database = Database::make(engine).await;
        Box::pin(Self::start_on(database, engine, morning(), limits, |_| ())).await
    }

    async fn start_on(
        database: Database,
        engine: Engine,
        clock: Clock,
        limits: Limits,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let overrides = Overrides {
            data: Some(database.folder.path().to_owned()),
            database: Some(database.url.clone()),
            ..Overrides::default()
        };
        let mut settings = Settings::load(overrides).unwrap();
        settings.pool = 3;
        settings.synchronous = Synchronous::Normal;
        settings.http.workers = Some(1);
        settings.auth.attempts_per_peer = 10_000;
        if let Some(pooler) = (engine == Engine::Postgres).then(pgbouncer::before_all).flatten() {
            settings.database = pooler.url(&database.url);
            settings.postgres.pooler = Pooler::Transaction;
            settings.postgres.direct_url = Some(database.url.clone());
        }
        change(&mut settings);
        let statements = Arc::new(Mutex::new(Vec::new()));
        let record = statements.clone();
        let unscoped = Arc::new(Mutex::new(BTreeSet::new()));
        let (found, is_up) = (unscoped.clone(), Arc::new(AtomicBool::new(false)));
        let serves = is_up.clone();
        let world = World {
            clock: clock.clone(),
            ids: Ids::seeded(42),
            cheap_passwords: true,
            observer: Some(Arc::new(move |statement: &str| {
                // Migrations go through all workspaces.
                if serves.load(Ordering::Relaxed) {
                    found
                        .lock()
                        .unwrap()
                        .extend(tenancy::objection(engine, statement));
                }
                record.lock().unwrap().push(statement.to_owned());
            })),
            limits,
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (ready, started) = tokio::sync::oneshot::channel();
        // The server has a runtime of its own, as it has in production.
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = App::start(settings, world).await.unwrap();
                let server = api::http::server(app.clone(), listener, false).unwrap();
                ready.send((app, server.handle())).ok();
                server.await.unwrap();
            });
        });
        let (app, server) = started.await.expect("the application did not start");
        is_up.store(true, Ordering::Relaxed);
        let http = reqwest::Client::new();
        Self {
            app,
            clock,
            engine,
            base,
            http,
            statements,
            unscoped,
            users: AtomicU32::new(0),
            database,
            server,
        }
    }

    /// An address of the application.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Sends a file to a path; answers the status and the body.
    pub async fn put(
        &self,
        client: &Client,
        path: &str,
        file: impl Into<reqwest::Body>,
    ) -> (u16, serde_json::Value) {
        let request = self.http.put(self.url(path)).bearer_auth(client.token());
        let answer = request.body(file).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// What sends requests that are no documents.
    #[must_use]
    pub const fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// Somebody without a token.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.http.clone(), self.url("/graphql"), None)
    }

    /// Somebody with this token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Client {
        Client::new(self.http.clone(), self.url("/graphql"), Some(token.to_owned()))
    }

    /// A new user, the owner of a workspace of their own.
    pub async fn owner(&self) -> Client {
        let number = self.users.fetch_add(1, Ordering::Relaxed);
        let email = format!("user{number}@example.org");
        let sign_up = "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } userErrors { message } } }";
        let input =
            json!({ "email": email, "password": "correct horse", "displayName": format!("User {number}") });
        let data = self.anonymous().ok(sign_up, json!({ "input": input })).await;
        let token = data["signUp"]["session"]["accessToken"]
            .as_str()
            .unwrap_or_else(|| panic!("{data}"));
        self.with_token(token)
    }

    /// The SQL statements that were issued meanwhile.
    pub async fn statements(&self, work: impl Future<Output = ()>) -> Vec<String> {
        self.statements.lock().unwrap().clear();
        work.await;
        std::mem::take(&mut *self.statements.lock().unwrap())
    }

    /// Every statement so far.
    #[must_use]
    pub fn all_statements(&self) -> Vec<String> {
        self.statements.lock().unwrap().clone()
    }

    /// Where the database is.
    #[must_use]
    pub fn database_url(&self) -> &str {
        &self.database.url
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The server first: a database in use cannot be removed.
        let (server, database) = (self.server.clone(), &self.database);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    server.stop(false).await;
                    database.remove().await;
                });
            });
        });
        let unscoped = self.unscoped.lock().unwrap();
        assert!(
            std::thread::panicking() || unscoped.is_empty(),
            "statements that no workspace bounds: {unscoped:#?}"
        );
    }
}
