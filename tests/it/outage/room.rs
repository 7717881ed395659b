//! SQLite on a file system that is full, or, where the test may not make one, with a limit on the size of its files.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use super::crowd::Crowd;
use super::{MOMENTS, folder, until};
use crate::built::{Server, program, run};

/// A small file system in memory; it goes with this.
struct Small(tempfile::TempDir);

impl Small {
    fn mount(size: &str) -> Option<Self> {
        let at = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "rapport-test"])
            .arg(at.path());
        let mounted = mount.stderr(Stdio::null()).status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(at))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

/// Takes all the room there is.
fn fill(file: &Path) {
    let mut file = std::fs::File::create(file).unwrap();
    let block = vec![0; 64 << 10];
    while std::io::Write::write_all(&mut file, &block).is_ok() {}
}

#[test]
fn nothing_acknowledged_is_lost_when_there_is_no_room() {
    run(async {
        // Fifty times the room for some dozens of people, and for the log.
        let Some(small) = Small::mount("64m") else {
            return within_a_limit().await;
        };
        let (data, ballast) = (folder(), small.path().join("ballast"));
        let database = format!("sqlite://{}", small.path().join("r.sqlite").display());
        let server = Server::start(&database, data.path()).await;
        let token = server.sign_up().await;
        let crowd = Crowd::gather(&server.client(Some(&token)));
        for moment in 0..MOMENTS {
            fill(&ballast);
            // Where the log is long already, writes go on for a while.
            let failed = crowd.failed();
            until("writes fail", || crowd.failed() > failed + moment % 8).await;
            std::fs::remove_file(&ballast).unwrap();
            crowd.go_on().await;
        }
        crowd.reckon(server, &database, data.path(), &token).await;
    });
}

/// The same by the limit on the size of a file, which is moved while the program runs.
async fn within_a_limit() {
    let data = folder();
    let database = format!("sqlite://{}", data.path().join("r.sqlite").display());
    // Else the system would end the program for going beyond it.
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(program());
    let server = Server::start_as(command, &database, data.path()).await;
    let limit = |size: &str| {
        let id = server.process.id().to_string();
        let mut command = Command::new("prlimit");
        command.args(["--pid", &id, &format!("--fsize={size}:")]);
        assert!(command.status().unwrap().success());
    };
    let token = server.sign_up().await;
    let crowd = Crowd::gather(&server.client(Some(&token)));
    for moment in 0..MOMENTS {
        limit(&(4096 * (moment % 8)).to_string());
        let failed = crowd.failed();
        until("writes fail", || crowd.failed() > failed + moment % 8).await;
        limit("unlimited");
        crowd.go_on().await;
    }
    crowd.reckon(server, &database, data.path(), &token).await;
}

#[test]
fn nothing_acknowledged_is_lost_within_a_limit_on_files() {
    run(within_a_limit());
}

#[test]
fn a_full_disk_is_told_apart_from_a_busy_one() {
    run(async {
        let Some(small) = Small::mount("12m") else {
            return;
        };
        let (data, ballast) = (folder(), small.path().join("ballast"));
        let database = format!("sqlite://{}", small.path().join("r.sqlite").display());
        let server = Server::start(&database, data.path()).await;
        let token = server.sign_up().await;
        let client = server.client(Some(&token));
        fill(&ballast);
        let create = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";
        let input = json!({ "input": { "displayName": "P", "notes": "x".repeat(3000) } });
        let error = loop {
            let (_, answer) = client.send(create, input.clone()).await;
            if answer["errors"].is_array() {
                break answer["errors"][0].clone();
            }
        };
        assert_eq!(error["extensions"]["code"], "UNAVAILABLE", "{error}");
        assert_eq!(
            error["message"],
            "the database is not available (full); nothing was written"
        );
        let (status, said) = server.ready().await.unwrap();
        assert_eq!((status, &said["cause"]), (503, &json!("full")), "{said}");
        std::fs::remove_file(&ballast).unwrap();
        assert_eq!(server.ready().await.unwrap().0, 200);
        client.written(create, input).await;
    });
}
