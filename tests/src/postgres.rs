//! A throw-away PostgreSQL server, 15 or newer, for the test process.
//!
//! [`cluster`] starts it on first use, from the programs that are installed, in a directory of its own (in
//! memory where there is room) and on a free loopback port. Nothing drops a static, so a small shell stands
//! between: it holds the reading end of a pipe from this process, and when that closes, however this process
//! ended, it stops the server and removes the directory.
//!
//! `RAPPORT_TEST_POSTGRES` names a running server instead, by the URL of its administrative database. Where
//! tests run a process each, as under nextest, that saves starting a server for every one.

use std::env;
use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::LazyLock;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbErr, RuntimeErr};
use tokio::sync::Mutex;

/// Runs the server and says its process id once it accepts connections, or else why it does not. A database
/// is hundreds of files, hence the shared memory if that has 2 GiB free. The server does not hear SIGQUIT
/// until it has set itself up, hence the loop.
const WATCHDOG: &str = r#"
bin=$1 port=$2
exec 3<&0 4>&1 </dev/null 2>&1
free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ "${free:-0}" -ge 2097152 ] && [ -w /dev/shm ]; then base=/dev/shm; else base=${TMPDIR:-/tmp}; fi
dir=$(mktemp -d "$base/rapport-postgres-XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap '' PIPE
exec >"$dir/log" 2>&1
fail() { cat "$dir/log" >&4; exit 1; }

init() { "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --no-sync "$@"; }
init --locale=C.UTF-8 || init --locale=C --lc-ctype=en_US.UTF-8 || fail

"$bin/postgres" -D "$dir/data" -p "$port" -h 127.0.0.1 -k "$dir" \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
  -c max_wal_size=256MB -c max_connections=300 -c shared_buffers=128MB -c autovacuum=off -c jit=off \
  -c timezone=UTC 3<&- 4>&- &
server=$!
alive() { kill -0 "$server" 2>/dev/null; }
quit() { while kill -QUIT "$server" 2>/dev/null; do sleep 0.2; done; }
trap quit HUP INT TERM
{ read -r _ <&3; quit; } 4>&- &
reader=$!

until sed -n 8p "$dir/data/postmaster.pid" 2>/dev/null | grep -q ready; do
  alive || { kill "$reader"; fail; }
  sleep 0.02
done
echo "$server" >&4
exec 4>&-

while alive; do wait "$server"; done
kill "$reader" 2>/dev/null
"#;

/// Says the directory of the server's programs: named, or else the newest where systems put them.
const FIND: &str = r#"
newest=$(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
  2>/dev/null | sort -rV)
for dir in "$PG_BIN" "$(pg_config --bindir 2>/dev/null)" $newest /usr/local/pgsql/bin \
  "$(dirname "$(command -v initdb)")"; do
  if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then echo "$dir"; break; fi
done
"#;

/// How often a start is tried: another process may take the free port before the server does.
const STARTS: u32 = 3;

/// `object_in_use`: the database, or the template, still has connections.
const OBJECT_IN_USE: &str = "55006";

/// One at a time, since a template may have no connections while it is copied.
static CREATING: Mutex<()> = Mutex::const_new(());

static CLUSTER: LazyLock<Option<Cluster>> = LazyLock::new(|| {
    let given = env::var("RAPPORT_TEST_POSTGRES").unwrap_or_default();
    if !given.is_empty() {
        return Some(Cluster::at(given));
    }
    let Some(programs) = find_programs() else {
        missing();
        return None;
    };
    let mut failure = String::new();
    for _ in 0..STARTS {
        match Cluster::start(&programs) {
            Ok(cluster) => return Some(cluster),
            Err(error) => failure = error.to_string(),
        }
    }
    panic!("PostgreSQL from {programs} did not start: {failure}")
});

/// The server of this test process, started by the first caller. `None` where PostgreSQL is not installed,
/// which is said on standard error.
///
/// # Panics
/// When PostgreSQL is installed but does not start; under CI also when it is not installed.
pub fn cluster() -> Option<&'static Cluster> {
    CLUSTER.as_ref()
}

/// A running PostgreSQL server on which tests make their databases.
#[derive(Debug)]
pub struct Cluster {
    admin_url: String,
    pid: Option<u32>,
    /// The server lives for as long as this pipe is open.
    _lifeline: Option<ChildStdin>,
}

impl Cluster {
    fn at(admin_url: String) -> Cluster {
        Cluster {
            admin_url,
            pid: None,
            _lifeline: None,
        }
    }

    fn start(programs: &str) -> io::Result<Cluster> {
        let port = TcpListener::bind(("127.0.0.1", 0))?
            .local_addr()?
            .port()
            .to_string();
        let mut shell = Command::new("sh");
        shell.args(["-c", WATCHDOG, "watchdog", programs, &port]);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        // A group of its own, so that Ctrl-C ends the tests and leaves the clean-up to the shell.
        shell.process_group(0).current_dir("/").env("LC_ALL", "C");
        for (name, _) in env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"PG")) {
            shell.env_remove(name);
        }
        if let Some((uid, gid)) = unprivileged() {
            shell.uid(uid).gid(gid);
        }
        let mut watchdog = shell.spawn()?;
        let lifeline = watchdog.stdin.take();
        let mut said = String::new();
        if let Some(mut stdout) = watchdog.stdout.take() {
            stdout.read_to_string(&mut said)?;
        }
        let Ok(pid) = said.trim().parse() else {
            return Err(io::Error::other(said));
        };
        let admin_url = format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=disable");
        Ok(Cluster {
            pid: Some(pid),
            _lifeline: lifeline,
            ..Cluster::at(admin_url)
        })
    }

    /// The URL of the named database, which need not exist.
    pub fn url(&self, database: &str) -> String {
        let (address, query) = match self.admin_url.split_once('?') {
            Some((address, query)) => (address, format!("?{query}")),
            None => (self.admin_url.as_str(), String::new()),
        };
        let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
        let host = rest.split_once('/').map_or(rest, |(host, _)| host);
        format!("{scheme}://{host}/{database}{query}")
    }

    /// The URL of the administrative database, for a role that may create databases.
    pub fn admin_url(&self) -> String {
        self.admin_url.clone()
    }

    /// The process id of the server, where this process started it.
    pub fn pid(&self) -> Option<u32> {
        self.pid
    }

    /// Creates a database, as a copy of the template where one is given. Waits while the template still has
    /// connections, but not for long: close the pool that filled it first.
    ///
    /// # Panics
    /// When the server refuses, for instance because the name is taken.
    pub async fn create_database(&self, name: &str, template: Option<&str>) {
        // An empty database has to be made from the one that nobody connects to.
        let template = quoted(template.unwrap_or("template0"));
        // Half the time of the default strategy, since nothing is synced.
        let statement = format!(
            "CREATE DATABASE {} TEMPLATE {template} STRATEGY file_copy",
            quoted(name)
        );
        let _one_at_a_time = CREATING.lock().await;
        self.administer(&statement).await;
    }

    /// Drops a database, and closes the connections that it has. One that does not exist is left at that.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn drop_database(&self, name: &str) {
        self.administer(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name)))
            .await;
    }

    /// Runs a statement on a connection of its own: a pool would belong to the runtime of one test.
    async fn administer(&self, statement: &str) {
        let mut attempts = 4; // the server itself waits five seconds in each
        let outcome = loop {
            attempts -= 1;
            match self.execute(statement).await {
                Err(error) if attempts > 0 && is_in_use(&error) => continue,
                outcome => break outcome,
            }
        };
        if let Err(error) = outcome {
            panic!("{statement}: {error}");
        }
    }

    async fn execute(&self, statement: &str) -> Result<(), DbErr> {
        let mut options = ConnectOptions::new(self.admin_url());
        options.max_connections(1).sqlx_logging(false);
        let connection = Database::connect(options).await?;
        let outcome = connection.execute_unprepared(statement).await;
        connection.close().await?;
        outcome.map(|_| ())
    }
}

/// The user and the group as whom to run what refuses to run as root; none where this process is not root's.
pub(crate) fn unprivileged() -> Option<(u32, u32)> {
    if id("-u", None) != Some(0) {
        return None;
    }
    let users = ["postgres", "nobody"].into_iter();
    let mut ids = users.filter_map(|user| id("-u", Some(user)).zip(id("-g", Some(user))));
    ids.next()
}

/// What `id` prints of a user, or of this process.
fn id(option: &str, user: Option<&str>) -> Option<u32> {
    let mut command = Command::new("id");
    said_by(command.arg(option).args(user))?.parse().ok()
}

pub(crate) fn find_programs() -> Option<String> {
    said_by(Command::new("sh").args(["-c", FIND])).filter(|dir| !dir.is_empty())
}

fn said_by(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Says what is left out, past the capture of test output; CI must not pass without PostgreSQL.
pub(crate) fn missing() {
    let advice = "PostgreSQL not found: its tests do NOT run. Install its server (Debian: .ci/install), or \
                  set PG_BIN to the directory of initdb, or RAPPORT_TEST_POSTGRES to the URL of a server.";
    let in_ci = env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
    assert!(!in_ci, "{advice}");
    // Nothing is lost when standard error is closed.
    writeln!(io::stderr(), "\n*** {advice}\n").unwrap_or_default();
}

fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

fn is_in_use(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
    else {
        return false;
    };
    cause
        .as_database_error()
        .and_then(|error| error.code())
        .is_some_and(|code| code == OBJECT_IN_USE)
}
