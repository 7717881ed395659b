//! The queries that are measured.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::Outcome;
use crate::drive::Session;

const PERSON: &str = "query($id: ID!) { person(by: { id: $id }) { id displayName givenName familyName pronouns headline \
                      summary timeZone birthday lastInteractionAt } }";
const PEOPLE_WITH_TAGS: &str = "query($after: String) { people(first: 50, after: $after, orderBy: { field: DISPLAY_NAME, \
                                direction: ASC }) { nodes { id displayName headline tags { id name color } } \
                                pageInfo { hasNextPage endCursor } } }";
const PEOPLE_WITH_INTERACTIONS: &str = "query($after: String) { people(first: 20, after: $after) { nodes { id displayName \
                                        interactions(first: 5) { nodes { id happenedAt channel title \
                                        participants { id displayName } } } } pageInfo { hasNextPage endCursor } } }";
const INTERACTIONS: &str = "query($after: String) { interactions(first: 100, after: $after) { \
                            nodes { id happenedAt channel title } pageInfo { hasNextPage endCursor } } }";

const WALK_PEOPLE: &str = "query($after: String) { people(first: 100, after: $after) { \
                           edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }";
const WALK_INTERACTIONS: &str = "query($after: String) { interactions(first: 100, after: $after) { \
                                 pageInfo { hasNextPage endCursor } } }";

/// The page of interactions that is compared with the first.
const FAR: usize = 2_000;

/// A query with the variables of its requests, which are sent in turn.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is.
    pub name: String,
    /// The requests' bodies.
    pub bodies: Arc<Vec<String>>,
    /// Where in an answer its entries are.
    pub entries: &'static str,
    /// How many there must be.
    pub count: usize,
}

impl Case {
    fn new(
        name: impl Into<String>,
        query: &str,
        variables: impl IntoIterator<Item = Value>,
        (entries, count): (&'static str, usize),
    ) -> Self {
        let bodies = variables
            .into_iter()
            .map(|variables| json!({ "query": query, "variables": variables }).to_string())
            .collect();
        Self {
            name: name.into(),
            bodies: Arc::new(bodies),
            entries,
            count,
        }
    }

    /// Whether an answer holds what was asked for.
    #[must_use]
    pub fn is_met_by(&self, answer: &Value) -> bool {
        match answer.pointer(self.entries) {
            Some(Value::Array(entries)) => entries.len() == self.count,
            Some(Value::Object(_)) => self.count == 1,
            _ => false,
        }
    }
}

/// The queries on the session's workspace. Walks its lists once, to know ids and cursors.
pub async fn cases(session: &Session) -> Outcome<Vec<Case>> {
    let (mut ids, mut cursors) = (Vec::new(), vec![Value::Null]);
    walk(session, WALK_PEOPLE, "people", |page| {
        let edges = page.pointer("/edges").and_then(Value::as_array);
        for edge in edges.into_iter().flatten() {
            ids.extend(edge.pointer("/node/id").cloned());
            cursors.extend(edge.pointer("/cursor").cloned());
        }
        true
    })
    .await?;
    let (mut far, mut number) = (Value::Null, 1);
    walk(session, WALK_INTERACTIONS, "interactions", |page| {
        let has_next = page.pointer("/pageInfo/hasNextPage") == Some(&Value::Bool(true));
        if has_next && number < FAR {
            number += 1;
            far = page.pointer("/pageInfo/endCursor").cloned().unwrap_or_default();
        }
        number < FAR
    })
    .await?;
    // People in a shuffled order that is the same in every run; pages anywhere in the list but at its end.
    let stride = 7_919;
    let spread: Vec<Value> = (0..ids.len())
        .filter_map(|n| ids.get(n * stride % ids.len()))
        .map(|id| json!({ "id": id }))
        .collect();
    let starts = |size: usize| {
        let last = cursors.len().saturating_sub(size + 1).max(1);
        let cursors = &cursors;
        (0..last)
            .filter_map(move |n| cursors.get(n * stride % last))
            .map(|after| json!({ "after": after }))
    };
    let nodes = "/data/interactions/nodes";
    Ok(vec![
        Case::new("Q1 one person, ten fields", PERSON, spread, ("/data/person", 1)),
        Case::new(
            "Q2 50 people by name, with tags",
            PEOPLE_WITH_TAGS,
            starts(50),
            ("/data/people/nodes", 50),
        ),
        Case::new(
            "Q3 20 people, last 5 interactions each, participants",
            PEOPLE_WITH_INTERACTIONS,
            starts(20),
            ("/data/people/nodes", 20),
        ),
        Case::new(
            "Q5 100 interactions, page 1",
            INTERACTIONS,
            [json!({})],
            (nodes, 100),
        ),
        Case::new(
            format!("Q5 100 interactions, page {number}"),
            INTERACTIONS,
            [json!({ "after": far })],
            (nodes, 100),
        ),
    ])
}

/// Reads page after page of a list while there are some and `page` wants more.
async fn walk(
    session: &Session,
    query: &str,
    list: &str,
    mut page: impl FnMut(&Value) -> bool,
) -> Outcome<()> {
    let mut after = Value::Null;
    loop {
        let body = json!({ "query": query, "variables": { "after": after } }).to_string();
        let answer = session.ask(body).await?.answer;
        let found = answer.pointer(&format!("/data/{list}")).ok_or("no such list")?;
        let more = found.pointer("/pageInfo/hasNextPage") == Some(&Value::Bool(true));
        if !page(found) || !more {
            return Ok(());
        }
        after = found.pointer("/pageInfo/endCursor").cloned().unwrap_or_default();
    }
}
