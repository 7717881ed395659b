//! The rules of the house that a reader of `use` lines can check.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What of the program is no area: every other folder is one.
const ROOMS: [&str; 5] = ["backup", "demo", "graphql", "http", "kit"];

/// The areas: the folders of the program.
fn areas() -> Vec<String> {
    let folders = std::fs::read_dir(root().join("api/src")).unwrap();
    let folders = folders
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir());
    let names = folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
    let areas: Vec<String> = names.filter(|name| !ROOMS.contains(&name.as_str())).collect();
    assert!(areas.len() > 20, "{areas:?}");
    for room in ROOMS {
        let is_there = root().join("api/src").join(room).is_dir();
        assert!(is_there, "{room} is no folder of the program");
    }
    areas
}

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

/// Code without comments, and without what only tests see: where that is a module within the file, it stands at its end.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let text = &text[..end];
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
    let areas = areas();
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
        // What all areas use knows none of them.
        let (in_kit, in_kit_of_graphql) = (file.contains("/kit/"), file.contains("/src/graphql/"));
        let above: &[&str] = match (in_kit, in_kit_of_graphql) {
            (true, _) => &["graphql", "http", "app", "areas"],
            (_, true) => &["http", "app", "areas"],
            _ => continue,
        };
        for other in areas.iter().map(String::as_str).chain(above.iter().copied()) {
            assert!(!names(&text, other), "{file} names {other}");
        }
    }
}

/// Whether the code names a module of the crate, by a path or in a list that is imported.
fn names(code: &str, module: &str) -> bool {
    imports(code, &[module.to_owned()]).next().is_some()
}

/// The modules of these that the code names, with what follows the name.
fn imports<'a>(code: &'a str, modules: &'a [String]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    code.split("crate::").skip(1).flat_map(move |after| {
        let listed = after
            .strip_prefix('{')
            .map(|list| list.split(';').next().unwrap_or_default());
        // In a list every name stands behind the brace or a comma; what is in braces of its own belongs to the name before them.
        let mut depth = 0;
        let names = listed
            .unwrap_or_default()
            .split_inclusive(['{', '}', ','])
            .filter(move |part| {
                let outermost = depth == 0;
                depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
                outermost
            });
        let alone = listed.is_none().then_some(after);
        let places: Vec<&str> = alone.into_iter().chain(names.map(str::trim_start)).collect();
        places.into_iter().filter_map(move |place| {
            let found = modules.iter().find_map(|module| {
                let rest = place.strip_prefix(module.as_str()).filter(|rest| is_end(rest))?;
                Some((module.as_str(), rest))
            });
            found.map(|(module, rest)| (module, rest.trim_start_matches("::")))
        })
    })
}

#[test]
fn areas_use_of_each_other_only_what_their_door_shows_and_never_in_circles() {
    let areas = areas();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in sources("api/src") {
        let Some(area) = areas
            .iter()
            .find(|area| file.starts_with(&format!("api/src/{area}/")))
        else {
            continue;
        };
        let text = code(&text);
        for (other, rest) in imports(&text, &areas).filter(|(other, _)| other != area) {
            let first = rest
                .trim_start_matches('{')
                .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .next()
                .unwrap_or_default();
            assert!(
                !["read", "write", "rules"].contains(&first),
                "{file} reaches into {other}::{first}"
            );
            assert!(first != "gql" || is_gql(&file), "{file} names {other}::gql");
            graph.entry(area.clone()).or_default().insert(other.to_owned());
        }
    }
    let mut reach = graph.clone();
    for _ in &areas {
        for area in &areas {
            let next = reach.get(area).into_iter().flatten();
            let further = next.flat_map(|next| reach.get(next).into_iter().flatten().cloned());
            let further: BTreeSet<String> = further.collect();
            reach.entry(area.clone()).or_default().extend(further);
        }
    }
    let circles: Vec<_> = areas
        .iter()
        .filter(|area| reach.get(*area).is_some_and(|reach| reach.contains(*area)))
        .collect();
    assert!(circles.is_empty(), "in a circle: {circles:?} of {graph:#?}");
    for (area, other) in [("people", "search"), ("goals", "people"), ("brief", "cadences")] {
        assert!(
            graph[area].contains(other),
            "the reader of imports sees none: {graph:?}"
        );
    }
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
    // A workspace's name and its number of changes grant nothing, nor does a session that has ended; every other of these rows does.
    let mut harmless = BTreeSet::from([
        "api/src/auth/ended.rs",
        // The sessions of imports let nobody in.
        "api/src/imports/write.rs",
        "api/src/kit/tx.rs",
        "api/src/workspaces/write/mod.rs",
    ]);
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
        if takes && !harmless.remove(file.as_str()) {
            writers += 1;
            assert!(
                text.contains(".regrant()"),
                "{file} changes what callers may do and does not say so"
            );
        }
    }
    assert!(harmless.is_empty(), "{harmless:?} write none of these");
    assert_eq!(
        writers, 5,
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

/// A file that its list does not name is not even compiled.
#[test]
fn whatever_is_in_a_folder_is_in_its_list() {
    let read = |file: &str| std::fs::read_to_string(root().join(file)).unwrap();
    let records = read("entity/src/records.rs");
    let (tables, migrations, program) = (
        read("entity/src/lib.rs"),
        read("migration/src/lib.rs"),
        read("api/src/lib.rs"),
    );
    let mut seen = 0;
    for (folder, is_listed) in [
        (
            "entity/src",
            &(|name: &str| {
                tables.contains(&format!("mod {name};")) || records.contains(&format!(" {name}: "))
            }) as &dyn Fn(&str) -> bool,
        ),
        ("migration/src", &|name| migrations.contains(&format!(" {name};"))),
        ("api/src", &|name| {
            program.contains(&format!(" {name};")) || name == "main"
        }),
    ] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(
                name == "lib" || is_listed(name),
                "{folder}/{name} stands in no list"
            );
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// What was answered under an idempotency key speaks of records, and must not outlive them.
#[test]
fn whatever_erases_a_record_erases_the_answers_that_name_it() {
    let mut erase = 0;
    for (file, text) in sources("api/src") {
        let text = code(&text);
        let announces = text.contains("ChangeOp::Erase,");
        assert!(
            !announces || text.contains(".erase_answers("),
            "{file} keeps them"
        );
        erase += usize::from(announces);
    }
    assert!(erase > 0);
}
