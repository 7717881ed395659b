//! The server in a process of its own, and those who call it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::Outcome;
use crate::data::{EMAIL, PASSWORD};
use crate::queries::Case;

const LOG_IN: &str = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";

/// A running server; it ends with this.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it serves the API.
    pub url: String,
}

impl Server {
    /// Starts the server on a free port and waits until it serves. Its log, which it writes as in production, goes to a
    /// file in the folder.
    pub fn start(program: &Path, database: &str, folder: &Path) -> Outcome<Self> {
        let log = std::fs::File::create(folder.join("server.log"))?;
        let mut command = Command::new(program);
        command.args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            database,
            "--data",
        ]);
        command.arg(folder).stdout(Stdio::piped()).stderr(log);
        let mut child = command
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let server = |url: String| Self { child, url };
        let Some(url) = line.split_whitespace().find(|word| word.ends_with("/graphql")) else {
            let said = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
            drop(server(String::new()));
            return Err(format!("the server did not start: {said}").into());
        };
        Ok(server(url.to_owned()))
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

/// The server's program: under `cargo run` built anew as the bench itself was, else what lies next to the bench.
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

/// Somebody who is logged in.
#[derive(Clone, Debug)]
pub struct Session {
    http: reqwest::Client,
    url: String,
    token: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The body.
    pub answer: Value,
    /// How long it is.
    pub bytes: usize,
}

impl Session {
    /// Logs in as the user whom [`crate::data::fill`] has made.
    pub async fn log_in(url: &str) -> Outcome<Self> {
        let mut session = Self {
            http: reqwest::Client::builder().tcp_nodelay(true).build()?,
            url: url.to_owned(),
            token: String::new(),
        };
        let input = json!({ "input": { "email": EMAIL, "password": PASSWORD } });
        let body = json!({ "query": LOG_IN, "variables": input }).to_string();
        let answer = session.ask(body).await?.answer;
        let token = answer
            .pointer("/data/logIn/session/accessToken")
            .and_then(Value::as_str);
        session.token = token.ok_or_else(|| format!("no session: {answer}"))?.to_owned();
        Ok(session)
    }

    /// Sends a request; anything but a 200 without `errors` ends the run.
    pub async fn ask(&self, body: String) -> Outcome<Answer> {
        let mut request = self
            .http
            .post(&self.url)
            .header("content-type", "application/json")
            .header("accept", "application/graphql-response+json");
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        let response = request.body(body).send().await?;
        let status = response.status();
        let bytes = response.bytes().await?;
        let answer: Value = serde_json::from_slice(&bytes)?;
        if status != 200 || answer.get("errors").is_some() {
            return Err(format!("{status}: {answer}").into());
        }
        let bytes = bytes.len();
        Ok(Answer { answer, bytes })
    }

    async fn ask_for(&self, case: &Case, number: usize) -> Outcome<usize> {
        let body = case.bodies.get(number % case.bodies.len().max(1)).cloned();
        let found = self.ask(body.unwrap_or_default()).await?;
        if case.is_met_by(&found.answer) {
            Ok(found.bytes)
        } else {
            Err(format!("{}: not {} entries in {}", case.name, case.count, found.answer).into())
        }
    }
}

/// How a run went.
#[derive(Debug)]
pub struct Run {
    /// How long each request took, shortest first.
    pub times: Vec<Duration>,
    /// Bytes of all answers' bodies.
    pub bytes: usize,
}

impl Run {
    /// The time within which this many per cent of the requests were answered.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Duration {
        let place = (self.times.len() * percent).div_ceil(100).saturating_sub(1);
        self.times.get(place).copied().unwrap_or_default()
    }
}

/// Sends a query's requests over as many connections, which are kept; each waits for its answer before it sends the next.
pub async fn run(session: &Session, case: &Case, requests: usize, connections: usize) -> Outcome<Run> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..connections.clamp(1, requests.max(1)) {
        let (session, case, next) = (session.clone(), case.clone(), next.clone());
        callers.spawn(async move {
            let (mut times, mut bytes) = (Vec::new(), 0);
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= requests {
                    return Ok::<_, crate::Error>((times, bytes));
                }
                let sent = Instant::now();
                bytes += session.ask_for(&case, number).await?;
                times.push(sent.elapsed());
            }
        });
    }
    let mut run = Run {
        times: Vec::with_capacity(requests),
        bytes: 0,
    };
    while let Some(caller) = callers.join_next().await {
        let (times, bytes) = caller??;
        run.times.extend(times);
        run.bytes += bytes;
    }
    run.times.sort_unstable();
    Ok(run)
}
