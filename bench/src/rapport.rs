//! How Rapport is asked.

use entity::ids::PersonId;
use serde_json::{Value, json};

use crate::Outcome;
use crate::contestant::{Asked, typed};
use crate::data::{EMAIL, PASSWORD};
use crate::facts::Shape;
use crate::http::Place;
use crate::plan::{LOGGED_AT, LOGGED_BY, LOGGED_TITLE, Plan, Query};

const PERSON: &str =
    "query($id: ID!) { person(by: { id: $id }) { id displayName headline lastInteractionAt } }";
const TAGS: &str = "query($after: String) { people(first: 50, after: $after) \
                    { nodes { id displayName headline tags { id name color } } pageInfo { hasNextPage endCursor } } }";
const FEEDS: &str = "query($after: String) { people(first: 20, after: $after) { nodes { id displayName tags { id name } \
                     interactions(first: 5) { nodes { id happenedAt channel title participants { id displayName } } } } \
                     pageInfo { hasNextPage endCursor } } }";
const LOG: &str = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id happenedAt channel \
                   title participants { id displayName } } userErrors { message } } }";
const INTERACTIONS: &str = "query($after: String) { interactions(first: 100, after: $after) { \
                            nodes { id happenedAt channel title } pageInfo { hasNextPage endCursor } } }";

const WALK: &str = "query($after: String) { people(first: 100, after: $after) { edges { cursor } \
                    pageInfo { hasNextPage endCursor } } }";
const OLDEST: &str =
    "query($before: String, $last: Int) { interactions(last: $last, before: $before) { edges { cursor } } }";
const LOG_IN: &str = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";

const SHORT: Shape = Shape {
    fields: &["id", "displayName"],
    lists: &[],
};
const INTERACTION: Shape = Shape {
    fields: &["id", "happenedAt", "channel", "title"],
    lists: &[("/participants", "", &SHORT)],
};

fn shape(query: Query) -> (&'static str, &'static Shape) {
    match query {
        Query::Person => (
            "/data/person",
            &Shape {
                fields: &["id", "displayName", "headline", "lastInteractionAt"],
                lists: &[],
            },
        ),
        Query::Tags => (
            "/data/people/nodes",
            &Shape {
                fields: &["id", "displayName", "headline"],
                lists: &[(
                    "/tags",
                    "",
                    &Shape {
                        fields: &["id", "name", "color"],
                        lists: &[],
                    },
                )],
            },
        ),
        Query::Feeds => (
            "/data/people/nodes",
            &Shape {
                fields: &["id", "displayName"],
                lists: &[
                    (
                        "/tags",
                        "",
                        &Shape {
                            fields: &["id", "name"],
                            lists: &[],
                        },
                    ),
                    ("/interactions/nodes", "", &INTERACTION),
                ],
            },
        ),
        Query::Log => ("/data/logInteraction/interaction", &INTERACTION),
        Query::First | Query::Last => (
            "/data/interactions/nodes",
            &Shape {
                fields: &["id", "happenedAt", "channel", "title"],
                lists: &[],
            },
        ),
    }
}

/// Logs in as the user whom [`crate::data::fill`] has made.
pub async fn log_in(place: &Place) -> Outcome<Place> {
    log_in_as(place, (EMAIL, PASSWORD)).await
}

/// Logs in as somebody.
pub async fn log_in_as(place: &Place, (email, password): (&str, &str)) -> Outcome<Place> {
    let input = json!({ "input": { "email": email, "password": password } });
    // A token that has run out would be refused.
    let nobody = Place {
        token: String::new(),
        ..place.clone()
    };
    let answer = nobody.ask(LOG_IN, input).await?;
    let token = answer
        .pointer("/data/logIn/session/accessToken")
        .and_then(Value::as_str);
    Ok(Place {
        token: token.ok_or_else(|| format!("no session: {answer}"))?.to_owned(),
        ..nobody
    })
}

/// The queries, one for each of [`Query::ALL`]. Walks the list of people once, to know its cursors.
pub async fn asked(place: &Place, plan: &Plan) -> Outcome<Vec<Asked>> {
    let mut cursors = vec![Value::Null];
    loop {
        let answer = place.ask(WALK, json!({ "after": cursors.last() })).await?;
        let edges = answer.pointer("/data/people/edges").and_then(Value::as_array);
        let found = edges.into_iter().flatten();
        cursors.extend(found.filter_map(|edge| edge.get("cursor").cloned()));
        if answer.pointer("/data/people/pageInfo/hasNextPage") != Some(&Value::Bool(true)) {
            break;
        }
    }
    let far = before_the_last_page(place, plan).await?;
    let variables = |query: Query| -> Vec<Value> {
        match query {
            Query::Person => plan
                .people
                .iter()
                .map(|id| json!({ "id": typed::<PersonId>(*id) }))
                .collect(),
            Query::Tags | Query::Feeds => {
                let starts = plan.starts.iter();
                starts
                    .map(|start| json!({ "after": cursors.get(start.offset) }))
                    .collect()
            }
            Query::Log => {
                let input = |people: &[uuid::Uuid; 2]| {
                    json!({ "input": {
                        "happenedAt": LOGGED_AT, "channel": LOGGED_BY, "title": LOGGED_TITLE,
                        "participantIds": people.map(typed::<PersonId>),
                    } })
                };
                plan.met.iter().map(input).collect()
            }
            Query::First => vec![json!({})],
            Query::Last => vec![json!({ "after": far })],
        }
    };
    let asked = |query: Query| {
        let text = match query {
            Query::Person => PERSON,
            Query::Tags => TAGS,
            Query::Feeds => FEEDS,
            Query::Log => LOG,
            Query::First | Query::Last => INTERACTIONS,
        };
        let bodies = variables(query).into_iter();
        let bodies = bodies.map(|variables| json!({ "query": text, "variables": variables }).to_string());
        let (at, shape) = shape(query);
        Asked::new(bodies.collect(), at, shape)
    };
    Ok(Query::ALL.map(asked).into())
}

/// The cursor after which the last whole page begins, found from the end of the list.
async fn before_the_last_page(place: &Place, plan: &Plan) -> Outcome<Value> {
    let mut before = Value::Null;
    // What does not fill a page, the page, and the one before it.
    for last in [plan.rest, Query::Last.entries(), 1] {
        if last > 0 {
            let answer = place
                .ask(OLDEST, json!({ "before": before, "last": last }))
                .await?;
            let cursor = answer.pointer("/data/interactions/edges/0/cursor");
            before = cursor.ok_or_else(|| format!("no cursor: {answer}"))?.clone();
        }
    }
    Ok(before)
}
