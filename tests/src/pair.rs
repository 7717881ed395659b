//! A PostgreSQL server and its hot standby, for tests of what becomes of a server that ends.

use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use crate::beside::{end, free_address};
use crate::postgres::{find_programs, missing, unprivileged};

/// Runs both and says their process ids once they accept connections, or else why they do not; ends them when standard input does.
const SHELL: &str = r#"
bin=$1 one=$2 two=$3
exec 3<&0 4>&1 </dev/null 2>&1
dir=$(mktemp -d "${TMPDIR:-/tmp}/rapport-pair-XXXXXX") || exit 1
exec >"$dir/log" 2>&1
fail() { cat "$dir/log" >&4; rm -rf "$dir"; exit 1; }
serve() {
  "$bin/postgres" -D "$dir/$1" -p "$2" -h 127.0.0.1 -k "$dir" -c wal_level=replica -c max_wal_senders=4 -c hot_standby=on \
    -c fsync=off -c shared_buffers=32MB -c max_connections=50 -c timezone=UTC 3<&- 4>&- &
  server=$!
  until sed -n 8p "$dir/$1/postmaster.pid" 2>/dev/null | grep -q ready; do
    kill -0 "$server" 2>/dev/null || fail
    sleep 0.02
  done
}
"$bin/initdb" -D "$dir/one" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync || fail
serve one "$one"; first=$server
"$bin/pg_basebackup" -D "$dir/two" -h 127.0.0.1 -p "$one" -U postgres -X stream -R -c fast --no-sync || fail
serve two "$two"; second=$server
echo "$first" >&4
exec 4>&-
read -r _ <&3
kill -QUIT "$first" "$second" 2>/dev/null
wait
rm -rf "$dir"
"#;

/// Two servers; they end with this.
#[derive(Debug)]
pub struct Pair {
    /// Where the primary listens.
    pub primary: String,
    /// Where its standby listens.
    pub standby: String,
    process: String,
    shell: Child,
}

impl Drop for Pair {
    fn drop(&mut self) {
        end(&mut self.shell);
    }
}

impl Pair {
    /// Starts both; `None` where PostgreSQL is not installed, which is said on standard error.
    ///
    /// # Panics
    /// When they do not start; under CI also when PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let Some(programs) = find_programs() else {
            missing();
            return None;
        };
        let (primary, standby) = (free_address(), free_address());
        let ports = [&primary, &standby].map(|address| address.rsplit(':').next().unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.args(["-c", SHELL, "pair", &programs]).args(ports);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        shell.process_group(0).current_dir("/").env("LC_ALL", "C");
        if let Some((uid, gid)) = unprivileged() {
            shell.uid(uid).gid(gid);
        }
        let mut pair = Self {
            primary,
            standby,
            process: String::new(),
            shell: shell.spawn().unwrap(),
        };
        let mut said = pair.shell.stdout.take().unwrap();
        said.read_to_string(&mut pair.process).unwrap();
        pair.process.truncate(pair.process.trim_end().len());
        assert!(pair.process.parse::<u32>().is_ok(), "{}", pair.process);
        Some(pair)
    }

    /// The URL of a server of these, or of several.
    #[must_use]
    pub fn url(&self, servers: &[&str]) -> String {
        format!(
            "postgres://postgres@{}/postgres?sslmode=disable",
            servers.join(",")
        )
    }

    /// Ends the primary in peace: what it has stored, its standby has.
    pub fn end_primary(&self) {
        let ended = Command::new("kill")
            .args(["-INT", &self.process])
            .status()
            .unwrap();
        assert!(ended.success());
    }
}
