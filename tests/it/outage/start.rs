//! What a server does not start with.

use std::fs;
use std::process::Command;

use super::folder;
use super::injected::Faults;
use crate::built::{Server, program, run};

#[test]
fn an_emptied_database_file_is_not_taken_for_a_new_one() {
    run(async {
        let folder = folder();
        let file = folder.path().join("r.sqlite");
        let database = format!("sqlite://{}", file.display());
        // An empty file that nothing is known of is as good as none.
        fs::write(&file, "").unwrap();
        let server = Server::start(&database, folder.path()).await;
        server.sign_up().await;
        assert!(server.stop().await.success());
        assert!(fs::metadata(&file).unwrap().len() > 0);

        fs::write(&file, "").unwrap();
        let (status, said) = Server::fail(Command::new(program()), &database, folder.path());
        assert!(!status.success());
        let file_name = file.display().to_string();
        assert!(
            said.contains(&file_name) && said.contains("empty") && said.contains("backup"),
            "{said}"
        );
        assert_eq!(fs::metadata(&file).unwrap().len(), 0);

        // It says how to begin anew.
        fs::remove_file(&file).unwrap();
        let server = Server::start(&database, folder.path()).await;
        server.sign_up().await;
    });
}

#[test]
fn an_empty_database_file_with_a_log_beside_it_is_left_alone() {
    let (folder, data) = (folder(), folder());
    let file = folder.path().join("r.sqlite");
    let log = folder.path().join("r.sqlite-wal");
    fs::write(&file, "").unwrap();
    fs::write(&log, "all that is left").unwrap();
    let database = format!("sqlite://{}", file.display());
    let (status, said) = Server::fail(Command::new(program()), &database, data.path());
    assert!(
        !status.success() && said.contains("a log of its writes"),
        "{said}"
    );
    assert_eq!(fs::read_to_string(&log).unwrap(), "all that is left");
}

#[test]
fn a_start_that_cannot_write_says_where_and_why() {
    run(async {
        let folder = folder();
        let file = folder.path().join("r.sqlite");
        let database = format!("sqlite://{}", file.display());
        let server = Server::start(&database, folder.path()).await;
        assert!(server.stop().await.success());
        let faults = Faults::new(folder.path());
        faults.arm(1, 0, i32::MAX);
        let (status, said) = Server::fail(faults.command(), &database, folder.path());
        assert!(!status.success());
        let file = file.display().to_string();
        assert!(said.contains(&file) && said.contains("full"), "{said}");
    });
}
