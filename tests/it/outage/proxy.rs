//! What stands between the program and PostgreSQL, and breaks connections when the test says so.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Bytes of a small piece, of which the answer to a statement has several.
const PIECE: usize = 16;

/// What happens next, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// A connection breaks before the server has seen a commit.
    BeforeCommit,
    /// It breaks after the server has answered a commit, before the program has seen the answer.
    AfterCommit,
    /// It breaks when the program has sent so many more times.
    After(usize),
    /// Every connection falls silent, from the next commit on, until the test says otherwise.
    SilenceAtCommit,
    /// Every connection falls silent now.
    Silence,
    /// What the server says comes in small pieces, until the test says otherwise.
    Trickle,
}

/// The proxy.
pub struct Proxy {
    address: String,
    plan: Arc<Mutex<Option<Cut>>>,
    /// How often the program has sent something.
    sent: Arc<AtomicUsize>,
}

/// What becomes of what the program has sent.
enum Fate {
    Pass,
    Break,
    BreakAfterAnswer,
    Wait,
}

impl Proxy {
    /// Stands before the server at this address.
    pub async fn before(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let plan: Arc<Mutex<Option<Cut>>> = Arc::default();
        let sent: Arc<AtomicUsize> = Arc::default();
        let (cuts, count) = (plan.clone(), sent.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, cuts, count) = (server.clone(), cuts.clone(), count.clone());
                tokio::spawn(async move {
                    if let Ok(server) = TcpStream::connect(server).await {
                        let _ = carry(client, server, &cuts, &count).await;
                    }
                });
            }
        });
        Self { address, plan, sent }
    }

    /// How often the program has sent something, by all connections.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// The same URL, by way of the proxy.
    pub fn url(&self, url: &str) -> String {
        url.replacen(&address(url), &self.address, 1)
    }

    /// Plans a cut.
    pub fn plan(&self, cut: Option<Cut>) {
        *self.plan.lock().unwrap() = cut;
    }

    /// Whether the last one is still to come.
    pub fn is_planned(&self) -> bool {
        self.plan.lock().unwrap().is_some()
    }

    /// Whether the connections are silent.
    pub fn is_silent(&self) -> bool {
        *self.plan.lock().unwrap() == Some(Cut::Silence)
    }
}

/// Host and port of a database's URL.
pub fn address(url: &str) -> String {
    let rest = url.split_once("://").unwrap().1;
    let host = rest.split(['/', '?']).next().unwrap();
    host.rsplit_once('@').map_or(host, |(_, host)| host).to_owned()
}

async fn carry(
    mut client: TcpStream,
    mut server: TcpStream,
    cuts: &Mutex<Option<Cut>>,
    sends: &AtomicUsize,
) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    let (mut from_client, mut from_server) = (vec![0; 64 << 10], vec![0; 64 << 10]);
    let mut last = false;
    loop {
        while *cuts.lock().unwrap() == Some(Cut::Silence) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::select! {
            count = client.read(&mut from_client) => {
                let sent = &from_client[..count?];
                if sent.is_empty() {
                    return Ok(());
                }
                sends.fetch_add(1, Ordering::SeqCst);
                let fate = fate(sent, &mut cuts.lock().unwrap());
                if matches!(fate, Fate::Break) {
                    return Ok(());
                }
                server.write_all(sent).await?;
                last = matches!(fate, Fate::BreakAfterAnswer);
            }
            count = server.read(&mut from_server) => {
                let said = &from_server[..count?];
                if said.is_empty() || last {
                    return Ok(());
                }
                while *cuts.lock().unwrap() == Some(Cut::Silence) {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                let trickles = *cuts.lock().unwrap() == Some(Cut::Trickle);
                for piece in said.chunks(if trickles { PIECE } else { said.len() }) {
                    client.write_all(piece).await?;
                    if trickles {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                }
            }
        }
    }
}

fn fate(sent: &[u8], plan: &mut Option<Cut>) -> Fate {
    let commits = sent.windows(7).any(|bytes| bytes == b"COMMIT\0");
    let (next, fate) = match *plan {
        Some(Cut::BeforeCommit) if commits => (None, Fate::Break),
        Some(Cut::AfterCommit) if commits => (None, Fate::BreakAfterAnswer),
        Some(Cut::After(0)) => (None, Fate::Break),
        Some(Cut::After(more)) => (Some(Cut::After(more - 1)), Fate::Pass),
        Some(Cut::SilenceAtCommit) if commits => (Some(Cut::Silence), Fate::Wait),
        other => (other, Fate::Pass),
    };
    *plan = next;
    fate
}
