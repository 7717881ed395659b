//! The schema is the product: it is checked in, described, and its errors are documented.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{Engine, TestApp};

fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

#[test]
fn schema_graphql_is_current() {
    let kept = std::fs::read_to_string(root().join("schema.graphql")).unwrap();
    assert!(
        kept == api::graphql::sdl(),
        "schema.graphql is stale: run `just schema`"
    );
}

const INTROSPECTION: &str = "{ __schema { types { name kind description
    fields(includeDeprecated: true) { name description args { name description } }
    inputFields { name description } enumValues(includeDeprecated: true) { name description } } } }";

#[test]
fn everything_in_the_schema_is_described() {
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let data = app.anonymous().ok(INTROSPECTION, json!({})).await;
        let mut bare = Vec::new();
        let builtin = ["Boolean", "Float", "ID", "Int", "String"];
        for kind in data["__schema"]["types"].as_array().unwrap() {
            let name = kind["name"].as_str().unwrap();
            if name.starts_with("__") || builtin.contains(&name) {
                continue;
            }
            check(&mut bare, name, kind);
            for list in ["fields", "inputFields", "enumValues"] {
                for part in kind[list].as_array().into_iter().flatten() {
                    let path = format!("{name}.{}", part["name"].as_str().unwrap());
                    check(&mut bare, &path, part);
                    for argument in part["args"].as_array().into_iter().flatten() {
                        check(
                            &mut bare,
                            &format!("{path}({})", argument["name"].as_str().unwrap()),
                            argument,
                        );
                    }
                }
            }
        }
        assert!(bare.is_empty(), "without a description: {bare:#?}");
    });
}

fn check(bare: &mut Vec<String>, path: &str, described: &Value) {
    let text = described["description"].as_str().unwrap_or_default();
    if text.len() < 4
        || [concat!("TO", "DO"), concat!("FIX", "ME"), "stub"]
            .iter()
            .any(|word| text.contains(word))
    {
        bare.push(path.to_owned());
    }
}

#[test]
fn every_error_code_is_documented() {
    let page = std::fs::read_to_string(root().join("docs/errors.md")).unwrap();
    let ours = api::graphql::errors::CODES.iter().map(|(code, _)| *code);
    let edge = api::http::CODES.iter().map(|code| code.name);
    let codes: BTreeSet<&str> = ours.chain(edge).collect();
    for code in codes {
        assert!(
            page.contains(&format!("| `{code}` |")),
            "docs/errors.md does not explain {code}"
        );
    }
    let sdl = api::graphql::sdl();
    let (_, list) = sdl.split_once("enum UserErrorCode {").unwrap();
    let (list, _) = list.split_once("\n}").unwrap();
    let words = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && line.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
    for code in words {
        assert!(
            page.contains(&format!("| `{code}` |")),
            "docs/errors.md does not explain the user error {code}"
        );
    }
}
