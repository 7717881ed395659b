//! Backups: a copy of the whole database in one file, made while servers write, and taken back.
//!
//! What always holds: a backup is the database at one moment, with every write that was acknowledged before it began. It is
//! written under another name and gets its own when it is whole and was verified. What is restored was verified first; until it
//! is whole, what stood before stays.

mod postgres;
mod sqlite;
mod verify;

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::config::Settings;

/// What kind of database a file is a backup of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// By the URL of the database.
    fn of_url(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            Self::Sqlite
        } else {
            Self::Postgres
        }
    }

    /// By the first bytes of a backup.
    fn of_file(file: &Path) -> Result<Self, String> {
        let mut start = Vec::new();
        File::open(file)
            .and_then(|opened| opened.take(16).read_to_end(&mut start))
            .map_err(|error| wrong(file, error))?;
        if start == b"SQLite format 3\0" {
            Ok(Self::Sqlite)
        } else if start.starts_with(b"PGDMP") {
            Ok(Self::Postgres)
        } else {
            Err(wrong(file, "this is no backup"))
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Copies the database into a file. Servers may go on writing.
///
/// # Errors
/// In words: there is such a file, the database cannot be read, or the copy is not whole.
pub async fn backup(settings: &Settings, file: &Path, overwrite: bool) -> Result<String, String> {
    if file.exists() && !overwrite {
        return Err(wrong(file, "there is such a file; --overwrite replaces it"));
    }
    let draft = Draft::of(file)?;
    let report = match Kind::of_url(&settings.database) {
        Kind::Sqlite => {
            sqlite::copy(&sqlite::path(&settings.database)?, &draft.path)?;
            verify::verify(&sqlite::url(&draft.path)).await?
        }
        Kind::Postgres => postgres::dump(settings.direct()?, &draft.path).await?,
    };
    draft.finish()?;
    Ok(format!("{report}Backed up to {}.\n", file.display()))
}

/// Puts a backup in the database's place. No server may run on it meanwhile.
///
/// # Errors
/// In words: the backup is broken or of another kind of database, or there is a database and nobody said to replace it.
pub async fn restore(settings: &Settings, file: &Path, overwrite: bool) -> Result<String, String> {
    let (found, wanted) = (Kind::of_file(file)?, Kind::of_url(&settings.database));
    if found != wanted {
        let (found, wanted) = (found.name(), wanted.name());
        return Err(wrong(
            file,
            format!("this is a backup of {found}, and the database is {wanted}"),
        ));
    }
    let report = match found {
        Kind::Sqlite => {
            let report = verify::verify(&sqlite::url(file)).await?;
            sqlite::replace(&sqlite::path(&settings.database)?, file, overwrite)?;
            report
        }
        Kind::Postgres => postgres::restore(settings.direct()?, file, overwrite).await?,
    };
    Ok(format!("{report}Restored from {}.\n", file.display()))
}

/// Says whether the database is whole, and what is in it. It changes nothing.
///
/// # Errors
/// In words: what is wrong with it.
pub async fn verify(settings: &Settings) -> Result<String, String> {
    verify::verify(settings.direct()?).await
}

/// Without the flag, what stands is not replaced.
fn refuse(what: impl std::fmt::Display) -> String {
    format!("{what}: there is a database already; --overwrite replaces it")
}

fn wrong(file: &Path, what: impl std::fmt::Display) -> String {
    format!("{}: {what}", file.display())
}

/// A file that is being written under another name; it goes away unless it is finished.
pub(crate) struct Draft {
    /// Where it is written.
    pub path: PathBuf,
    file: PathBuf,
}

impl Draft {
    /// Begins a file that only its owner may read: it is as secret as the database.
    pub fn of(file: &Path) -> Result<Self, String> {
        let mut name = file.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(wrong(&path, error)),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|error| wrong(&path, error))?;
        let file = file.to_owned();
        Ok(Self { path, file })
    }

    /// Gives it its name, once it is safe on the disk.
    pub fn finish(self) -> Result<(), String> {
        let synced = |path: &Path| File::open(path)?.sync_all();
        synced(&self.path)
            .and_then(|()| std::fs::rename(&self.path, &self.file))
            .map_err(|error| wrong(&self.file, error))?;
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        // Some file systems cannot sync a folder; the file is there all the same.
        let _ = synced(folder.unwrap_or(Path::new(".")));
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Where it was finished, there is none.
        let _ = std::fs::remove_file(&self.path);
    }
}
