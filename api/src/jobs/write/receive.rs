//! A file as it comes in: stored piece by piece, so that none of it is held for longer than a piece takes.

use std::fmt::Write as _;

use entity::ids::{ApiTokenId, UploadId, UserId};
use entity::upload::UploadState;
use entity::{upload, upload_piece};
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::remove_pieces;
use crate::jobs::lines::packed;
use crate::jobs::read::find_upload;
use crate::jobs::rules::{Count, LARGEST, LONGEST, PIECE, lies, waits};
use crate::kit::check::Path;
use crate::kit::{Caller, Code, Db, Failure, Fault, Problem, Tx, Writer};

/// A file that is here.
#[derive(Clone, Debug)]
pub struct Received {
    /// Which one.
    pub id: UploadId,
    /// Its bytes.
    pub size: i32,
    /// Its lines that say something.
    pub lines: i32,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// A file that is coming in. One that breaks off is sent again from its beginning.
pub struct Receiving {
    db: Db,
    by: Writer,
    upload: UploadId,
    attempt: Uuid,
    /// What has come in and is not stored yet.
    held: Vec<u8>,
    number: i32,
    size: usize,
    count: Count,
    hash: Sha256,
}

fn refused(code: Code, message: impl Into<String>) -> Failure {
    Problem::new(code, Path::argument("file"), message).into()
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl Receiving {
    /// Makes ready for a file whose address the caller asked for.
    ///
    /// # Errors
    /// The caller asked for no such address, or the file is here already; or the database fails.
    pub async fn begin(db: &Db, by: &Writer, caller: &Caller, upload: UploadId) -> Result<Self, Failure> {
        let begun = db.write(by, &(upload, caller.user, caller.token), begin).await?;
        while db.write(by, &(upload, begun.value), clear).await?.value {}
        Ok(Self {
            db: db.clone(),
            by: *by,
            upload,
            attempt: begun.value,
            held: Vec::new(),
            number: 0,
            size: 0,
            count: Count::default(),
            hash: Sha256::new(),
        })
    }

    /// Takes what comes next.
    ///
    /// # Errors
    /// The file is too large or has a line that is too long, it is being sent anew, or the database fails.
    pub async fn add(&mut self, mut bytes: &[u8]) -> Result<(), Failure> {
        self.size += bytes.len();
        if self.size > LARGEST {
            return Err(refused(
                Code::TooLong,
                format!("a file may have {LARGEST} bytes at most; send the rest as another"),
            ));
        }
        let long = |line| {
            refused(
                Code::TooLong,
                format!("line {line} has more than {LONGEST} bytes"),
            )
        };
        self.count.add(bytes).map_err(long)?;
        self.hash.update(bytes);
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(PIECE - self.held.len()));
            self.held.extend_from_slice(now);
            bytes = later;
            if self.held.len() == PIECE {
                self.store().await?;
            }
        }
        Ok(())
    }

    /// The file is at its end.
    ///
    /// # Errors
    /// It is being sent anew, or the database fails.
    pub async fn end(mut self) -> Result<Received, Failure> {
        if !self.held.is_empty() {
            self.store().await?;
        }
        self.count.end();
        let sha256 = self.hash.finalize().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        let received = Received {
            id: self.upload,
            size: number(self.size),
            lines: number(self.count.lines),
            sha256,
        };
        let whole = (self.attempt, received.clone());
        self.db.write(&self.by, &whole, end).await?;
        Ok(received)
    }

    async fn store(&mut self) -> Result<(), Failure> {
        let piece = upload_piece::Model {
            workspace_id: self.by.workspace(),
            upload_id: self.upload,
            number: self.number,
            bytes: packed(&self.held)?,
        };
        let size = number(self.size);
        self.db
            .write(&self.by, &(self.attempt, size, piece), store)
            .await?;
        self.held.clear();
        self.number += 1;
        Ok(())
    }
}

async fn begin(
    tx: &mut Tx,
    (id, user, token): &(UploadId, UserId, Option<ApiTokenId>),
) -> Result<Uuid, Failure> {
    let found = find_upload(&tx.read(), *id).await?;
    let own = found.filter(|it| it.user_id == *user && it.token_id == *token && it.expires_at > tx.now());
    let Some(mut upload) = own else {
        let message = "you have asked for no such upload, or it has expired";
        return Err(refused(Code::NotFound, message));
    };
    if upload.state == UploadState::Stored {
        let message = "the file is here already; ask for another upload to send another";
        return Err(refused(Code::State, message));
    }
    upload.attempt_id = tx.new_id::<UploadId>().0;
    upload.size = 0;
    upload.expires_at = tx.now() + waits();
    tx.put::<upload::Entity>(&upload).await?;
    Ok(upload.attempt_id)
}

/// Takes away some of what an earlier attempt left; whether there was any.
async fn clear(tx: &mut Tx, (id, attempt): &(UploadId, Uuid)) -> Result<bool, Failure> {
    current(tx, *id, *attempt).await?;
    Ok(remove_pieces(tx, *id).await? > 0)
}

/// The file, while this attempt to send it is the latest.
async fn current(tx: &Tx, id: UploadId, attempt: Uuid) -> Result<upload::Model, Failure> {
    let found = find_upload(&tx.read(), id).await?;
    if found.is_none() {
        return Err(refused(Code::NotFound, "the upload has expired; ask for another"));
    }
    let current = found.filter(|it| it.attempt_id == attempt && it.state == UploadState::Waiting);
    current.ok_or_else(|| refused(Code::Conflict, "the file is being sent by another request, too"))
}

async fn store(
    tx: &mut Tx,
    (attempt, size, piece): &(Uuid, i32, upload_piece::Model),
) -> Result<(), Failure> {
    let mut upload = current(tx, piece.upload_id, *attempt).await?;
    upload.size = *size;
    upload.expires_at = tx.now() + waits();
    tx.put::<upload::Entity>(&upload).await?;
    piece
        .clone()
        .into_active_model()
        .reset_all()
        .insert(tx.conn())
        .await
        .map_err(Fault::from)?;
    Ok(())
}

async fn end(tx: &mut Tx, (attempt, whole): &(Uuid, Received)) -> Result<(), Failure> {
    let mut upload = current(tx, whole.id, *attempt).await?;
    upload.state = UploadState::Stored;
    upload.size = whole.size;
    upload.line_count = whole.lines;
    upload.sha256 = Some(whole.sha256.clone());
    upload.expires_at = tx.now() + lies();
    tx.put::<upload::Entity>(&upload).await?;
    Ok(())
}
