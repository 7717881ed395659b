//! Nobody gets in who is not let in.

use std::collections::{HashMap, HashSet};

use api::graphql::rights::OPEN_TO_STRANGERS;
use api::kit::Right;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use entity::Role;
use serde_json::{Value, json};
use tests::{Client, Engine, TestApp};

use crate::plans::schema::named;

const SCHEMA: &str = "{ __schema { queryType { ...Root } mutationType { ...Root } types { name kind enumValues { name } inputFields { name ...Type } } } }
    fragment Root on __Type { name fields { name args { name ...Type } type { ...Named } } }
    fragment Type on __InputValue { type { ...Named } }
    fragment Named on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// A value of this type that is well-formed, and as small as it can be.
fn sample(kind: &Value, types: &HashMap<String, Value>) -> String {
    match kind["kind"].as_str().unwrap() {
        "NON_NULL" => sample(&kind["ofType"], types),
        "LIST" => format!("[{}]", sample(&kind["ofType"], types)),
        "ENUM" => types[kind["name"].as_str().unwrap()]["enumValues"][0]["name"]
            .as_str()
            .unwrap()
            .to_owned(),
        "INPUT_OBJECT" => {
            let fields = types[kind["name"].as_str().unwrap()]["inputFields"]
                .as_array()
                .unwrap();
            let mut needed: Vec<&Value> = fields
                .iter()
                .filter(|field| field["type"]["kind"] == "NON_NULL")
                .collect();
            if kind["name"] == "PersonRef" {
                needed = fields.iter().take(1).collect();
            }
            let fields = needed.iter().map(|field| {
                format!(
                    "{}: {}",
                    field["name"].as_str().unwrap(),
                    sample(&field["type"], types)
                )
            });
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        _ => match kind["name"].as_str().unwrap() {
            "Int" | "Seq" => "1".to_owned(),
            "Boolean" => "true".to_owned(),
            "DateTime" | "DateTimeOrDuration" => "\"2026-03-01T09:00:00Z\"".to_owned(),
            "Date" | "DateOrDuration" | "PartialDate" => "\"2026-03-01\"".to_owned(),
            _ => "\"person_01h455vb4pex5vsknk084sn02q\"".to_owned(),
        },
    }
}

fn is_leaf(kind: &Value) -> bool {
    match kind["kind"].as_str().unwrap() {
        "NON_NULL" | "LIST" => is_leaf(&kind["ofType"]),
        "SCALAR" | "ENUM" => true,
        _ => false,
    }
}

/// A document for each root field: its name and the text.
async fn documents(client: &Client) -> Vec<(String, String)> {
    let schema = client.ok(SCHEMA, json!({})).await["__schema"].take();
    let types: HashMap<String, Value> = schema["types"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["name"].as_str().unwrap().to_owned(), it.clone()))
        .collect();
    let mut documents = Vec::new();
    for (root, word) in [("queryType", "query"), ("mutationType", "mutation")] {
        for field in schema[root]["fields"].as_array().unwrap() {
            let name = field["name"].as_str().unwrap();
            let needed = field["args"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|it| it["type"]["kind"] == "NON_NULL");
            let arguments: Vec<String> = needed
                .map(|it| {
                    format!(
                        "{}: {}",
                        it["name"].as_str().unwrap(),
                        sample(&it["type"], &types)
                    )
                })
                .collect();
            let arguments = if arguments.is_empty() {
                String::new()
            } else {
                format!("({})", arguments.join(", "))
            };
            let selection = if is_leaf(&field["type"]) {
                ""
            } else {
                " { __typename }"
            };
            let full = format!("{}.{name}", schema[root]["name"].as_str().unwrap());
            documents.push((full, format!("{word} {{ {name}{arguments}{selection} }}")));
        }
    }
    documents
}

#[test]
fn every_root_field_refuses_strangers() {
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let stranger = app.anonymous();
        let (mut refused, mut open) = (0, Vec::new());
        for (field, document) in documents(&stranger).await {
            let (status, body) = stranger.send(&document, json!({})).await;
            let code = body["errors"][0]["extensions"]["code"]
                .as_str()
                .unwrap_or_default();
            if code == "UNAUTHENTICATED" && status == 401 {
                refused += 1;
            } else {
                assert_ne!(code, "VALIDATION_FAILED", "{document}: {body}");
                open.push(field);
            }
        }
        let listed = |field: &String| OPEN_TO_STRANGERS.contains(&field.as_str());
        assert!(
            open.iter().all(listed),
            "open to strangers and not on the list: {open:?}"
        );
        assert!(refused > 50, "{refused}");
    });
}

#[test]
fn every_mutation_refuses_viewers() {
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let viewer = app.owner().await.viewer().await;
        for (field, document) in documents(&viewer).await {
            // The last two are refused by what they are to change: `bulk.rs`, `change_sets.rs`.
            let for_anybody = [
                "Mutation.logOut",
                "Mutation.acceptInvitation",
                "Mutation.eraseAccount",
                "Mutation.applyMutations",
                "Mutation.undoChangeSet",
            ]
            .contains(&field.as_str());
            if !field.starts_with("Mutation.") || for_anybody || OPEN_TO_STRANGERS.contains(&field.as_str()) {
                continue;
            }
            let (status, body) = viewer.send(&document, json!({})).await;
            assert_eq!(
                (status, &body["errors"][0]["extensions"]["code"]),
                (403, &json!("INSUFFICIENT_SCOPE")),
                "{document}: {body}"
            );
        }
    });
}

#[test]
fn a_token_reaches_no_further_than_its_scopes() {
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let owner = app.owner().await;
        owner.person("Ana").await;
        let token = owner.with_scopes(&["PEOPLE_READ"]).await;
        token
            .ok("{ people { nodes { displayName tags { name } } } }", json!({}))
            .await;
        for document in [
            "{ people { nodes { interactions { nodes { id } } } } }",
            "{ people { nodes { ...Deep } } } fragment Deep on Person { introductions { nodes { id } } }",
            "{ node(id: \"person_01h455vb4pex5vsknk084sn02q\") { ... on Interaction { notes } } }",
            "{ changes { nextAfter changes { seq } } }",
            "mutation { createTag(input: { name: \"x\" }) { seq } }",
        ] {
            let (status, body) = token.send(document, json!({})).await;
            assert_eq!(
                (status, &body["errors"][0]["extensions"]["code"]),
                (403, &json!("INSUFFICIENT_SCOPE")),
                "{document}: {body}"
            );
        }
    });
}

/// Who signs in sees the answer with the rights of the new session, though the document was admitted as a stranger's.
#[test]
fn what_signing_in_shows_needs_no_more_than_every_member_may() {
    let document = parse_schema(api::areas::sdl()).unwrap();
    let mut types = HashMap::new();
    for definition in document.definitions {
        if let TypeSystemDefinition::Type(definition) = definition {
            types.insert(definition.node.name.to_string(), definition.node);
        }
    }
    let (mut open, mut seen) = (vec!["SessionPayload".to_owned()], HashSet::new());
    let mut needed = HashSet::new();
    while let Some(name) = open.pop() {
        let Some(definition) = types.get(&name).filter(|_| seen.insert(name.clone())) else {
            continue;
        };
        let fields = match &definition.kind {
            TypeKind::Object(it) => &it.fields,
            TypeKind::Interface(it) => &it.fields,
            _ => continue,
        };
        let directives = fields.iter().flat_map(|field| &field.node.directives);
        let directives = definition.directives.iter().chain(directives);
        for directive in directives.filter(|it| it.node.name.node == "requiresScopes") {
            for (_, scopes) in &directive.node.arguments {
                let scopes = scopes.node.to_string();
                let each = scopes.trim_matches(['[', ']']).split(", ");
                needed.extend(each.map(|scope| format!("[{scope}]")));
            }
        }
        open.extend(fields.iter().map(|field| named(&field.node.ty.node).to_owned()));
    }
    let viewers = Right::ALL.iter().filter(|right| right.role() == Role::Viewer);
    let viewers: HashSet<String> = viewers.map(|right| format!("[{right}]")).collect();
    let more: Vec<_> = needed.difference(&viewers).collect();
    assert!(more.is_empty() && needed.len() > 5, "{more:?} of {needed:?}");
}

/// How many entries a list has under a filter, and where they stand in its order, tells of them as their fields do.
#[test]
fn the_length_and_the_cursors_of_a_list_need_the_right_to_its_entries() {
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let owner = app.owner().await;
        let document = parse_schema(api::areas::sdl()).unwrap();
        let mut rights = HashMap::new();
        let mut lists = Vec::new();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let TypeKind::Object(object) = definition.node.kind else {
                continue;
            };
            let needed = definition
                .node
                .directives
                .iter()
                .find(|it| it.node.name.node == "requiresScopes");
            let scopes = needed.map(|it| it.node.arguments[0].1.node.to_string());
            let name = definition.node.name.node.to_string();
            if name == "Query" {
                let fields = object.fields.into_iter().map(|it| it.node);
                let optional = fields.filter(|it| it.arguments.iter().all(|it| it.node.ty.node.nullable));
                let found = optional.map(|it| (it.name.node.to_string(), named(&it.ty.node).to_owned()));
                lists.extend(found.filter(|(_, returns)| returns.ends_with("Connection")));
            }
            rights.insert(name, scopes);
        }
        let others = rights.iter().filter_map(|(name, needed)| {
            let node = name
                .strip_suffix("Connection")
                .or_else(|| name.strip_suffix("Edge"))?;
            (rights[node] != *needed).then_some(name)
        });
        assert_eq!(others.collect::<Vec<_>>(), Vec::<&String>::new());

        let narrow = [
            owner.with_scopes(&["AGENDA_READ"]).await,
            owner.with_scopes(&["EVENTS_READ"]).await,
        ];
        let mut refused = 0;
        for (field, returns) in lists {
            for (token, scope) in narrow.iter().zip(["AGENDA_READ", "EVENTS_READ"]) {
                for shown in [
                    "totalCount",
                    "edges { cursor }",
                    "pageInfo { endCursor }",
                    "__typename",
                ] {
                    let (status, body) = token
                        .send(&format!("{{ {field} {{ {shown} }} }}"), json!({}))
                        .await;
                    let Some(needed) = &rights[&returns] else { continue };
                    let is_its_own = needed.contains(scope);
                    assert_eq!(
                        status == 403,
                        !is_its_own,
                        "{field} {{ {shown} }} with {scope}: {body}"
                    );
                    refused += usize::from(status == 403);
                }
            }
        }
        assert!(refused > 150, "{refused}");
    });
}
