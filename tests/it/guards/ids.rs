//! An id means one thing, and shows one thing wherever it is met: normalised caches keep one copy of what has an id.

use std::collections::{BTreeMap, BTreeSet};

use api::areas::open;
use async_graphql::parser::types::Type;
use serde_json::{Value, json};
use tests::{Client, both};

use crate::plans::schema::{Field, Kind, Schema, named};
use crate::plans::stage::Stage;

/// Fields of an object that are no objects, by type and id; with where they were met first.
#[derive(Default)]
struct Seen {
    values: BTreeMap<(String, String), BTreeMap<String, (Value, String)>>,
    differ: Vec<String>,
}

impl Seen {
    /// Takes in every object with an id of an answer.
    fn take(&mut self, schema: &Schema, answer: &Value, place: &str) {
        match answer {
            Value::Array(items) => items.iter().for_each(|item| self.take(schema, item, place)),
            Value::Object(fields) => {
                let name = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
                let object = (name("__typename").to_owned(), name("id").to_owned());
                // What is in a value of any form is no object of the schema, though it may have an `id`.
                let is_any = |field: &str| !object.0.is_empty() && is_of(schema, &object.0, field, "JSON");
                for (field, value) in fields.iter().filter(|(field, _)| !is_any(field)) {
                    if value.is_object()
                        || value
                            .as_array()
                            .is_some_and(|items| items.iter().any(Value::is_object))
                    {
                        self.take(schema, value, place);
                    } else if !object.1.is_empty() && is_leaf(schema, &object.0, field) {
                        self.hold(&object, field, value, place);
                    }
                }
            }
            _ => {}
        }
    }

    fn hold(&mut self, object: &(String, String), field: &str, value: &Value, place: &str) {
        let known = self.values.entry(object.clone()).or_default();
        let (first, at) = known
            .entry(field.to_owned())
            .or_insert_with(|| (value.clone(), place.to_owned()));
        if first != value {
            self.differ
                .push(format!("{object:?}.{field}: {first} by {at}; {value} by {place}"));
        }
    }

    /// Asks for what was met by its id alone.
    async fn by_id(&mut self, schema: &Schema, client: &Client) {
        let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (kind, id) in self.values.keys() {
            ids.entry(kind.clone()).or_default().push(id.clone());
        }
        for (kind, ids) in ids {
            let document = format!(
                "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename ... on {kind} {{ {} }} }} }}",
                leaves(schema, &kind)
            );
            for ids in ids.chunks(100).take(2) {
                let found = client.ok(&document, json!({ "ids": ids })).await;
                let nodes = found["nodes"].as_array().unwrap();
                let missing = nodes.iter().position(Value::is_null).map(|place| &ids[place]);
                assert_eq!(missing, None, "an id that was shown is not found");
                self.take(schema, &found, "nodes");
            }
        }
    }

    fn agrees(&self) {
        assert!(
            self.differ.is_empty(),
            "the same id shows other values: {:#?}",
            self.differ
        );
    }
}

fn is_of(schema: &Schema, object: &str, field: &str, kind: &str) -> bool {
    let known = schema.fields(object).iter().find(|it| it.name == field);
    known.is_some_and(|it| named(&it.ty) == kind)
}

fn is_leaf(schema: &Schema, object: &str, field: &str) -> bool {
    let known = schema.fields(object).iter().find(|it| it.name == field);
    known.is_some_and(|it| !schema.is_composite(named(&it.ty)))
}

/// Whether a field can be selected without arguments.
fn is_free(field: &Field) -> bool {
    field
        .arguments
        .iter()
        .all(|it| it.ty.nullable || it.default.is_some())
}

fn leaves(schema: &Schema, kind: &str) -> String {
    let fields = schema.fields(kind).iter();
    let leaves = fields.filter(|it| is_free(it) && !schema.is_composite(named(&it.ty)));
    let names: Vec<&str> = leaves.map(|it| it.name.as_str()).collect();
    format!("__typename {}", names.join(" "))
}

/// The fields of a type that are objects.
fn objects<'s>(schema: &'s Schema, kind: &str) -> impl Iterator<Item = &'s Field> {
    let fields = schema.fields(kind).iter();
    fields.filter(|it| is_free(it) && schema.is_composite(named(&it.ty)))
}

/// What a list in pages is of, and everything else is itself.
fn entries<'s>(schema: &'s Schema, ty: &'s Type) -> &'s str {
    let name = named(ty);
    match name.strip_suffix("Connection") {
        Some(_) => named(&schema.field(name, "nodes").ty),
        None => name,
    }
}

/// A field with its beginning only, and this of its objects.
fn select(field: &Field, inner: &str) -> String {
    let name = &field.name;
    let pages = named(&field.ty).ends_with("Connection");
    let inner = if pages {
        format!("nodes {{ {inner} }}")
    } else {
        inner.to_owned()
    };
    let first = if field.arguments.iter().any(|it| it.name == "first") {
        "(first: 3)"
    } else {
        ""
    };
    format!("{name}{first} {{ {inner} }}")
}

/// All that is no object of a type, and the same of the objects right below.
fn whole(schema: &Schema, kind: &str) -> String {
    let below = objects(schema, kind).map(|it| select(it, &leaves(schema, entries(schema, &it.ty))));
    format!("{} {}", leaves(schema, kind), Vec::from_iter(below).join(" "))
}

both! {
    the_same_id_shows_the_same_by_every_path(app) {
        let stage = Stage::set(&app).await;
        let (client, schema) = (&stage.demo.client, &stage.demo.world.schema);
        let mut seen = Seen::default();
        // What is met of change sets.
        client.ok("mutation { createTags(rows: [{ name: \"A set of one\" }]) { seq } }", json!({})).await;
        crate::jobs::some_job(&app, client).await;
        crate::import_sessions::some_session(client).await;
        for root in objects(schema, "Query") {
            let kind = entries(schema, &root.ty);
            let mut documents = vec![format!("{{ {} }}", select(root, &whole(schema, kind)))];
            for field in objects(schema, kind) {
                let below = whole(schema, entries(schema, &field.ty));
                documents.push(format!("{{ {} }}", select(root, &format!("__typename {}", select(field, &below)))));
            }
            for document in documents {
                seen.take(schema, &client.ok(&document, json!({})).await, &document);
            }
        }
        seen.by_id(schema, client).await;
        seen.agrees();
        let met: BTreeSet<&str> = seen.values.keys().map(|(kind, _)| kind.as_str()).collect();
        let never: Vec<_> = schema.possible("Node").iter().filter(|kind| !met.contains(kind.as_str())).collect();
        assert!(never.is_empty(), "never met: {never:?}");
        stage.db.close().await.unwrap();
    }

    what_a_mutation_shows_of_an_account_is_what_queries_show(app) {
        let schema = &Schema::read();
        let (user, workspace) = (whole(schema, "User"), whole(schema, "Workspace"));
        let session = format!("session {{ accessToken refreshToken user {{ {user} }} workspace {{ {workspace} }} }} userErrors {{ message }}");
        let host = app.owner().await;
        let invitation = host.written(&format!("mutation {{ createInvitation(input: {{ role: EDITOR }}) {{ token invitation {{ {} }} userErrors {{ message }} }} }}", whole(schema, "Invitation")), json!({})).await;
        let stranger = app.anonymous();
        let signed_up = stranger.written(&format!("mutation {{ signUp(input: {{ email: \"new@example.org\", password: \"correct horse\", displayName: \"New\" }}) {{ {session} }} }}"), json!({})).await;
        assert_eq!(signed_up["session"]["workspace"]["viewerRole"], "OWNER");
        assert_eq!(signed_up["session"]["user"]["self"]["displayName"], "New");
        let logged_in = stranger.written(&format!("mutation {{ logIn(input: {{ email: \"new@example.org\", password: \"correct horse\" }}) {{ {session} }} }}"), json!({})).await;
        let refresh = json!({ "token": logged_in["session"]["refreshToken"] });
        let refreshed = stranger.written(&format!("mutation($token: String!) {{ refreshSession(input: {{ refreshToken: $token }}) {{ {session} }} }}"), refresh).await;
        let guest = app.with_token(refreshed["session"]["accessToken"].as_str().unwrap());
        let accept = json!({ "token": invitation["token"] });
        let accepted = guest.written(&format!("mutation($token: String!) {{ acceptInvitation(input: {{ token: $token }}) {{ {session} }} }}"), accept).await;
        assert_eq!(accepted["session"]["workspace"]["viewerRole"], "EDITOR");
        for payload in [signed_up, logged_in, refreshed, accepted] {
            let caller = app.with_token(payload["session"]["accessToken"].as_str().unwrap());
            let mut seen = Seen::default();
            seen.take(schema, &payload, "the session");
            let queries = format!("{{ viewer {{ {user} }} workspace {{ {workspace} }} workspaces {{ {workspace} }} members {{ user {{ {user} }} }} }}");
            seen.take(schema, &caller.ok(&queries, json!({})).await, "a query");
            seen.by_id(schema, &caller).await;
            seen.agrees();
        }
        let token = whole(schema, "ApiToken");
        for (mutation, shown) in [
            ("updateWorkspace(input: { name: \"Renamed\", weeklyCapacity: 5 })", format!("workspace {{ {workspace} }}")),
            ("createApiToken(input: { name: \"script\", scopes: [PEOPLE_READ], expiresAt: \"2027-01-01T00:00:00Z\" })", format!("apiToken {{ {token} }}")),
            ("createCalendarFeed(input: { name: \"c\" })", format!("calendarFeed {{ {} }}", whole(schema, "CalendarFeed"))),
            ("createInvitation(input: { role: VIEWER })", format!("invitation {{ {} }}", whole(schema, "Invitation"))),
        ] {
            let payload = host.written(&format!("mutation {{ {mutation} {{ {shown} userErrors {{ message }} }} }}"), json!({})).await;
            let mut seen = Seen::default();
            seen.take(schema, &payload, mutation);
            assert!(!seen.values.is_empty(), "{payload}");
            seen.by_id(schema, &host).await;
            seen.agrees();
        }
    }

    what_has_an_id_is_found_only_by_who_may_see_it(app) {
        let (here, there) = (app.owner().await, app.owner().await);
        let person = here.person("Ana").await;
        let more = json!({ "id": person, "input": { "addFacts": [{ "kind": "TOPIC", "text": "the sea" }], "addContactPoints": [{ "kind": "EMAIL", "value": "ana@example.org" }] } });
        let parts = here.written("mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { person { facts { id } contactPoints { id } } userErrors { message } } }", more).await;
        let token = here.written("mutation { createApiToken(input: { name: \"script\", scopes: [INTERACTIONS_READ], expiresAt: \"2027-01-01T00:00:00Z\" }) { apiToken { id } secret userErrors { message } } }", json!({})).await;
        let invitation = here.written("mutation { createInvitation(input: { role: VIEWER }) { invitation { id } userErrors { message } } }", json!({})).await;
        let editor = here.member("EDITOR").await;
        let own = here.ok("{ viewer { id } workspace { id } }", json!({})).await;
        let ids = json!({ "ids": [
            own["viewer"]["id"], own["workspace"]["id"], invitation["invitation"]["id"], token["apiToken"]["id"],
            parts["person"]["facts"][0]["id"], parts["person"]["contactPoints"][0]["id"],
        ] });
        let script = app.with_token(token["secret"].as_str().unwrap());
        for (caller, seen) in [
            (&here, [true, true, true, true, true, true]),
            (&editor, [true, true, false, false, true, true]),
            // Itself: the user who made it, and the workspace that it speaks for.
            (&script, [true, true, false, false, false, false]),
            (&there, [false; 6]),
        ] {
            let found = caller.ok("query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids.clone()).await;
            let found: Vec<bool> = found["nodes"].as_array().unwrap().iter().map(|it| !it.is_null()).collect();
            assert_eq!(found, seen);
        }
        let stranger = here.ok("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": [there.ok("{ viewer { id } }", json!({})).await["viewer"]["id"]] })).await;
        assert_eq!(stranger["nodes"], json!([null]), "a user of other workspaces only");
    }
}

#[test]
fn whatever_has_an_id_is_a_node() {
    let schema = Schema::read();
    let mut wrong = Vec::new();
    let nodes: BTreeSet<&String> = schema.possible("Node").iter().collect();
    for (name, kind) in &schema.types {
        let Kind::Object(fields) = kind else { continue };
        for field in fields.iter().filter(|field| named(&field.ty) == "ID") {
            let own = field.name == "id";
            if own != nodes.contains(name) && own {
                wrong.push(format!("{name} has an id and is no Node"));
            }
            // The id of something else says whose it is.
            if !own && !field.name.ends_with("Id") && !field.name.ends_with("Ids") {
                wrong.push(format!("{name}.{} is an id of nobody knows what", field.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let found: BTreeSet<String> = open()
        .nodes
        .iter()
        .map(|target| (target.object)().name.to_owned())
        .collect();
    assert_eq!(
        found,
        nodes.into_iter().cloned().collect(),
        "`node` finds every Node"
    );
}

#[test]
fn no_two_types_have_ids_that_begin_alike() {
    let mut prefixes: BTreeMap<&str, &str> = BTreeMap::new();
    for target in &open().nodes {
        let object = (target.object)();
        let prefix = object
            .prefix
            .unwrap_or_else(|| panic!("{} has no id", object.name));
        let other = prefixes.insert(prefix, object.name);
        assert_eq!(other, None, "{} has ids like these, too", object.name);
    }
}

/// `removeFactIds` takes the ids of what `facts` lists.
#[test]
fn every_part_that_a_mutation_names_shows_its_id() {
    let schema = Schema::read();
    let mut checked = 0;
    for (input, kind) in &schema.types {
        let (Kind::Input(fields), Some(owner)) = (
            kind,
            input
                .strip_prefix("Update")
                .and_then(|it| it.strip_suffix("Input")),
        ) else {
            continue;
        };
        for field in fields {
            let Some(part) = field
                .name
                .strip_prefix("remove")
                .and_then(|it| it.strip_suffix("Ids"))
            else {
                continue;
            };
            let (first, rest) = part.split_at(1);
            let list = match part {
                "Person" => "people".to_owned(),
                _ => format!("{}{rest}s", first.to_lowercase()),
            };
            let listed = named(&schema.field(owner, &list).ty);
            assert!(
                schema.possible("Node").iter().any(|node| node == listed),
                "{input}.{}: {listed} has no id",
                field.name
            );
            checked += 1;
        }
    }
    assert!(checked > 8, "{checked}");
}
