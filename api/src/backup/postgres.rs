//! Backups of PostgreSQL: by its own programs, `pg_dump` and `pg_restore`. A dump is one transaction of the server's; so is
//! taking it back.

use std::path::{Path, PathBuf};
use std::process::Command;

use percent_encoding::percent_decode_str;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};

use super::verify::{self, number};
use super::{refuse, wrong};
use crate::kit::connect::reached;

/// Where Debian and its kin keep the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// What the old tables are called while new ones are taken in.
const OLD: &str = "rapport_before_restore";

/// Dumps the database into a file.
pub async fn dump(url: &str, file: &Path) -> Result<String, String> {
    let url = &reached(url).await?;
    let connection = connect(url).await?;
    let report = verify::of(&connection).await?;
    let server = version_of_server(&connection).await.map_err(words)?;
    let mut program = client("pg_dump", server, url)?;
    program.args([
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--schema=public",
    ]);
    run(program.arg("--file").arg(file))?;
    run(client("pg_restore", server, url)?.arg("--list").arg(file))?;
    connection.close().await.map_err(words)?;
    Ok(report)
}

/// Takes a dump back. The old tables go when the new ones are whole.
pub async fn restore(url: &str, file: &Path, overwrite: bool) -> Result<String, String> {
    let url = &reached(url).await?;
    let connection = connect(url).await?;
    let server = version_of_server(&connection).await.map_err(words)?;
    run(client("pg_restore", server, url)?.arg("--list").arg(file))
        .map_err(|error| wrong(file, format!("the backup is broken: {error}")))?;
    let tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
    if number(&connection, tables).await.map_err(words)? > 0 && !overwrite {
        return Err(refuse("the database"));
    }
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    if number(&connection, others).await.map_err(words)? > 0 {
        return Err("the database: somebody is connected to it; stop the servers first".to_owned());
    }
    let put_by = format!("ALTER SCHEMA public RENAME TO {OLD}; CREATE SCHEMA public");
    connection.execute_unprepared(&put_by).await.map_err(words)?;
    let outcome = take_in(&connection, server, url, file).await;
    let end = if outcome.is_ok() {
        format!("DROP SCHEMA {OLD} CASCADE")
    } else {
        format!("DROP SCHEMA public CASCADE; ALTER SCHEMA {OLD} RENAME TO public")
    };
    connection.execute_unprepared(&end).await.map_err(words)?;
    connection.close().await.map_err(words)?;
    outcome
}

async fn take_in(
    connection: &DatabaseConnection,
    server: u32,
    url: &str,
    file: &Path,
) -> Result<String, String> {
    let mut program = client("pg_restore", server, url)?;
    program.args([
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        "--schema=public",
    ]);
    run(program.arg(file)).map_err(|error| wrong(file, format!("the backup is broken: {error}")))?;
    verify::of(connection).await
}

async fn connect(url: &str) -> Result<DatabaseConnection, String> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.map_err(words)
}

fn words(error: DbErr) -> String {
    format!("database: {error}")
}

/// The major version of the server.
async fn version_of_server(connection: &DatabaseConnection) -> Result<u32, DbErr> {
    let version = "SELECT current_setting('server_version_num')::bigint / 10000";
    Ok(u32::try_from(number(connection, version).await?).unwrap_or_default())
}

/// One of PostgreSQL's programs, the first that is not older than the server: on the path, or where Debian keeps them.
fn client(name: &str, server: u32, url: &str) -> Result<Command, String> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&on_path).collect::<Vec<_>>();
    let debian = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let debian = debian.map(|version| version.path().join("bin"));
    let mut found = Vec::new();
    for path in on_path.into_iter().chain(debian).map(|folder| folder.join(name)) {
        match version_of_program(&path) {
            Some(version) if version >= server => return Ok(connected(path, url)),
            version => found.extend(version),
        }
    }
    let found = match found.iter().max() {
        Some(newest) => format!("found was {newest}"),
        None => "found was none".to_owned(),
    };
    Err(format!(
        "{name} of PostgreSQL {server} or newer is needed, {found}; install postgresql-client-{server}"
    ))
}

/// The major version that `pg_dump --version` says: `pg_dump (PostgreSQL) 15.18 (Debian …)`.
fn version_of_program(path: &Path) -> Option<u32> {
    let said = Command::new(path).arg("--version").output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let version = said.split_once("(PostgreSQL) ")?.1;
    version
        .split(|it: char| !it.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// The program, told of the database; of the password where others cannot read it.
fn connected(program: PathBuf, url: &str) -> Command {
    let (url, password) = without_password(url);
    let mut command = Command::new(program);
    command.arg("--dbname").arg(url).arg("--no-password");
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
}

fn without_password(url: &str) -> (String, Option<String>) {
    let split = || {
        let (scheme, rest) = url.split_once("://")?;
        let (authority, _) = rest.split_once(['/', '?']).unwrap_or((rest, ""));
        let (user, password) = authority.rsplit_once('@')?.0.split_once(':')?;
        let bare = format!(
            "{scheme}://{user}{}",
            rest.get(user.len() + 1 + password.len()..)?
        );
        Some((
            bare,
            percent_decode_str(password).decode_utf8().ok()?.into_owned(),
        ))
    };
    split().map_or((url.to_owned(), None), |(bare, password)| (bare, Some(password)))
}

fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_not_among_the_arguments() {
        let (url, password) =
            without_password("postgres://me:s%40cret:x@db.example:5432/rapport?sslmode=require");
        assert_eq!(url, "postgres://me@db.example:5432/rapport?sslmode=require");
        assert_eq!(password.as_deref(), Some("s@cret:x"));
        for bare in [
            "postgres://me@db.example/rapport",
            "postgres://db.example:5432",
            "postgres:///rapport?user=a:b@c",
        ] {
            assert_eq!(without_password(bare), (bare.to_owned(), None));
        }
    }
}
