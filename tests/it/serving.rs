//! The program as it is started: its settings by flag, environment and file, and its log.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::built::program;

struct Served {
    process: Child,
    address: String,
}

impl Served {
    /// Starts the program with these arguments and this environment.
    async fn start(data: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let process = Command::new(program())
            .args(["serve", "--listen", &address, "--data"])
            .arg(data)
            .args(arguments)
            .envs(environment.iter().copied())
            .env_remove("RUST_LOG")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        for _ in 0..600 {
            let ready = reqwest::get(format!("http://{address}/health/ready")).await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return Self { process, address };
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server did not come up");
    }

    /// Whether a page of this origin may send this header.
    async fn admits(&self, origin: &str, header: &str) -> bool {
        let preflight = reqwest::Client::new()
            .request(
                reqwest::Method::OPTIONS,
                format!("http://{}/graphql", self.address),
            )
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                format!("authorization, {header}"),
            )
            .send()
            .await
            .unwrap();
        let allowed = preflight.headers().get("access-control-allow-origin");
        preflight.status().is_success() && allowed.is_some_and(|allowed| allowed == origin)
    }

    /// Sends these bytes; answers what comes back.
    fn send(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        // The server may hang up before it has heard all.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    /// Stops the program; answers its log, line by line.
    fn log(mut self) -> Vec<Value> {
        self.process.kill().unwrap();
        let mut text = String::new();
        self.process
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        self.process.wait().unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| json!({ "text": line })))
            .collect()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const OURS: &str = "https://app.example.org";
const APOLLO: &str = "apollographql-client-name, apollographql-client-version";

#[tokio::test]
async fn pages_of_other_origins_are_let_in_by_flag_environment_and_file() {
    let data = tempfile::tempdir().unwrap();
    let served = Served::start(data.path(), &[], &[]).await;
    assert!(!served.admits(OURS, "accept").await, "nobody, unless it is set");
    drop(served);

    let served = Served::start(
        data.path(),
        &["--cors-origin", OURS, "--cors-origin", "http://localhost:5173"],
        &[],
    )
    .await;
    for origin in [OURS, "http://localhost:5173"] {
        assert!(served.admits(origin, APOLLO).await, "{origin}");
        assert!(served.admits(origin, "idempotency-key").await, "{origin}");
        assert!(!served.admits(origin, "x-odd").await, "{origin}");
    }
    assert!(!served.admits("https://other.example", "accept").await);
    drop(served);

    let both = format!("{OURS}/,http://localhost:5173");
    let environment = [
        ("RAPPORT_CORS_ORIGINS", both.as_str()),
        ("RAPPORT_CORS_HEADERS", "x-odd,x-even"),
    ];
    let served = Served::start(data.path(), &[], &environment).await;
    assert!(
        served.admits(OURS, "x-odd, x-even").await && served.admits("http://localhost:5173", "accept").await
    );
    assert!(
        !served.admits(OURS, APOLLO).await,
        "what is set replaces the default"
    );
    drop(served);

    let file = data.path().join("rapport.toml");
    std::fs::write(
        &file,
        format!("[http]\ncors_origins = [\"{OURS}\"]\ncors_headers = [\"x-odd\"]\n"),
    )
    .unwrap();
    let config = ["--config", file.to_str().unwrap()];
    let served = Served::start(data.path(), &config, &[]).await;
    assert!(served.admits(OURS, "x-odd").await && !served.admits(OURS, APOLLO).await);
    drop(served);

    let served = Served::start(
        data.path(),
        &config,
        &[("RAPPORT_CORS_ORIGINS", "https://other.example")],
    )
    .await;
    assert!(served.admits("https://other.example", "x-odd").await && !served.admits(OURS, "x-odd").await);
}

#[test]
fn an_origin_or_a_header_that_cannot_be_one_is_refused_at_the_start() {
    let data = tempfile::tempdir().unwrap();
    for (wrong, said) in [
        (["--cors-origin", "app.example.org"], "app.example.org"),
        (["--cors-origin", "https://app.example.org/path"], "/path"),
        (["--cors-header", "not a header"], "not a header"),
    ] {
        let ended = Command::new(program())
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .args(wrong)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(
            !ended.status.success() && text.contains(said) && text.contains("cors"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn what_strangers_send_wrong_is_no_error_of_ours() {
    let data = tempfile::tempdir().unwrap();
    let served = Served::start(data.path(), &[], &[]).await;
    let post = |body: &str, more: &str| {
        format!("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{more}\r\n{body}", body.len()).into_bytes()
    };
    let mut heard = 0;
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"nonsense\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(300_000)).into_bytes(),
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".to_vec(),
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".to_vec(),
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{".to_vec(),
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc".to_vec(),
        post("\u{0}", ""),
        post("[", ""),
        post("{\"query\":\"{\"}", ""),
        post("{\"query\":\"{ people { nodes { id } } }\"}", "Authorization: Bearer x\r\n"),
        post("{\"query\":\"{ __type(name: 1) { name } }\"}", ""),
        post("{\"query\":\"query($n: String!) { __type(name: $n) { name } }\"}", ""),
        post("{\"query\":\"{ introductionByLink(token: \\\"\\\\u0000\\\") { open } }\"}", ""),
        post("{\"query\":\"mutation { refreshSession(input: { refreshToken: \\\"\\\\u0000\\\" }) { userErrors { code } } }\"}", ""),
        post("{\"query\":\"mutation { logIn(input: { email: \\\"\\\\u0000\\\", password: \\\"\\\" }) { userErrors { code } } }\"}", ""),
    ] {
        heard += usize::from(!served.send(&bytes).is_empty());
    }
    assert!(heard > 10, "{heard}");
    let log = served.log();
    let answered = log.iter().filter(|line| line["message"] == "answered").count();
    assert!(answered >= 9, "{log:#?}");
    let errors: Vec<_> = log
        .iter()
        .filter(|line| line["level"] == "ERROR" || line.get("text").is_some())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
