//! Asking a server to stop what it does for a connection.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_postgres::CancelToken;
use tokio_postgres::config::Host;
use tokio_postgres::tls::MakeTlsConnect;

use super::connect::Target;

/// Asks, and returns when the server has heard it; it does not say whether there was anything to stop, and neither does this.
///
/// The server closes the connection when it has heard. PgBouncer 1.18 ends itself when the one who asks is gone before that, and the
/// driver goes at once. So the connection is opened here, which can be where there is one server; of several, only the driver knows which
/// one it has reached.
pub(super) async fn ask(token: &CancelToken, target: &Target) {
    let (config, mut tls) = (&target.config, target.tls.clone());
    let asked = match (config.get_hosts(), config.get_ports()) {
        ([Host::Tcp(host)], [port]) => {
            let Ok(stream) = TcpStream::connect((host.as_str(), *port)).await else {
                return;
            };
            let stream = Patient(stream);
            match MakeTlsConnect::<Patient<TcpStream>>::make_tls_connect(&mut tls, host) {
                Ok(tls) => token.cancel_query_raw(stream, tls).await,
                Err(never) => match never {},
            }
        }
        ([Host::Unix(folder)], [port]) => {
            let Ok(stream) = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).await else {
                return;
            };
            token
                .cancel_query_raw(Patient(stream), tokio_postgres::NoTls)
                .await
        }
        _ => token.cancel_query(tls).await,
    };
    if let Err(error) = asked {
        tracing::debug!(
            error = super::explain(&error),
            "the database was not asked to stop"
        );
    }
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
