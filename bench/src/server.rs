//! Servers in processes of their own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::http::Place;

/// A running server; it ends with this.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it serves.
    pub place: Place,
}

impl Server {
    /// Starts a server that says its address on standard output, and waits until it has. Its log goes to a file, as it
    /// would in production.
    pub fn start(mut command: Command, log: &Path) -> Outcome<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command
            .stderr(std::fs::File::create(log)?)
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let url = line.split_whitespace().find(|word| word.ends_with("/graphql"));
        // Made before what may fail, so that the child ends with it.
        let mut server = Self {
            child,
            place: Place {
                host: String::new(),
                path: String::new(),
                token: String::new(),
            },
        };
        let Some(url) = url else {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            return Err(format!("{program} did not start: {said}").into());
        };
        server.place = Place::of(url)?;
        Ok(server)
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // If it has ended by itself there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Rapport's program: under `cargo run` built anew as the bench itself was, else what lies next to the bench.
pub fn program() -> Outcome<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().ok_or("the bench lies nowhere")?;
    if let Some(cargo) = std::env::var_os("CARGO") {
        let mut build = Command::new(cargo);
        // With the bench, so that their dependencies have the same features and nothing is compiled twice.
        build.args(["build", "--quiet", "-p", "api", "-p", "bench", "--bin", "rapport"]);
        if folder.ends_with("release") {
            build.arg("--release");
        }
        if !build.status()?.success() {
            return Err("the server cannot be built".into());
        }
    }
    Ok(folder
        .join("rapport")
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// When SQLite says that a write is stored; the loop that Rapport is compared with says so, too.
pub const SYNCHRONOUS: &str = "full";

/// The command that serves a database on a free port.
#[must_use]
pub fn rapport(program: &Path, database: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--database",
        database,
        "--data",
    ]);
    command.arg(folder);
    // By the environment: a build of before the setting does not know its flag.
    command.env("RAPPORT_SYNCHRONOUS", SYNCHRONOUS);
    command
}

/// How long a server takes to begin.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    /// Until it says that it serves.
    pub said: Duration,
    /// Until it has answered a first query.
    pub answered: Duration,
}

/// Starts a server as often; answers the median.
pub async fn starts(command: impl Fn() -> Command, log: &Path, times: usize) -> Outcome<Started> {
    let (mut said, mut answered) = (Vec::new(), Vec::new());
    for _ in 0..times.max(1) {
        let begun = Instant::now();
        let server = Server::start(command(), log)?;
        said.push(begun.elapsed());
        server
            .place
            .ask("{ __typename }", serde_json::Value::Null)
            .await?;
        answered.push(begun.elapsed());
    }
    Ok(Started {
        said: median(&mut said),
        answered: median(&mut answered),
    })
}

/// The middle one.
pub fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
