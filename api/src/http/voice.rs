//! Answers that the HTTP library gives by itself, before any layer of ours hears of a request: to a head that is no HTTP, that is
//! too long, or that does not come in time. It sends them without a body; on their way out they are given the form of all errors.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::MessageBody as _;
use actix_web::http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::watch;

/// How such an answer ends its head.
const EMPTY: &str = "content-length: 0\r\n";

/// A connection whose refusals have words.
pub(super) struct Voiced<Io> {
    io: Io,
    /// What is being sent in place of what the library writes.
    instead: Option<Instead>,
}

struct Instead {
    bytes: Vec<u8>,
    sent: usize,
    /// How many bytes of the library's it stands for.
    of: usize,
}

impl<Io> Voiced<Io> {
    pub(super) const fn new(io: Io) -> Self {
        Self { io, instead: None }
    }
}

/// The same refusal with a body; none if it is no refusal, or has one. None of ours is without.
fn voiced(written: &[u8]) -> Option<Vec<u8>> {
    if !written.starts_with(b"HTTP/1.1 4") || !written.ends_with(b"\r\n\r\n") {
        return None;
    }
    let head = std::str::from_utf8(written).ok()?;
    let (before, after) = head.split_once(EMPTY)?;
    let status: u16 = head.get(9..12)?.parse().ok()?;
    let refused = watch::unheard(StatusCode::from_u16(status).ok()?);
    let mut headers = String::new();
    for (name, value) in refused.headers() {
        headers.push_str(&format!("{name}: {}\r\n", value.to_str().ok()?));
    }
    let body = refused.into_body().try_into_bytes().ok()?;
    let mut bytes = format!("{before}content-length: {}\r\n{headers}{after}", body.len()).into_bytes();
    bytes.extend_from_slice(&body);
    Some(bytes)
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Voiced<Io> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, written: &[u8]) -> Poll<io::Result<usize>> {
        let Self { io, instead } = &mut *self;
        let mut io = Pin::new(io);
        if instead.is_none() {
            let Some(bytes) = voiced(written) else {
                return io.poll_write(cx, written);
            };
            *instead = Some(Instead {
                bytes,
                sent: 0,
                of: written.len(),
            });
        }
        while let Some(Instead { bytes, sent, of }) = instead {
            let left = bytes.get(*sent..).unwrap_or_default();
            if left.is_empty() {
                let of = *of;
                *instead = None;
                return Poll::Ready(Ok(of));
            }
            match ready!(io.as_mut().poll_write(cx, left))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                more => *sent += more,
            }
        }
        Poll::Ready(Ok(0))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Voiced<Io> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, into)
    }
}
