//! The world in which cases happen: two workspaces, their owners, and the records that templates name. Each write has a second of
//! its own, so that what was made later has the greater id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp};

use super::ask::{called, document, record_of};
use super::case::{By, PASSES, Step};
use super::prototypes::prototype;
use crate::plans::schema::Schema;

/// A file that is sent.
const LINES: &str = "{\"input\":{\"name\":\"Sent\"}}\n";

/// Signs that a template's ids begin with.
const SIGILS: &str = "$@~!?+";

/// Read once for all worlds.
pub static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::read);

/// What the templates of one run stand for.
#[derive(Clone, Default)]
pub struct Scope {
    known: BTreeMap<String, Value>,
    there: bool,
}

pub struct World<'a> {
    app: &'a TestApp,
    pub schema: &'static Schema,
    here: Client,
    there: Client,
    shared: BTreeMap<String, Value>,
    ids: u32,
    texts: u32,
    /// What had to be written and was refused.
    pub refused: Vec<String>,
}

impl<'a> World<'a> {
    pub async fn new(app: &'a TestApp) -> Self {
        let here = app.owner().await;
        app.clock.advance(TimeDelta::seconds(1));
        Self {
            app,
            schema: &SCHEMA,
            here,
            there: app.owner().await,
            shared: BTreeMap::new(),
            ids: 0,
            texts: 0,
            refused: Vec::new(),
        }
    }

    fn tick(&self) {
        self.app.clock.advance(TimeDelta::seconds(1));
    }

    /// Who calls.
    pub async fn caller(&mut self, by: By) -> Client {
        match by {
            By::Owner => self.here.clone(),
            By::Stranger => self.app.anonymous(),
            By::Guest => {
                self.tick();
                self.app.owner().await
            }
        }
    }

    /// Sends a mutation; the status and the body as it came.
    pub async fn send(&self, client: &Client, text: &str, variables: &Value) -> (u16, String) {
        self.tick();
        client
            .text(&json!({ "query": text, "variables": variables }))
            .await
    }

    /// What has to be done before; none of it may be refused.
    pub async fn steps(&mut self, steps: &[Step], scope: &mut Scope) {
        for (mutation, arguments) in steps {
            if *mutation == PASSES {
                self.app
                    .clock
                    .advance(TimeDelta::days(arguments["days"].as_i64().unwrap()));
                continue;
            }
            let filled = self.fill(arguments, scope).await;
            let shown = format!("{} {{ id }}", record_of(self.schema, mutation));
            self.write(mutation, &filled, &shown, scope.there).await;
            // What a step makes is what the templates behind it mean.
            let new = arguments["input"]["id"].as_str().filter(|it| it.starts_with('+'));
            if let Some(new) = new {
                scope
                    .known
                    .insert(new.replace('+', "$"), filled["input"]["id"].clone());
            }
        }
    }

    async fn write(&mut self, mutation: &str, arguments: &Value, shown: &str, there: bool) -> Value {
        let (text, _) = document(self.schema, mutation, arguments, Ok(shown));
        self.tick();
        let client = if there { &self.there } else { &self.here };
        let mut body = client.send(&text, arguments.clone()).await.1;
        let payload = body["data"][mutation].take();
        if payload["userErrors"] != json!([]) {
            self.refused
                .push(format!("{mutation} {arguments}: {payload} {}", body["errors"]));
        }
        payload
    }

    /// The arguments that a template stands for.
    pub async fn fill(&mut self, template: &Value, scope: &mut Scope) -> Value {
        let mut ids = BTreeSet::new();
        collect(template, &mut ids);
        for id in ids {
            let is_known = !id.starts_with('+') && scope.known.contains_key(&id);
            if !is_known {
                let value = Box::pin(self.meant(&id, scope)).await;
                scope.known.insert(id, value);
            }
        }
        self.texts += 1;
        put(template, &scope.known, self.texts)
    }

    async fn meant(&mut self, id: &str, scope: &mut Scope) -> Value {
        let (sigil, rest) = id.split_at(1);
        let (place, part) = rest
            .split_once('#')
            .map_or((rest, None), |(place, part)| (place, Some(part)));
        let kind = place.split(['/', ':']).next().unwrap();
        let there = scope.there || sigil == "~";
        let record = match sigil {
            "+" => return self.new_id(kind),
            "?" => return json!(format!("{kind}_01h0000000e0080000000zzzzz")),
            "$" => match scope.known.get(&format!("${place}")) {
                Some(known) => known.clone(),
                None => self.make(place, there).await,
            },
            _ => {
                let key = format!("{}{place}{there}", if sigil == "!" { "!" } else { "" });
                match self.shared.get(&key) {
                    Some(known) => known.clone(),
                    None => {
                        let made = self.make(place, there).await;
                        if sigil == "!" {
                            self.archive(kind, &made, there).await;
                        }
                        self.shared.insert(key, made.clone());
                        made
                    }
                }
            }
        };
        if sigil == "$" {
            scope.known.insert(format!("${place}"), record.clone());
        }
        match part {
            Some(part) => self.part(kind, &record, part, there).await,
            None => record,
        }
    }

    fn new_id(&mut self, kind: &str) -> Value {
        self.ids += 1;
        json!(format!("{kind}_01h0000000e0080000000{:05}", self.ids))
    }

    async fn make(&mut self, place: &str, there: bool) -> Value {
        let make = place.split(':').next().unwrap();
        let kind = make.split('/').next().unwrap();
        if kind == "user" {
            self.tick();
            let member = match (there, make) {
                (true, _) => self.there.clone(),
                (_, "user/me") => self.here.clone(),
                _ => self.member().await,
            };
            return member.ok("{ viewer { id } }", json!({})).await["viewer"]["id"].take();
        }
        let prototype = prototype(make);
        let mut scope = Scope {
            there,
            ..Scope::default()
        };
        let arguments = self.fill(&prototype.arguments, &mut scope).await;
        let (shown, pointer) = match prototype.taken {
            Some((shown, pointer)) => (shown.to_owned(), pointer.to_owned()),
            None => {
                let record = record_of(self.schema, prototype.mutation);
                (format!("{record} {{ id }}"), format!("/{record}/id"))
            }
        };
        let payload = self.write(prototype.mutation, &arguments, &shown, there).await;
        let made = payload.pointer(&pointer).cloned().unwrap_or_default();
        if make == "upload/sent" {
            let client = if there { &self.there } else { &self.here };
            let path = format!("/uploads/{}", made.as_str().unwrap_or_default());
            let (status, answer) = self.app.put(client, &path, LINES).await;
            if status != 200 {
                self.refused.push(format!("PUT {path}: {answer}"));
            }
        }
        made
    }

    /// Somebody who joined the workspace.
    async fn member(&mut self) -> Client {
        let invitation = self
            .write(
                "createInvitation",
                &json!({ "input": { "role": "EDITOR" } }),
                "token",
                false,
            )
            .await;
        self.tick();
        let guest = self.app.owner().await;
        let accept = "mutation($token: String!) { acceptInvitation(input: { token: $token }) { userErrors { message } } }";
        self.tick();
        guest
            .written(accept, json!({ "token": invitation["token"] }))
            .await;
        guest
    }

    /// Archives a record.
    pub async fn archive(&mut self, kind: &str, id: &Value, there: bool) {
        let mutation = format!("archive{}", called(kind));
        self.write(&mutation, &json!({ "id": id }), "seq", there).await;
    }

    /// The id of the first of a record's parts.
    async fn part(&self, kind: &str, record: &Value, part: &str, there: bool) -> Value {
        let client = if there { &self.there } else { &self.here };
        let text = format!(
            "query($id: ID!) {{ node(id: $id) {{ ... on {} {{ {part} {{ id }} }} }} }}",
            called(kind)
        );
        let mut node = client.ok(&text, json!({ "id": record })).await;
        node["node"][part][0]["id"].take()
    }
}

fn is_id(text: &str) -> bool {
    let mut signs = text.chars();
    signs.next().is_some_and(|it| SIGILS.contains(it))
        && signs.next().is_some_and(|it| it.is_ascii_lowercase())
}

/// The id in braces within a text.
fn braced(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('{')?;
    rest.split_once('}').map(|(id, _)| id).filter(|id| is_id(id))
}

fn collect(template: &Value, ids: &mut BTreeSet<String>) {
    match template {
        Value::String(text) if is_id(text) => drop(ids.insert(text.clone())),
        Value::String(text) => ids.extend(braced(text).map(str::to_owned)),
        Value::Array(entries) => entries.iter().for_each(|it| collect(it, ids)),
        Value::Object(fields) => fields.values().for_each(|it| collect(it, ids)),
        _ => {}
    }
}

fn put(template: &Value, known: &BTreeMap<String, Value>, number: u32) -> Value {
    match template {
        Value::String(text) if is_id(text) => known[text].clone(),
        Value::String(text) => {
            let text = match braced(text) {
                Some(id) => text.replace(&format!("{{{id}}}"), known[id].as_str().unwrap_or_default()),
                None => text.clone(),
            };
            json!(text.replace('%', &number.to_string()))
        }
        Value::Array(entries) => entries.iter().map(|it| put(it, known, number)).collect(),
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, it)| (name.clone(), put(it, known, number)));
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}
