//! PgBouncer before the tests' PostgreSQL, as systems install it, which knows no named statements in transaction mode.
//!
//! `RAPPORT_TEST_POOLER=transaction` puts it before the databases of all applications under test.

use std::env;
use std::sync::LazyLock;

use crate::beside::Beside;
use crate::postgres::cluster;

/// Sessions of a database: few, so that transactions change them.
const SESSIONS: u32 = 5;

/// Starts one, `session` or `transaction`. `None` where it, or PostgreSQL, is not installed.
pub fn start(mode: &str) -> Option<Beside> {
    let server = cluster()?.admin_url();
    let (host, port) = address(&server).split_once(':')?;
    Beside::start("pgbouncer", &["-q"], |own| {
        let (here, free) = own.split_once(':').unwrap_or_default();
        format!(
            "[databases]\n* = host={host} port={port} user=postgres\n\
             [pgbouncer]\nlisten_addr = {here}\nlisten_port = {free}\nunix_socket_dir =\nauth_type = any\n\
             pool_mode = {mode}\ndefault_pool_size = {SESSIONS}\nmax_client_conn = 5000\nserver_idle_timeout = 5\n"
        )
    })
}

/// The one before the databases of this process's applications, if there is to be one.
pub fn before_all() -> Option<&'static Beside> {
    static BEFORE: LazyLock<Option<Beside>> = LazyLock::new(|| {
        let wanted = env::var("RAPPORT_TEST_POOLER").ok()?;
        start(&wanted)
    });
    BEFORE.as_ref()
}

impl Beside {
    /// The URL of a database, by way of this.
    #[must_use]
    pub fn url(&self, url: &str) -> String {
        url.replacen(address(url), &self.address, 1)
    }
}

/// A URL's host and port.
fn address(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, address)| address)
}
