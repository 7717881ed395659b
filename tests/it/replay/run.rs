//! Runs cases, and keeps what was answered.

use serde_json::{Value, json};
use tests::{Client, TestApp};

use super::ask::{Much, called, document, is_refused, kept};
use super::case::{Case, Step};
use super::names::Names;
use super::vary::{other_content, variants};
use super::world::{Scope, World};

pub struct Run<'a> {
    pub world: World<'a>,
    pub names: Names,
    /// What was asked, and what was answered.
    pub answers: Vec<(String, String)>,
}

impl<'a> Run<'a> {
    pub async fn new(app: &'a TestApp) -> Self {
        Self {
            world: World::new(app).await,
            names: Names::default(),
            answers: Vec::new(),
        }
    }

    /// A case, and whatever is made of it.
    pub async fn case(&mut self, case: &Case) {
        self.valid(case).await;
        if !case.varied {
            return;
        }
        let takes_revision = self.takes(case, "expectedRevision");
        self.varied(case).await;
        for pointer in fresh(&case.arguments, "") {
            self.archived(case, &pointer).await;
        }
        if takes_revision {
            self.revisions(case).await;
        }
        if !case.steps.is_empty() {
            self.once(case, "before its time", Much::Own, &[]).await;
        }
        for steps in &case.states {
            let names: Vec<&str> = steps.iter().map(|(mutation, _)| *mutation).collect();
            let what = format!("after {}", names.join(", "));
            self.once(case, &what, Much::Own, steps).await;
        }
    }

    fn takes(&self, case: &Case, argument: &str) -> bool {
        let field = self.world.schema.field("Mutation", case.mutation);
        field.arguments.iter().any(|it| it.name == argument)
    }

    /// As it is, once more, and with another content under the same id.
    async fn valid(&mut self, case: &Case) {
        let (client, mut scope) = (self.world.caller(case.by).await, Scope::default());
        self.world.steps(&case.steps, &mut scope).await;
        let sent = self.world.fill(&case.arguments, &mut scope).await;
        let what = if case.refused { "refused" } else { "valid" };
        let answer = self.ask(case, what, &client, &sent, Much::All).await;
        if is_refused(&answer) != case.refused {
            self.world
                .refused
                .push(format!("{} {} {sent}: {answer}", case.mutation, case.name));
        }
        self.ask(case, "again", &client, &sent, Much::Own).await;
        let is_named = case.arguments.pointer("/input/id").is_some();
        if let Some(other) = is_named
            .then(|| other_content(self.world.schema, case, &sent))
            .flatten()
        {
            self.ask(case, "again with another content", &client, &other, Much::Own)
                .await;
        }
    }

    async fn varied(&mut self, case: &Case) {
        // What changes a record may do so again and again, and what is refused changes nothing.
        let shares = case.mutation.starts_with("update");
        let (mut scope, mut is_used) = (Scope::default(), true);
        for (what, arguments) in variants(self.world.schema, case) {
            if is_used {
                scope = Scope::default();
                self.world.steps(&case.steps, &mut scope).await;
            }
            let client = self.world.caller(case.by).await;
            let sent = self.world.fill(&arguments, &mut scope).await;
            let answer = self.ask(case, &what, &client, &sent, Much::Own).await;
            is_used = !shares && !is_refused(&answer);
        }
    }

    /// With a revision that is not the record's, and then with its own: each step before was one.
    async fn revisions(&mut self, case: &Case) {
        let (client, mut scope) = (self.world.caller(case.by).await, Scope::default());
        self.world.steps(&case.steps, &mut scope).await;
        let mut sent = self.world.fill(&case.arguments, &mut scope).await;
        for (what, revision) in [("stale", 99), ("seen", 1 + case.steps.len())] {
            sent["expectedRevision"] = json!(revision);
            self.ask(case, what, &client, &sent, Much::Own).await;
        }
    }

    /// With the record at a place archived a moment ago.
    async fn archived(&mut self, case: &Case, pointer: &str) {
        let template = case.arguments.pointer(pointer).and_then(Value::as_str).unwrap();
        let kind = template[1..].split(['/', ':']).next().unwrap();
        let archives = format!("archive{}", called(kind));
        let is_known = |name: &str| {
            self.world
                .schema
                .fields("Mutation")
                .iter()
                .any(|it| it.name == name)
        };
        // Archiving what is archived is done by asking again.
        if !is_known(&archives)
            || case.mutation == archives
            || case.steps.iter().any(|(name, _)| *name == archives)
        {
            return;
        }
        let (client, mut scope) = (self.world.caller(case.by).await, Scope::default());
        self.world.steps(&case.steps, &mut scope).await;
        let sent = self.world.fill(&case.arguments, &mut scope).await;
        self.world
            .archive(kind, sent.pointer(pointer).unwrap(), false)
            .await;
        let what = format!("{} archived", pointer[1..].replace('/', "."));
        self.ask(case, &what, &client, &sent, Much::Own).await;
    }

    async fn once(&mut self, case: &Case, what: &str, much: Much, steps: &[Step]) {
        let (client, mut scope) = (self.world.caller(case.by).await, Scope::default());
        self.world.steps(steps, &mut scope).await;
        let sent = self.world.fill(&case.arguments, &mut scope).await;
        self.ask(case, what, &client, &sent, much).await;
    }

    async fn ask(&mut self, case: &Case, what: &str, client: &Client, sent: &Value, much: Much) -> String {
        let (text, _) = document(self.world.schema, case.mutation, sent, Err(much));
        let (status, body) = self.world.send(client, &text, sent).await;
        let kept = kept(case.mutation, status, &body);
        let named = self.names.apply(&kept, "id");
        let name = if case.name.is_empty() {
            String::new()
        } else {
            format!(" {}", case.name)
        };
        let asked = format!("{}{name} · {what}", case.mutation);
        let before = self
            .answers
            .iter()
            .filter(|(it, _)| it.trim_end_matches(" once more") == asked)
            .count();
        self.answers.push((asked + &" once more".repeat(before), named));
        kept
    }
}

/// Where in the arguments records stand that were made for the run.
fn fresh(arguments: &Value, pointer: &str) -> Vec<String> {
    match arguments {
        Value::String(text) if text.starts_with('$') && !text.contains('#') => vec![pointer.to_owned()],
        Value::Object(fields) => {
            let inner = fields
                .iter()
                .map(|(name, it)| fresh(it, &format!("{pointer}/{name}")));
            inner.flatten().collect()
        }
        Value::Array(entries) => {
            let inner = entries.iter().enumerate();
            inner
                .flat_map(|(place, it)| fresh(it, &format!("{pointer}/{place}")))
                .collect()
        }
        _ => Vec::new(),
    }
}
