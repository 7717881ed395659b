//! The harness of the integration tests: a whole application on its own database and port, callers as types, a fixed clock
//! and seeded ids, and every SQL statement on record.
// Futures within futures, as far down as the database's: with optimisation their layouts are computed in one go.
#![recursion_limit = "256"]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests may assume"
)]

use api::config::Settings;
use api::kit::Clock;

mod app;
pub mod beside;
mod client;
mod database;
pub mod kinds;
pub mod lookalikes;
pub mod pair;
pub mod pgbouncer;
pub mod postgres;
pub mod release;
pub mod soak;
pub mod tenancy;

pub use app::TestApp;
pub use client::Client;
pub use database::Engine;

use release::Release;

/// Runs one test on each database: `both! { a_sentence(app) { … } }`.
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* $name:ident($app:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all of its module's names")]
            use super::*;

            async fn on($app: $crate::TestApp) $body

            #[test]
            fn sqlite() {
                $crate::run($crate::Engine::Sqlite, on);
            }

            #[test]
            fn postgres() {
                $crate::run($crate::Engine::Postgres, on);
            }
        }
    )*};
}

/// Runs one test on each database that each older program left behind: `upgraded! { a_sentence(app, release) { … } }`.
#[macro_export]
macro_rules! upgraded {
    ($($(#[$meta:meta])* $name:ident($app:ident, $release:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all of its module's names")]
            use super::*;
            use $crate::Engine;
            use $crate::release::Release;

            async fn on($app: $crate::TestApp, $release: Release) $body

            #[test]
            fn release_0_on_sqlite() {
                $crate::run_upgraded(Release::Zero, Engine::Sqlite, on);
            }

            #[test]
            fn release_0_on_postgres() {
                $crate::run_upgraded(Release::Zero, Engine::Postgres, on);
            }

            #[test]
            fn release_1_on_sqlite() {
                $crate::run_upgraded(Release::One, Engine::Sqlite, on);
            }

            #[test]
            fn release_1_on_postgres() {
                $crate::run_upgraded(Release::One, Engine::Postgres, on);
            }
        }
    )*};
}

/// Runs a test against an application on this database.
pub fn run<F: Future<Output = ()>>(engine: Engine, test: impl FnOnce(TestApp) -> F) {
    block_on(engine, async { test(TestApp::start(engine).await).await });
}

/// Runs a test against an application with other settings on this database.
pub fn run_with<F: Future<Output = ()>>(
    engine: Engine,
    change: impl FnOnce(&mut Settings),
    test: impl FnOnce(TestApp) -> F,
) {
    block_on(engine, async {
        test(TestApp::start_with(engine, change).await).await
    });
}

/// Runs a test against an application with another clock on this database.
pub fn run_at<F: Future<Output = ()>>(engine: Engine, clock: Clock, test: impl FnOnce(TestApp) -> F) {
    block_on(engine, async {
        test(TestApp::start_at(engine, clock, |_| ()).await).await
    });
}

/// Runs a test against an application on the database that an older program left behind.
pub fn run_upgraded<F: Future<Output = ()>>(
    release: Release,
    engine: Engine,
    test: impl FnOnce(TestApp, Release) -> F,
) {
    block_on(engine, async {
        test(TestApp::start_on_release(release, engine).await, release).await
    });
}

fn block_on(engine: Engine, test: impl Future<Output = ()>) {
    if engine == Engine::Postgres && postgres::cluster().is_none() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(test);
}
