//! Programs that stand between the application and the world, such as a pooler or a balancer, run from what is installed.
//!
//! As for PostgreSQL, a small shell stands between: it ends the program when this process has ended, however it did.

use std::env;
use std::io::{self, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::postgres::unprivileged;

/// Writes the settings into a folder of its own, and runs the program on them for as long as standard input is open.
const SHELL: &str = r#"
exec 3<&0 </dev/null
dir=$(mktemp -d "${TMPDIR:-/tmp}/rapport-beside-XXXXXX") || exit 1
printf '%s' "$1" >"$dir/settings"
shift
"$@" "$dir/settings" 3<&- &
program=$!
trap 'kill "$program"' HUP INT TERM
{ read -r _ <&3; kill "$program"; } &
reader=$!
while kill -0 "$program" 2>/dev/null; do wait "$program"; done
kill "$reader" 2>/dev/null
rm -rf "$dir"
"#;

/// A running program; it ends with this.
#[derive(Debug)]
pub struct Beside {
    /// Where it listens.
    pub address: String,
    shell: Child,
}

impl Drop for Beside {
    fn drop(&mut self) {
        end(&mut self.shell);
    }
}

/// Ends what runs for as long as its standard input is open.
pub(crate) fn end(shell: &mut Child) {
    drop(shell.stdin.take());
    let _ = shell.wait();
}

impl Beside {
    /// Runs a program of this name, with arguments before the name of the file of its settings, which are made for an address. `None`
    /// where it is not installed, which is said on standard error.
    ///
    /// # Panics
    /// When it is installed but does not start; under CI also when it is not installed.
    pub fn start(program: &str, args: &[&str], settings: impl Fn(&str) -> String) -> Option<Self> {
        let Some(path) = installed(program) else {
            missing(program);
            return None;
        };
        // Another process may take the free port before the program does.
        for _ in 0..3 {
            let address = free_address();
            let mut shell = Command::new("sh");
            shell.args(["-c", SHELL, "beside", &settings(&address)]);
            shell
                .arg(&path)
                .args(args)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            shell.process_group(0).current_dir("/");
            if let Some((user, group)) = unprivileged() {
                shell.uid(user).gid(group);
            }
            let mut started = Self {
                address,
                shell: shell.spawn().unwrap(),
            };
            for _ in 0..200 {
                if TcpStream::connect(&started.address).is_ok() {
                    return Some(started);
                }
                if started.shell.try_wait().unwrap().is_some() {
                    break;
                }
                sleep(Duration::from_millis(25));
            }
        }
        panic!("{program} did not start")
    }
}

/// Where nobody listens.
#[must_use]
pub fn free_address() -> String {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().to_string()
}

/// Where systems put what administrators run, besides the path.
fn installed(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    folders.map(|folder| folder.join(program)).find(|it| it.is_file())
}

/// Says what is left out, past the capture of test output; CI must not pass without.
fn missing(program: &str) {
    let advice = format!("{program} not found: its tests do NOT run. Install it (Debian: .ci/install).");
    let in_ci = env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
    assert!(!in_ci, "{advice}");
    // Nothing is lost when standard error is closed.
    writeln!(io::stderr(), "\n*** {advice}\n").unwrap_or_default();
}
