//! Asking a server to stop what it does for a connection.

use std::io;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_postgres::config::Host;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{CancelToken, NoTls};

use super::connect::Target;

/// How long a server is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// What asks, on a thread of its own: who asks must stay until the server has heard, also where the worker ends meanwhile.
static ASKING: LazyLock<UnboundedSender<BoxFuture<'static, ()>>> = LazyLock::new(|| {
    let (sender, mut asked) = unbounded_channel();
    std::thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build();
        let Ok(runtime) =
            runtime.inspect_err(|error| tracing::warn!(%error, "no statement can be cancelled"))
        else {
            return;
        };
        runtime.block_on(async move {
            while let Some(one) = asked.recv().await {
                Handle::current().spawn(timeout(PATIENCE, one));
            }
        });
    });
    sender
});

/// Asks, and returns when the server has heard it; it does not say whether there was anything to stop, and neither does this.
pub(super) async fn ask(token: &CancelToken, target: &Target) {
    let (token, target) = (token.clone(), target.clone());
    let (done, heard) = oneshot::channel();
    let one = async move {
        if let Err(error) = send(&token, &target).await {
            tracing::debug!(error, "the database was not asked to stop");
        }
        // Nobody may wait for it any more.
        let _ = done.send(());
    };
    if ASKING.send(Box::pin(one)).is_ok() {
        let _ = heard.await;
    }
}

/// The server closes the connection when it has heard. PgBouncer 1.18 ends itself when the one who asks is gone before that, and the
/// driver goes at once. So the connection is opened here, which can be where there is one server; of several, only the driver knows which
/// one it has reached.
async fn send(token: &CancelToken, target: &Target) -> Result<(), String> {
    let (config, mut tls) = (&target.config, target.tls.clone());
    let asked = match (config.get_hosts(), config.get_ports()) {
        ([Host::Tcp(host)], [port]) => {
            let stream = TcpStream::connect((host.as_str(), *port)).await;
            let stream = Patient(stream.map_err(|error| error.to_string())?);
            match MakeTlsConnect::<Patient<TcpStream>>::make_tls_connect(&mut tls, host) {
                Ok(tls) => token.cancel_query_raw(stream, tls).await,
                Err(never) => match never {},
            }
        }
        ([Host::Unix(folder)], [port]) => {
            let stream = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).await;
            let stream = Patient(stream.map_err(|error| error.to_string())?);
            token.cancel_query_raw(stream, NoTls).await
        }
        _ => token.cancel_query(tls).await,
    };
    asked.map_err(|error| super::explain(&error))
}

/// A stream that ends when its other side has ended it.
struct Patient<S>(S);

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut said = [0; 64];
        loop {
            let mut said = ReadBuf::new(&mut said);
            let read = ready!(Pin::new(&mut self.0).poll_read(cx, &mut said));
            if read.is_err() || said.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}
