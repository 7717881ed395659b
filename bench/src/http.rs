//! Those who call a server over HTTP. As lean as can be: what the callers do takes from the same processors.

use std::io;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Outcome;

/// Longest head of an answer.
const HEAD: usize = 16 << 10;

/// Where a server is, and who calls.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its address and port.
    pub host: String,
    /// The path of its endpoint.
    pub path: String,
    /// A bearer token; empty for nobody.
    pub token: String,
}

impl Place {
    /// Reads a URL.
    pub fn of(url: &str) -> Outcome<Self> {
        let rest = url.strip_prefix("http://").ok_or("not an address")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        Ok(Self {
            host: host.to_owned(),
            path: format!("/{path}"),
            token: String::new(),
        })
    }

    /// Asks once, on a connection of its own.
    pub async fn ask(&self, query: &str, variables: Value) -> Outcome<Value> {
        self.post(&json!({ "query": query, "variables": variables }).to_string())
            .await
    }

    /// Sends a body once, on a connection of its own.
    pub async fn post(&self, body: &str) -> Outcome<Value> {
        let mut caller = Caller::connect(self).await?;
        Ok(serde_json::from_slice(caller.ask(self, body).await?)?)
    }
}

/// A connection, which is kept.
#[derive(Debug)]
pub struct Caller {
    stream: TcpStream,
    sent: Vec<u8>,
    got: Vec<u8>,
}

impl Caller {
    /// Connects.
    pub async fn connect(place: &Place) -> Outcome<Self> {
        let stream = TcpStream::connect(&place.host).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            sent: Vec::new(),
            got: Vec::new(),
        })
    }

    /// Sends a request and answers the body; anything but a 200 without `errors` ends the run.
    pub async fn ask(&mut self, place: &Place, body: &str) -> Outcome<&[u8]> {
        self.send(place, ("POST", &place.path), body.as_bytes()).await
    }

    /// Sends a file to a path and answers the body.
    pub async fn put(&mut self, place: &Place, path: &str, file: &[u8]) -> Outcome<&[u8]> {
        self.send(place, ("PUT", path), file).await
    }

    async fn send(&mut self, place: &Place, (method, path): (&str, &str), body: &[u8]) -> Outcome<&[u8]> {
        use std::io::Write as _;
        self.sent.clear();
        write!(
            self.sent,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\naccept: application/graphql-response+json, \
             application/json;q=0.9\r\n",
            place.host
        )?;
        if !place.token.is_empty() {
            write!(self.sent, "authorization: Bearer {}\r\n", place.token)?;
        }
        write!(self.sent, "content-length: {}\r\n\r\n", body.len())?;
        self.sent.extend_from_slice(body);
        self.stream.write_all(&self.sent).await?;
        self.got.clear();
        let head = loop {
            self.fill().await?;
            if let Some(end) = self.got.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
            if self.got.len() > HEAD {
                return Err("the answer's head does not end".into());
            }
        };
        let text = String::from_utf8_lossy(self.got.get(..head).unwrap_or_default()).to_ascii_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
        let Some(length) = length.and_then(|length| length.trim().parse::<usize>().ok()) else {
            return Err(format!("an answer without a length: {text}").into());
        };
        while self.got.len() < head + length {
            self.fill().await?;
        }
        let answer = self.got.get(head..).unwrap_or_default();
        // Within a text the quotes would be escaped, and no field that is asked for has this name.
        let failed = std::str::from_utf8(answer)?.contains("\"errors\":");
        if !text.starts_with("http/1.1 200 ") || failed {
            let status = text.lines().next().unwrap_or_default();
            return Err(format!("{status}: {}", String::from_utf8_lossy(answer)).into());
        }
        Ok(answer)
    }

    async fn fill(&mut self) -> io::Result<()> {
        self.got.reserve(32 << 10);
        match self.stream.read_buf(&mut self.got).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}
