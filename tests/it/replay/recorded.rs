//! What is recorded in `recorded/`, held against what is answered now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Map, Value};
use tests::Engine;

use super::exceptions::Exceptions;

/// What was asked, or the table; and what was answered, or the row.
pub type Lines = Vec<(String, String)>;

/// Differences that are told at once.
const TOLD: usize = 12;
/// Lines of a difference that are told.
const SHOWN: usize = 4;

fn path(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/it/replay/recorded")).join(format!("{name}.txt"))
}

/// Whether it is recorded anew.
fn is_recording() -> bool {
    std::env::var("REPLAY").is_ok_and(|it| it == "record")
}

/// Holds lines against those of a file, or writes them into it: what SQLite answers, since both answer the same.
pub fn hold(name: &str, lines: &Lines, exceptions: &Exceptions, engine: Engine) {
    let path = path(name);
    if is_recording() {
        if engine == Engine::Sqlite {
            let text: Vec<String> = lines
                .iter()
                .map(|(key, line)| format!("{key}: {line}\n"))
                .collect();
            std::fs::write(path, text.concat()).unwrap();
        }
        return;
    }
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let differing = differing(&parsed(&text), lines, exceptions);
    let told = differing[..differing.len().min(TOLD)].join("\n");
    assert!(
        differing.is_empty(),
        "{name}, {engine:?}: {} differ from what is recorded; `REPLAY=record` records anew, `exceptions.txt` takes what is meant to differ\n{told}",
        differing.len()
    );
}

fn parsed(text: &str) -> Lines {
    let lines = text.lines().map(|line| line.split_once(": ").unwrap());
    lines
        .map(|(key, line)| (key.to_owned(), line.to_owned()))
        .collect()
}

/// What differs and may not, with its lines of then and of now.
fn differing(then: &Lines, now: &Lines, exceptions: &Exceptions) -> Vec<String> {
    for (table, column) in exceptions.columns() {
        if column_of(then, table, column) != column_of(now, table, column) {
            exceptions.allows(&format!("{table}.{column}"));
        }
    }
    let (then, now) = (grouped(then, exceptions), grouped(now, exceptions));
    let keys: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let none = Vec::new();
    let groups = keys
        .into_iter()
        .map(|key| (key, then.get(key).unwrap_or(&none), now.get(key).unwrap_or(&none)));
    let different = groups.filter(|(_, then, now)| then != now);
    let forbidden = different.filter(|(key, ..)| !exceptions.allows(key));
    forbidden
        .map(|(key, then, now)| format!("{key}{}{}", only(then, now, '-'), only(now, then, '+')))
        .collect()
}

fn row(line: &str) -> Map<String, Value> {
    serde_json::from_str(line).unwrap()
}

/// What a column holds, row by row.
fn column_of(lines: &Lines, table: &str, column: &str) -> Vec<Option<Value>> {
    let rows = lines.iter().filter(|(key, _)| key == table);
    rows.map(|(_, line)| row(line).remove(column)).collect()
}

/// The lines of each key, sorted, without the columns that are excepted.
fn grouped(lines: &Lines, exceptions: &Exceptions) -> BTreeMap<String, Vec<String>> {
    let mut grouped: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, line) in lines {
        let columns = exceptions.columns().filter(|(table, _)| table == key);
        let columns: BTreeSet<&str> = columns.map(|(_, column)| column).collect();
        let mut line = line.clone();
        if !columns.is_empty() {
            let mut row = row(&line);
            row.retain(|column, _| !columns.contains(column.as_str()));
            line = Value::Object(row).to_string();
        }
        grouped.entry(key.clone()).or_default().push(line);
    }
    grouped.values_mut().for_each(|lines| lines.sort());
    grouped
}

/// The lines that only one of them has, as far as they are not too many.
fn only(some: &[String], others: &[String], mark: char) -> String {
    let others: BTreeSet<&String> = others.iter().collect();
    let only = some.iter().filter(|line| !others.contains(line)).take(SHOWN);
    only.map(|line| format!("\n  {mark} {line}")).collect()
}

mod sentences {
    use super::*;

    const THEN: &str = "makeTag · valid: {\"seq\":1}\nmakeTag · again: {\"seq\":1}\ntag: {\"id\":\"<tag-1>\",\"name\":\"a\"}\ntag: {\"id\":\"<tag-2>\",\"name\":\"b\"}\n";

    fn told(now: &str, exceptions: &'static str) -> (Vec<String>, Vec<usize>) {
        let exceptions = Exceptions::read(exceptions, "ties", Engine::Sqlite);
        let differing = differing(&parsed(THEN), &parsed(now), &exceptions);
        (differing, exceptions.met())
    }

    #[test]
    fn what_differs_is_told_with_both_lines() {
        assert_eq!(told(THEN, ""), (vec![], vec![]));
        let now = THEN
            .replace("again: {\"seq\":1}", "again: {\"seq\":2}")
            .replace("\"b\"", "\"c\"");
        let (differing, _) = told(&now, "");
        assert_eq!(
            differing,
            [
                "makeTag · again\n  - {\"seq\":1}\n  + {\"seq\":2}",
                "tag\n  - {\"id\":\"<tag-2>\",\"name\":\"b\"}\n  + {\"id\":\"<tag-2>\",\"name\":\"c\"}",
            ]
        );
        // A case that is asked no more, and one that was not asked.
        assert_eq!(told(&THEN.replace("again", "twice"), "").0.len(), 2);
    }

    #[test]
    fn an_exception_allows_its_place_alone_and_tells_whether_it_did() {
        let now = THEN
            .replace("again: {\"seq\":1}", "again: {\"seq\":2}")
            .replace("\"b\"", "\"c\"");
        let exceptions = "# why\nties | makeTag · again | both | it is a new write now\nties | tag.name | sqlite | names are folded\nties | makeTag · valid | both | nothing of the kind\n* | tag.name | postgres | not on this one\ntalks | tag | both | not of this world\n";
        assert_eq!(told(&now, exceptions), (vec![], vec![2, 3]));
        assert_eq!(told(THEN, exceptions), (vec![], vec![]));
        let (differing, _) = told(&now, "* | tag.id | both | ids are drawn otherwise\n");
        assert_eq!(differing.len(), 2, "another column, and the case");
    }
}
