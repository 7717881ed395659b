//! What is written for somebody who takes it as fast as they can, and no faster: of an export of any size only a few pieces are held.

use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

use super::{Failure, Fault};

/// Bytes of a piece.
const PIECE: usize = 64 << 10;

/// Pieces that wait to be taken.
const PIECES: usize = 4;

/// How long a piece waits. Whoever writes keeps a look at the database meanwhile, so that nobody may take for ever.
const PATIENCE: Duration = Duration::from_secs(30);

/// The pieces, or what went wrong.
pub type Pieces = Receiver<Result<Vec<u8>, Failure>>;

/// Where bytes go.
#[derive(Debug)]
pub struct Outlet {
    to: Sender<Result<Vec<u8>, Failure>>,
    piece: Vec<u8>,
}

impl Outlet {
    /// An outlet, and its other end.
    #[must_use]
    pub fn open() -> (Self, Pieces) {
        let (to, pieces) = channel(PIECES);
        let piece = Vec::with_capacity(PIECE);
        (Self { to, piece }, pieces)
    }

    /// Where it is said what went wrong.
    #[must_use]
    pub fn teller(&self) -> Sender<Result<Vec<u8>, Failure>> {
        self.to.clone()
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// Nobody takes them any more.
    pub async fn put(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() < PIECE {
            return Ok(());
        }
        self.flush().await
    }

    /// Sends what was written so far.
    ///
    /// # Errors
    /// Nobody takes it any more.
    pub async fn flush(&mut self) -> Result<(), Fault> {
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        if piece.is_empty() {
            return Ok(());
        }
        match timeout(PATIENCE, self.to.send(Ok(piece))).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Fault::busy("nobody takes what is written")),
        }
    }
}
