//! The built program, run as those who run it do.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::{Value, json};
use tests::Client;
use tests::beside::free_address;

/// Signs somebody up.
pub const SIGN_UP: &str = "mutation { signUp(input: { email: \"k@example.org\", password: \"correct horse\", displayName: \"K\" }) { session { accessToken } userErrors { message } } }";

/// The program, built where the tests are built.
pub fn program() -> &'static Path {
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
        let tests = std::env::current_exe().unwrap();
        let program = tests.parent().unwrap().parent().unwrap().join("rapport");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--package", "api", "--bin", "rapport"])
            .status()
            .unwrap();
        assert!(built.success() && program.exists(), "{}", program.display());
        program
    });
    &PROGRAM
}

/// A running server; it ends with this.
pub struct Server {
    /// The process.
    pub process: Child,
    base: String,
}

impl Server {
    /// Starts a server and waits until it is ready.
    pub async fn start(database: &str, data: &Path) -> Self {
        Self::start_as(Command::new(program()), database, data).await
    }

    /// Starts a server by a command that ends in the program.
    pub async fn start_as(command: Command, database: &str, data: &Path) -> Self {
        Self::start_at(&free_address(), command, database, data).await
    }

    /// The same at an address that others know.
    pub async fn start_at(address: &str, command: Command, database: &str, data: &Path) -> Self {
        let mut server = Self::begin(address, command, database, data, Stdio::inherit());
        for _ in 0..1200 {
            if server.ready().await.is_some_and(|(status, _)| status == 200) {
                return server;
            }
            let ended = server.process.try_wait().unwrap();
            assert!(ended.is_none(), "the server did not come up: {ended:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server did not come up");
    }

    /// Starts a server that is to fail; answers how it ended and what it said.
    pub fn fail(command: Command, database: &str, data: &Path) -> (ExitStatus, String) {
        let mut server = Self::begin(&free_address(), command, database, data, Stdio::piped());
        let mut said = String::new();
        let mut from = server.process.stderr.take().unwrap();
        std::io::Read::read_to_string(&mut from, &mut said).unwrap();
        (server.process.wait().unwrap(), said)
    }

    fn begin(address: &str, mut command: Command, database: &str, data: &Path, stderr: Stdio) -> Self {
        let process = command
            .args(["serve", "--listen", address, "--database", database, "--data"])
            .arg(data)
            .env_remove("DATABASE_URL")
            .env("RUST_LOG", "off")
            .stdout(Stdio::null())
            .stderr(stderr)
            .spawn()
            .unwrap();
        let base = format!("http://{address}");
        Self { process, base }
    }

    /// A caller with a token, or without.
    pub fn client(&self, token: Option<&str>) -> Client {
        Client::at(&format!("{}/graphql", self.base), token)
    }

    /// The token of a new user.
    pub async fn sign_up(&self) -> String {
        let session = self.client(None).ok(SIGN_UP, json!({})).await;
        let token = session["signUp"]["session"]["accessToken"].as_str();
        token.unwrap().to_owned()
    }

    /// What it says of its readiness.
    pub async fn ready(&self) -> Option<(u16, Value)> {
        self.get("/health/ready").await
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// What it answers at a path, if it does.
    pub async fn get(&self, path: &str) -> Option<(u16, Value)> {
        let answer = reqwest::get(self.url(path)).await.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.json().await.ok()?))
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to end, and waits until it has.
    pub async fn stop(mut self) -> ExitStatus {
        let id = self.process.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        tokio::task::spawn_blocking(move || self.process.wait().unwrap())
            .await
            .unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs a test to its end.
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}
