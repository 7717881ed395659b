//! Whether a server's memory stays what it is over a million requests of all kinds, reads and writes, on both databases.

use std::path::Path;
use std::process::{Command, Stdio};

use tests::Client;
use tests::soak::{Soaked, soak};

use crate::http::Place;
use crate::server::{self, Server};
use crate::{Options, Outcome, machine, rapport};

/// By how much the memory may be larger at the end than after the first tenth.
const MORE: f64 = 0.05;

/// Soaks and prints; fails where memory grew.
pub async fn run(options: &Options, requests: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let program = options.server()?;
    let file = folder.path().join("soak.sqlite");
    let mut places = vec![("SQLite", format!("sqlite://{}", file.display()))];
    if let Some(cluster) = tests::postgres::cluster() {
        let name = format!("soak_{}", std::process::id());
        cluster.create_database(&name, None).await;
        places.push(("PostgreSQL", cluster.url(&name)));
    }
    println!("{}\n", machine::describe(&[]));
    println!("| {requests} requests | MiB after a tenth | MiB at the end | growth |\n|---|---|---|---|");
    let mut grown = Vec::new();
    for (name, database) in places {
        let soaked = one(options, &program, &database, folder.path(), requests).await?;
        let growth = soaked.growth() * 100.0;
        println!(
            "| {name} | {} | {} | {growth:.1} % |",
            soaked.first >> 20,
            soaked.last >> 20
        );
        if let Some(fault) = &soaked.fault {
            return Err(fault.clone().into());
        }
        if soaked.growth() > MORE {
            grown.push(format!("on {name} memory grew by {growth:.1} %"));
        }
    }
    match grown.is_empty() {
        true => Ok(()),
        false => Err(grown.join("\n").into()),
    }
}

async fn one(
    options: &Options,
    program: &Path,
    database: &str,
    folder: &Path,
    requests: usize,
) -> Outcome<Soaked> {
    let filled = Command::new(program)
        .args(["demo", "--database", database, "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .status()?;
    if !filled.success() {
        return Err("the demo cannot be filled".into());
    }
    let command = server::rapport(program, database, folder);
    let server = Server::start(command, &folder.join("soak.log"))?;
    let demo = (api::demo::EMAIL, api::demo::PASSWORD);
    let Place { host, path, token } = rapport::log_in_as(&server.place, demo).await?;
    let client = Client::at(&format!("http://{host}{path}"), Some(&token));
    let part = (requests / 10, requests);
    Ok(soak(&client.lasting().await, server.pid(), part, options.connections).await)
}
