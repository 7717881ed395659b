//! The schema is the product: it is checked in, described, and its errors are documented.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::types::Type;
use serde_json::{Value, json};
use tests::{Engine, TestApp};

use crate::plans::schema::{Schema, named};

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
        kept == api::areas::sdl(),
        "schema.graphql is stale: run `just schema`"
    );
}

#[test]
fn every_type_that_an_area_names_or_extends_is_declared_by_one() {
    let catalogue = api::areas::open();
    assert_eq!(catalogue.undeclared(), Vec::<&str>::new());
    let fields = catalogue
        .nodes
        .iter()
        .map(|target| (target.object)().fields.len());
    assert!(
        fields.clone().count() > 30 && fields.min() > Some(1),
        "types without fields"
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
            check(&mut bare, name, kind, SAYS_SOMETHING);
            for list in ["fields", "inputFields", "enumValues"] {
                for part in kind[list].as_array().into_iter().flatten() {
                    let path = format!("{name}.{}", part["name"].as_str().unwrap());
                    // A word of an enum says most of it itself.
                    let least = if list == "enumValues" { 4 } else { SAYS_SOMETHING };
                    check(&mut bare, &path, part, least);
                    for argument in part["args"].as_array().into_iter().flatten() {
                        check(
                            &mut bare,
                            &format!("{path}({})", argument["name"].as_str().unwrap()),
                            argument,
                            SAYS_SOMETHING,
                        );
                    }
                }
            }
        }
        assert!(bare.is_empty(), "without a description: {bare:#?}");
    });
}

/// Characters below which a description only repeats a name.
const SAYS_SOMETHING: usize = 18;

/// A name or a sentence as its letters.
fn letters(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_lowercase()
}

fn check(bare: &mut Vec<String>, path: &str, described: &Value, least: usize) {
    let text = described["description"].as_str().unwrap_or_default();
    let name = described["name"].as_str().unwrap_or_default();
    let repeats = least > 4 && letters(text).trim_start_matches("the") == letters(name);
    if text.len() < least
        || repeats
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
    let edge = api::http::CODES.iter().map(|code| code.name);
    // Fields alone answer the last: at the edge nobody knows of cursors.
    let codes: BTreeSet<&str> = edge.chain(["BAD_CURSOR"]).collect();
    for code in codes {
        assert!(
            page.contains(&format!("| `{code}` |")),
            "docs/errors.md does not explain {code}"
        );
    }
    let sdl = api::areas::sdl();
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

/// How a field looks in an answer: two fields of one name can be selected beside each other if these are equal.
fn look(schema: &Schema, ty: &Type) -> String {
    if schema.is_composite(named(ty)) {
        ty.to_string().replace(named(ty), "{}")
    } else {
        ty.to_string()
    }
}

/// The fields that the types of an interface have by one name with different types.
fn clashes(schema: &Schema, interface: &str) -> BTreeSet<String> {
    let mut looks: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for kind in schema.possible(interface) {
        for field in schema.fields(kind) {
            looks
                .entry(&field.name)
                .or_default()
                .insert(look(schema, &field.ty));
        }
    }
    let clashes = looks.into_iter().filter(|(_, looks)| looks.len() > 1);
    clashes.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_user_error_can_be_selected_whole_without_aliases() {
    let schema = Schema::read();
    assert_eq!(clashes(&schema, "UserError"), BTreeSet::new());
    let fragments = schema.possible("UserError").iter().map(|kind| {
        let fields = schema.fields(kind).iter();
        let leaves = fields.filter(|field| !schema.is_composite(named(&field.ty)));
        format!(
            "... on {kind} {{ {} }}",
            leaves
                .map(|field| field.name.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        )
    });
    let document = format!(
        "mutation {{ archiveTag(id: \"tag_01h455vb4pex5vsknk084sn02q\") {{ userErrors {{ {} }} }} }}",
        Vec::from_iter(fragments).join(" ")
    );
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let errors = app.owner().await.refused(&document, json!({})).await;
        assert_eq!(
            (&errors[0]["code"], &errors[0]["allowed"]),
            (&json!("NOT_FOUND"), &json!([]))
        );
    });
}

/// What fragments on several types of `node` have to give aliases to; docs/clients.md says so. Each has its reason: the states
/// and kinds of records are enums of their own, and what one type always has another may lack.
const ALIASED: [&str; 17] = [
    "allowedStates",
    "channel",
    "collaborations",
    "expiresAt",
    "kind",
    "members",
    "milestones",
    "mutation",
    "people",
    "role",
    "startsOn",
    "state",
    "text",
    "timeZone",
    "title",
    "toldUpdates",
    "topics",
];

#[test]
fn what_needs_an_alias_among_nodes_is_known() {
    let known = ALIASED.into_iter().map(str::to_owned).collect();
    assert_eq!(clashes(&Schema::read(), "Node"), known);
}

#[test]
fn every_mutation_answers_a_payload_with_user_errors() {
    let schema = Schema::read();
    for mutation in schema.fields("Mutation") {
        let payload = named(&mutation.ty);
        assert!(
            payload.ends_with("Payload"),
            "{} answers {payload}",
            mutation.name
        );
        let errors = schema.field(payload, "userErrors").ty.to_string();
        assert_eq!(errors, "[UserError!]!", "{payload}");
    }
}

/// The scalars that somebody else has specified. The others are our own: their descriptions are all there is.
#[test]
fn every_scalar_says_what_it_is() {
    let sdl = api::areas::sdl();
    let scalars = sdl.lines().filter_map(|line| line.strip_prefix("scalar "));
    let scalars: Vec<&str> = scalars.collect();
    assert_eq!(
        scalars,
        [
            "Date @specifiedBy(url: \"https://scalars.graphql.org/andimarek/local-date\")",
            "DateOrDuration",
            "DateTime @specifiedBy(url: \"https://www.rfc-editor.org/rfc/rfc3339\")",
            "DateTimeOrDuration",
            "JSON @specifiedBy(url: \"https://www.rfc-editor.org/rfc/rfc8259\")",
            "PartialDate",
            "Seq",
        ]
    );
}
