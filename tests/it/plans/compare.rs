//! Holding the server's answer against the reference's: `data` by its text, errors by place and code.

use serde_json::{Map, Value as Json, json};
use tests::Client;

use super::reference::{Answer, Cursor, Failed, execute};
use super::world::World;

/// A document and what it is sent with.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub text: String,
    pub variables: Map<String, Json>,
    /// Which operation of the document, where there are several.
    pub operation: Option<&'static str>,
    /// Whether an error may be that of a field above the one that failed: whoever reads a list whole, fails as a list.
    pub fails_above: bool,
}

impl Query {
    /// A document without variables.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// A document with these variables.
    pub fn with(text: &str, variables: Json) -> Self {
        let Json::Object(variables) = variables else {
            panic!("variables are an object")
        };
        Self {
            text: text.to_owned(),
            variables,
            ..Self::default()
        }
    }

    /// What the server answers: status and text.
    pub async fn send(&self, client: &Client) -> (u16, String) {
        let request =
            json!({ "query": self.text, "variables": self.variables, "operationName": self.operation });
        client.text(&request).await
    }

    /// Fails unless the server answers what the reference does.
    pub async fn check(&self, world: &World, client: &Client) -> String {
        let (status, body) = self.send(client).await;
        self.judge(world, status, &body)
            .unwrap_or_else(|difference| panic!("{difference}"))
    }

    /// The server's `data`, if it is what the reference answers; else what differs.
    pub fn judge(&self, world: &World, status: u16, body: &str) -> Result<String, String> {
        let answer = execute(world, self, false);
        self.differs(world, &answer, status, body).map_or_else(
            || Ok(data_of(body).unwrap().to_owned()),
            |difference| {
                let variables = Json::Object(self.variables.clone());
                Err(format!("{difference}\n\n{}\nvariables: {variables}\n\nthe server: {status} {body}\n\nthe reference: {}\n{:#?}", self.text, answer.data, answer.errors))
            },
        )
    }

    /// What differs, if anything. The world learns the cursors on the way.
    pub fn differs(&self, world: &World, answer: &Answer, status: u16, body: &str) -> Option<String> {
        if status != 200 {
            return Some(format!("status {status}"));
        }
        let Some(data) = data_of(body) else {
            return Some("no data".to_owned());
        };
        let whole: Json = serde_json::from_str(body).unwrap();
        match cursors(data, &answer.data) {
            Err(difference) => return Some(difference),
            Ok(cursors) => {
                for (number, cursor) in cursors {
                    world.learn(&cursor, answer.places[number].clone());
                }
            }
        }
        let errors = whole["errors"].as_array().map_or(&[][..], Vec::as_slice);
        errors_differ(
            errors,
            &answer.errors,
            whole["extensions"].get("errorsOmitted").is_some(),
            self.fails_above,
        )
    }
}

/// The text of `data` in the body of an answer: the body's other members are plain JSON without a `"data":` at their top.
pub fn data_of(body: &str) -> Option<&str> {
    let (mut depth, mut in_text, mut escaped, mut start) = (0, false, false, None);
    for (place, c) in body.char_indices() {
        if in_text {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match c {
            '"' => {
                in_text = true;
                if depth == 1 && start.is_none() && body[place..].starts_with("\"data\":") {
                    start = Some(place + "\"data\":".len());
                }
            }
            '{' | '[' => depth += 1,
            ',' if depth == 1 && start.is_some_and(|start| place > start) => {
                return Some(&body[start?..place]);
            }
            '}' | ']' => {
                depth -= 1;
                if depth == 0 {
                    return start.map(|start| &body[start..place]);
                }
            }
            _ => {}
        }
    }
    None
}

/// The server's cursors by the number of the mark in whose place they stand, if all other text is alike.
pub fn cursors(data: &str, expected: &str) -> Result<Vec<(usize, String)>, String> {
    let (mut data, mut found) = (data, Vec::new());
    let mut pieces = expected.split(Cursor::BEFORE);
    let first = pieces.next().unwrap();
    let differ = |data: &str, expected: &str| {
        let same = data
            .bytes()
            .zip(expected.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        let cut = |text: &str| {
            String::from_utf8_lossy(text.as_bytes().get(same.saturating_sub(40)..).unwrap_or_default())
                .chars()
                .take(200)
                .collect::<String>()
        };
        format!(
            "the texts differ\n  the server: …{}\n  the reference: …{}",
            cut(data),
            cut(expected)
        )
    };
    data = data.strip_prefix(first).ok_or_else(|| differ(data, first))?;
    for piece in pieces {
        let (number, rest) = piece.split_once(Cursor::AFTER).unwrap();
        let (cursor, after) = data.split_at(data.find('"').ok_or("no cursor")?);
        if cursor.is_empty() {
            return Err(format!("an empty cursor before {rest}"));
        }
        found.push((number.parse().unwrap(), cursor.to_owned()));
        data = after.strip_prefix(rest).ok_or_else(|| differ(after, rest))?;
    }
    if data.is_empty() {
        Ok(found)
    } else {
        Err(differ(data, ""))
    }
}

/// Errors by path and code. Where several fields made one place null, or one above it, the specification lets a server
/// tell of one of them alone. With `above`, an error may also be that of a field between what failed and what is null.
fn errors_differ(errors: &[Json], expected: &[Failed], capped: bool, above: bool) -> Option<String> {
    let is_told = |error: &Json, failed: &Failed| {
        let Some(path) = error["path"].as_array() else {
            return false;
        };
        let between = path.starts_with(&failed.nulled) && failed.path.starts_with(path);
        (*path == failed.path || above && between) && error["extensions"]["code"] == failed.code
    };
    for error in errors {
        if !expected.iter().any(|failed| is_told(error, failed)) {
            return Some(format!("an error that should not be: {error}"));
        }
    }
    for failed in expected {
        let told = |other: &Failed| errors.iter().any(|error| is_told(error, other));
        let mut for_it = expected
            .iter()
            .filter(|other| failed.nulled.starts_with(&other.nulled));
        if !capped && !for_it.any(told) {
            return Some(format!("an error that is missing: {failed:?}"));
        }
    }
    None
}
