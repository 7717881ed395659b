//! SQLite, whose system calls fail when the test says so.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::json;
use tests::Client;

use super::crowd::{BREAKS, Crowd};
use super::{MOMENTS, folder, until};
use crate::built::{Server, program, run};

const NO_ROOM: i32 = 1;
const CANNOT_WRITE: i32 = 2;
const CANNOT_SYNC: i32 = 3;

/// The library that the program loads before its own.
fn library() -> &'static Path {
    static BUILT: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("faults.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/outage/faults.c");
        let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
        let mut command = Command::new(compiler);
        command.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library);
        assert!(command.arg(source).arg("-ldl").status().unwrap().success());
        (folder, library)
    });
    &BUILT.1
}

/// How the test and the program share when a call fails: kind, after how many calls, how many of them; how many have failed
/// so far, and how many files were synced.
pub struct Faults {
    control: File,
    path: PathBuf,
}

impl Faults {
    pub fn new(folder: &Path) -> Self {
        let path = folder.join("faults");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(true);
        let control = options.open(&path).unwrap();
        control.write_all_at(&[0; 20], 0).unwrap();
        Self { control, path }
    }

    /// The program, with faults.
    pub fn command(&self) -> Command {
        let mut command = Command::new(program());
        command.env("LD_PRELOAD", library());
        command.env("RAPPORT_TEST_FAULTS", &self.path);
        command
    }

    pub fn arm(&self, kind: i32, after: i32, times: i32) {
        self.set(0, 0);
        self.set(1, after);
        self.set(2, times);
        self.set(3, 0);
        self.set(0, kind);
    }

    pub fn disarm(&self) {
        self.set(0, 0);
    }

    fn set(&self, number: u64, value: i32) {
        self.control
            .write_all_at(&value.to_ne_bytes(), number * 4)
            .unwrap();
    }

    fn get(&self, number: u64) -> i32 {
        let mut value = [0; 4];
        self.control.read_exact_at(&mut value, number * 4).unwrap();
        i32::from_ne_bytes(value)
    }

    fn fired(&self) -> i32 {
        self.get(3)
    }

    pub fn syncs(&self) -> i32 {
        self.get(4)
    }
}

/// A server on a SQLite file of its own, whose system calls fail when the test says so, and somebody who has signed up.
pub struct Failing {
    pub folder: tempfile::TempDir,
    pub database: String,
    pub faults: Faults,
    pub server: Server,
    pub token: String,
}

impl Failing {
    /// Starts one; the command may be changed before.
    pub async fn start(change: impl FnOnce(&mut Command)) -> Self {
        let folder = folder();
        let database = format!("sqlite://{}", folder.path().join("r.sqlite").display());
        let faults = Faults::new(folder.path());
        let mut command = faults.command();
        change(&mut command);
        let server = Server::start_as(command, &database, folder.path()).await;
        let token = server.sign_up().await;
        Self {
            folder,
            database,
            faults,
            server,
            token,
        }
    }

    /// Who has signed up.
    pub fn client(&self) -> Client {
        self.server.client(Some(&self.token))
    }
}

fn survives(kind: i32) {
    run(async {
        let Failing {
            folder,
            database,
            faults,
            server,
            token,
        } = Failing::start(|_| ()).await;
        let crowd = Crowd::gather(&server.client(Some(&token)));
        for moment in 0..i32::try_from(MOMENTS).unwrap() {
            // A write takes a dozen pages: each of them is the one that fails, and sometimes all that follow for a while.
            faults.arm(kind, moment * 7 % 23, 1 + moment % 5);
            until("the fault strikes", || faults.fired() > 0).await;
            faults.disarm();
            crowd.go_on().await;
        }
        assert!(
            crowd.failed() >= MOMENTS / 2,
            "too few faults were felt: {}",
            crowd.failed()
        );
        crowd.reckon(server, &database, folder.path(), &token).await;
    });
}

#[test]
fn nothing_acknowledged_is_lost_when_a_write_finds_no_room() {
    survives(NO_ROOM);
}

#[test]
fn nothing_acknowledged_is_lost_when_writing_fails() {
    survives(CANNOT_WRITE);
}

#[test]
fn nothing_acknowledged_is_lost_when_syncing_fails() {
    survives(CANNOT_SYNC);
}

#[test]
fn nothing_acknowledged_is_lost_when_sqlite_refuses_commits() {
    run(async {
        let folder = folder();
        let file = folder.path().join("r.sqlite");
        let database = format!("sqlite://{}", file.display());
        let server = Server::start(&database, folder.path()).await;
        let token = server.sign_up().await;
        // A promise that is checked when the write commits, and not kept.
        let promise = format!(
            "CREATE TABLE witness (id INTEGER PRIMARY KEY);
             CREATE TABLE promise (witness INTEGER REFERENCES witness (id) DEFERRABLE INITIALLY DEFERRED);
             CREATE TRIGGER promises AFTER INSERT ON person WHEN NEW.display_name LIKE '%{BREAKS}%'
             BEGIN INSERT INTO promise VALUES (1); END;"
        );
        let other = rusqlite::Connection::open(&file).unwrap();
        other.busy_timeout(std::time::Duration::from_secs(60)).unwrap();
        other.execute_batch(&promise).unwrap();
        drop(other);
        let crowd = Crowd::gather(&server.client(Some(&token)));
        until("commits are refused", || crowd.broken() >= MOMENTS).await;
        crowd.go_on().await;
        crowd.reckon(server, &database, folder.path(), &token).await;
    });
}

#[test]
fn a_write_waits_for_the_disk_unless_it_is_told_otherwise() {
    run(async {
        for (setting, waits) in [("full", true), ("normal", false)] {
            let failing = Failing::start(|command| {
                command.env("RAPPORT_SYNCHRONOUS", setting);
            })
            .await;
            let (client, faults) = (failing.client(), &failing.faults);
            let before = faults.syncs();
            for number in 0..5 {
                client.person(&format!("P {number}")).await;
            }
            let synced = faults.syncs() - before;
            assert_eq!(synced >= 5, waits, "{setting}: {synced}");
        }
    });
}

#[test]
fn readiness_tells_of_a_failing_disk_until_it_is_mended() {
    run(async {
        let failing = Failing::start(|_| ()).await;
        let (client, faults) = (failing.client(), &failing.faults);
        for (kind, cause) in [
            (NO_ROOM, "full"),
            (CANNOT_WRITE, "I/O error"),
            (CANNOT_SYNC, "I/O error"),
        ] {
            faults.arm(kind, 0, i32::MAX);
            let create = "mutation { createPerson(input: { displayName: \"P\" }) { person { id } userErrors { message } } }";
            let error = client.errors(create, json!({})).await.remove(0);
            let extensions = &error["extensions"];
            assert_eq!(extensions["code"], "UNAVAILABLE", "{error}");
            assert_eq!(extensions["retryable"], json!(true), "{error}");
            let (status, said) = failing.server.ready().await.unwrap();
            let facts = (status, &said["readable"], &said["writable"], &said["cause"]);
            assert_eq!(facts, (503, &json!(true), &json!(false), &json!(cause)), "{said}");
            assert!(said["since"].is_string(), "{said}");
            assert_eq!(said["errors"][0]["extensions"]["code"], "UNAVAILABLE");
            assert_eq!(failing.server.get("/health/live").await.unwrap().0, 200);
            faults.disarm();
            let (status, said) = failing.server.ready().await.unwrap();
            assert_eq!(
                (status, &said["since"], &said["cause"]),
                (200, &json!(null), &json!(null)),
                "{said}"
            );
            client.person("Q").await;
        }
    });
}

#[test]
fn an_import_that_finds_no_room_on_its_way_leaves_nothing() {
    run(async {
        let failing = Failing::start(|_| ()).await;
        let (client, faults) = (failing.client(), &failing.faults);
        // More than SQLite keeps in memory: it begins to write in the middle of a row, and rolls back all of them.
        let note = "word ".repeat(10_000);
        let card = |number| {
            format!(
                "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:{number}\r\nFN:P {number}\r\nNOTE:{note}\r\nEND:VCARD\r\n"
            )
        };
        let text: String = (0..200).map(card).collect();
        let import = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { created } userErrors { message } } }";
        faults.arm(NO_ROOM, 0, 1);
        let error = client
            .errors(import, json!({ "input": { "text": text } }))
            .await
            .remove(0);
        assert_eq!(error["extensions"]["code"], "UNAVAILABLE", "{error}");
        assert_eq!(error["extensions"]["outcome"], json!(null), "{error}");
        client.person("After").await;
        let query = "{ people { nodes { displayName } } workspace { latestSeq } }";
        let data = client.ok(query, json!({})).await;
        assert_eq!(data["people"]["nodes"], json!([{ "displayName": "After" }]));
        assert_eq!(data["workspace"]["latestSeq"], json!(2));
    });
}
