//! Backups of SQLite: by its own backup interface, in one step. That step is one read transaction, so writers go on, and the
//! copy is never begun anew however fast they write.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;

use super::{Draft, refuse, wrong};

/// How long a lock is waited for.
const WAIT: Duration = Duration::from_secs(30);

/// The file that a URL names.
pub fn path(url: &str) -> Result<PathBuf, String> {
    let options = SqliteConnectOptions::from_str(url).map_err(|error| error.to_string())?;
    Ok(options.get_filename().to_owned())
}

/// The URL of a file.
pub fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Copies a database, as it is now.
pub fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let copied = || -> rusqlite::Result<StepResult> {
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        source.busy_timeout(WAIT)?;
        let mut copy = Connection::open(to)?;
        let done = Backup::new(&source, &mut copy)?.step(-1)?;
        // The copy is one file, without a log beside it.
        copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
        Ok(done)
    };
    match copied() {
        Ok(StepResult::Done) => Ok(()),
        Ok(_) => Err(wrong(from, "the database is locked")),
        Err(error) => Err(wrong(from, error)),
    }
}

/// Puts a copy of the file in the database's place.
pub fn replace(database: &Path, file: &Path, overwrite: bool) -> Result<(), String> {
    if std::fs::metadata(database).is_ok_and(|known| known.len() > 0) {
        if !overwrite {
            return Err(refuse(database.display()));
        }
        put_down(database)?;
    }
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder).map_err(|error| wrong(folder, error))?;
    }
    let draft = Draft::of(database)?;
    std::fs::copy(file, &draft.path).map_err(|error| wrong(file, error))?;
    // A log of the old database would be taken for one of the new.
    for end in ["-wal", "-shm", "-journal"] {
        let mut beside = database.as_os_str().to_owned();
        beside.push(end);
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(wrong(Path::new(&beside), error));
            }
            _ => {}
        }
    }
    draft.finish()
}

/// Sees to it that nobody has the database open: only then can it leave the mode in which it keeps a log.
fn put_down(database: &Path) -> Result<(), String> {
    let alone = || -> rusqlite::Result<()> {
        let old = Connection::open(database)?;
        old.busy_timeout(Duration::ZERO)?;
        old.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))
    };
    match alone() {
        Err(error)
            if matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
            ) =>
        {
            Err(wrong(database, "a server runs on it; stop it first"))
        }
        // A broken database is what a backup is restored for.
        _ => Ok(()),
    }
}
