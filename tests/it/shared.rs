//! Commands that arrive together share a transaction: each is answered for itself, whatever becomes of the others.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::Client;
use tests::both;

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id displayName } seq userErrors { code } } }";
const TRIED: &str = "mutation($rows: [CreatePersonInput!]!) { createPeople(rows: $rows, dryRun: true) { counts { created } userErrors { code } } }";
const ID: &str = "person_01k0000000e0080000000000aa";

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// Makes a person.
    Good,
    /// Makes one whose name is too long: refused before anything was written.
    Refused,
    /// Makes one with an id that all others of this kind use as well, each for another name: one of them has it.
    Contends,
    /// Makes two, and has nothing stored: given up after it was written.
    Tries,
}

/// Numbers of a simple sequence, so that each run does the same.
fn acts(seed: u64) -> Vec<Act> {
    let mut number = seed;
    let mut next = || {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        number >> 33
    };
    (0..40)
        .map(|_| match next() % 6 {
            0 => Act::Refused,
            1 => Act::Contends,
            2 => Act::Tries,
            _ => Act::Good,
        })
        .collect()
}

async fn does(client: &Client, name: String, act: Act) -> Value {
    match act {
        Act::Good => {
            client
                .ok(CREATE, json!({ "input": { "displayName": name } }))
                .await
        }
        Act::Refused => {
            let input = json!({ "displayName": name.repeat(100) });
            client.ok(CREATE, json!({ "input": input })).await
        }
        Act::Contends => {
            let input = json!({ "displayName": name, "id": ID });
            client.ok(CREATE, json!({ "input": input })).await
        }
        Act::Tries => {
            let rows = json!([{ "displayName": name }, { "displayName": "Two" }]);
            client.ok(TRIED, json!({ "rows": rows })).await
        }
    }
}

/// A number, whether it is written as one or as text.
fn number(value: &Value) -> u64 {
    let text = value.to_string();
    text.trim_matches('"').parse().unwrap()
}

both! {
    a_command_that_is_refused_or_given_up_disturbs_no_other(app) {
        let client = app.owner().await;
        let mut stored: Vec<String> = Vec::new();
        for seed in 0..6 {
            let acts = acts(seed);
            let all = acts.iter().enumerate().map(|(number, act)| does(&client, format!("P {seed} {number}"), *act));
            let mut winners = 0;
            for (act, mut data) in acts.iter().zip(join_all(all).await) {
                match act {
                    Act::Tries => assert_eq!(data["createPeople"], json!({ "counts": { "created": 2 }, "userErrors": [] })),
                    Act::Refused => assert_eq!(data["createPerson"]["userErrors"][0]["code"], "TOO_LONG", "{data}"),
                    Act::Good | Act::Contends => {
                        let payload = data["createPerson"].take();
                        if payload["person"].is_null() {
                            assert_eq!((*act, &payload["userErrors"][0]["code"]), (Act::Contends, &json!("DUPLICATE")), "{payload}");
                            continue;
                        }
                        winners += usize::from(*act == Act::Contends);
                        stored.push(payload["person"]["displayName"].as_str().unwrap().to_owned());
                    }
                }
            }
            assert_eq!(winners, usize::from(seed == 0 && acts.contains(&Act::Contends)), "the id is one person's");
        }
        let query = "query($after: String) { people(first: 100, after: $after) { nodes { displayName } pageInfo { hasNextPage endCursor } } }";
        let (mut found, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = client.ok(query, json!({ "after": after })).await["people"].take();
            let names = page["nodes"].as_array().unwrap().iter();
            found.extend(names.map(|node| node["displayName"].as_str().unwrap().to_owned()));
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        found.retain(|name| name.starts_with("P "));
        found.sort();
        stored.sort();
        assert_eq!(found, stored);
        let query = "query($after: Seq) { changes(after: $after, first: 100) { changes { seq } nextAfter hasMore } workspace { latestSeq } }";
        let (mut seqs, mut after) = (Vec::new(), Value::Null);
        loop {
            let feed = client.ok(query, json!({ "after": after })).await;
            let page = feed["changes"]["changes"].as_array().unwrap().iter();
            seqs.extend(page.map(|change| number(&change["seq"])));
            if feed["changes"]["hasMore"] == json!(false) {
                let latest = number(&feed["workspace"]["latestSeq"]);
                let wanted: Vec<u64> = (1..=latest).collect();
                assert_eq!(seqs, wanted, "the feed has neither gap nor repeat");
                break;
            }
            after = feed["changes"]["nextAfter"].clone();
        }
    }
}
