//! The rules of the house that a reader of `use` lines can check.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const AREAS: &[&str] = &[
    "agenda",
    "auth",
    "brief",
    "cadences",
    "changes",
    "circles",
    "collaborations",
    "diversity",
    "communities",
    "events",
    "exchanges",
    "goals",
    "gratitude",
    "interactions",
    "introductions",
    "needs",
    "milestones",
    "organizations",
    "people",
    "search",
    "time",
    "transfer",
    "workspaces",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "target") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(root())
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

/// Code without comments, and without the tests at the end of a file.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_gql(file: &str) -> bool {
    file.contains("/gql/") || file.ends_with("/gql.rs")
}

#[test]
fn migrations_and_entities_import_nothing_of_ours() {
    for folder in ["migration/src", "entity/src"] {
        for (file, text) in sources(folder) {
            let text = code(&text);
            for ours in ["api::", "migration::", "entity::"] {
                let own = text.matches(ours).count()
                    - text.matches(&format!("_{ours}")).count()
                    - text.matches(&format!(":{ours}")).count();
                assert!(own == 0, "{file} names {ours}");
            }
        }
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    for (file, text) in sources("api/src") {
        let text = code(&text);
        let in_graphql = file.contains("/graphql/") || file.contains("/http/") || is_gql(&file);
        assert!(
            in_graphql || !text.contains("async_graphql::"),
            "{file} names async_graphql"
        );
        let in_http = file.contains("/http/") || file.ends_with("src/main.rs");
        assert!(in_http || !text.contains("actix_web::"), "{file} names actix_web");
        let pure = is_gql(&file) || file.ends_with("/rules.rs") || file.contains("/rules/");
        assert!(!pure || !text.contains("sea_orm::"), "{file} names sea_orm");
        if file.contains("/kit/") {
            for area in AREAS.iter().chain(&["graphql", "http", "app"]) {
                assert!(!text.contains(&format!("crate::{area}")), "{file} names {area}");
            }
        }
    }
}

/// Areas that the file imports from the crate, with what follows the area's name.
fn imports(text: &str) -> BTreeSet<(&'static str, String)> {
    let mut found = BTreeSet::new();
    for statement in code(text)
        .split(';')
        .filter_map(|part| part.split_once("use crate::").map(|(_, rest)| rest.to_owned()))
    {
        for area in AREAS {
            if let Some(rest) = statement
                .strip_prefix(area)
                .filter(|rest| rest.is_empty() || rest.starts_with("::"))
            {
                found.insert((*area, rest.trim_start_matches("::").to_owned()));
            }
            if statement.starts_with('{')
                && statement
                    .trim_matches(['{', '}'])
                    .split(',')
                    .any(|name| name.trim() == *area)
            {
                found.insert((*area, String::new()));
            }
        }
    }
    found
}

#[test]
fn areas_use_of_each_other_only_what_their_door_shows_and_never_in_circles() {
    let mut graph: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, text) in sources("api/src") {
        let Some(area) = AREAS
            .iter()
            .copied()
            .find(|area| file.starts_with(&format!("api/src/{area}/")))
        else {
            continue;
        };
        for (other, rest) in imports(&text).into_iter().filter(|(other, _)| *other != area) {
            let first = rest
                .trim_start_matches('{')
                .split(['{', ':', ',', '}'])
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned();
            let room = ["read", "write", "rules"].contains(&first.as_str());
            assert!(!room, "{file} reaches into {other}::{first}");
            assert!(first != "gql" || is_gql(&file), "{file} names {other}::gql");
            if !is_gql(&file) {
                graph.entry(area).or_default().insert(other);
            }
        }
    }
    let mut reach = graph.clone();
    for _ in AREAS {
        for area in AREAS {
            let further: BTreeSet<&str> = reach
                .get(area)
                .into_iter()
                .flatten()
                .flat_map(|next| reach.get(next).into_iter().flatten().copied())
                .collect();
            reach.entry(area).or_default().extend(further);
        }
    }
    let circles: Vec<_> = AREAS
        .iter()
        .filter(|area| reach.get(**area).is_some_and(|reach| reach.contains(**area)))
        .collect();
    assert!(circles.is_empty(), "in a circle: {circles:?} of {graph:#?}");
    assert!(
        graph["people"].contains("search"),
        "the reader of imports sees none: {graph:?}"
    );
}

#[test]
fn whatever_takes_something_from_a_caller_says_so() {
    let tables = [
        "session",
        "api_token",
        "membership",
        "user",
        "user_workspace",
        "workspace",
    ];
    let mut writers = 0;
    for (file, text) in sources("api/src") {
        let text: String = code(&text).split_whitespace().collect();
        let takes = tables.iter().any(|table| {
            let entity = format!("{table}::Entity");
            ["update_many(", "delete_many(", "delete_by_id("]
                .iter()
                .any(|verb| text.contains(&format!("{entity}::{verb}")))
                || text.contains(&format!("put::<{entity}>"))
        });
        // A workspace's name and its number of changes grant nothing; every other of these rows does.
        let harmless = ["api/src/kit/tx.rs", "api/src/workspaces/write/mod.rs"].contains(&file.as_str());
        if takes && !harmless {
            writers += 1;
            assert!(
                text.contains(".regrant()"),
                "{file} changes what callers may do and does not say so"
            );
        }
    }
    assert_eq!(
        writers, 3,
        "the reader of writers sees too few, or there is a new one"
    );
}

#[test]
fn rooms_are_small_and_finished() {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[ign", "ore"),
    ];
    for folder in ["api", "entity", "migration", "tests", "bench"] {
        for (file, text) in sources(folder) {
            // A file of tests is a list of sentences, and may be longer than a room.
            let (lines, most) = (text.lines().count(), if folder == "tests" { 800 } else { 500 });
            assert!(lines <= most, "{file} has {lines} lines");
            let name = Path::new(&file)
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let vague = [
                "util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "prelude",
            ];
            assert!(!vague.contains(&name.as_str()), "{file}: the name says nothing");
            for word in words {
                assert!(!text.contains(word), "{file} contains {word}");
            }
        }
    }
}
