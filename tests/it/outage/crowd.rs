//! Eight clients that write without end, seven of them people one by one and one by importing three at a time, each row of
//! which is an attempt within the write; and what they were told.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tests::Client;
use tokio::task::JoinHandle;

use super::until;
use crate::built::Server;

const WRITERS: usize = 8;

/// What the name of a person contains whom the database refuses when it commits.
pub const BREAKS: &str = "breaks";

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } seq userErrors { message } } }";
const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { created } userErrors { message } } }";
const PEOPLE: &str = "query($after: String) { people(first: 100, after: $after) { nodes { id displayName } pageInfo { hasNextPage endCursor } } }";
const FEED: &str = "query($after: Seq!) { workspace { latestSeq } changes(after: $after, first: 1000) { changes { seq recordId } nextAfter hasMore } }";

/// What a client was told of a write.
#[derive(Debug)]
enum Told {
    Stored {
        id: String,
        seq: i64,
    },
    /// Stored, by an import, which names no ids here.
    Imported,
    Refused,
    /// That nobody knows, or nothing at all.
    Unknown,
}

/// The clients.
pub struct Crowd {
    told: Arc<Mutex<Vec<(String, Told)>>>,
    stored: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    writers: Vec<JoinHandle<()>>,
}

impl Crowd {
    /// Lets them begin; every fourth write of each is one that the database is to refuse, if it is told to.
    pub fn gather(client: &Client) -> Self {
        let mut crowd = Self {
            told: Arc::default(),
            stored: Arc::default(),
            stop: Arc::default(),
            writers: Vec::new(),
        };
        for writer in 0..WRITERS {
            let (client, told) = (client.clone(), crowd.told.clone());
            let (stored, stop) = (crowd.stored.clone(), crowd.stop.clone());
            crowd.writers.push(tokio::spawn(async move {
                for number in 0.. {
                    if stop.load(Relaxed) {
                        break;
                    }
                    let word = if number % 4 == 3 { BREAKS } else { "holds" };
                    let name = format!("P {writer} {number} {word}");
                    let outcomes = if writer == 0 {
                        import(&client, &name).await
                    } else {
                        create(&client, name).await
                    };
                    if outcomes.iter().all(|(_, told)| told.is_success()) {
                        stored.fetch_add(outcomes.len(), Relaxed);
                    } else {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                    told.lock().unwrap().extend(outcomes);
                }
            }));
        }
        crowd
    }

    /// How many writes were refused that the database was told to refuse.
    pub fn broken(&self) -> usize {
        let told = self.told.lock().unwrap();
        let broken = |(name, told): &&(String, Told)| name.contains(BREAKS) && matches!(told, Told::Refused);
        told.iter().filter(broken).count()
    }

    /// How many writes were stored.
    pub fn stored(&self) -> usize {
        self.stored.load(Relaxed)
    }

    /// How many writes were not stored.
    pub fn failed(&self) -> usize {
        self.told.lock().unwrap().len() - self.stored.load(Relaxed)
    }

    /// Waits until some more writes were stored: the fault is over.
    pub async fn go_on(&self) {
        let enough = self.stored.load(Relaxed) + WRITERS;
        until("writes are stored again", || self.stored.load(Relaxed) >= enough).await;
    }

    /// Lets them end, and compares what they were told with what is there, now and after a sudden restart.
    pub async fn reckon(self, mut server: Server, database: &str, data: &Path, token: &str) {
        self.stop.store(true, Relaxed);
        for writer in self.writers {
            writer.await.unwrap();
        }
        let told = std::mem::take(&mut *self.told.lock().unwrap());
        agree(&server.client(Some(token)), &told).await;
        server.kill();
        let server = Server::start(database, data).await;
        agree(&server.client(Some(token)), &told).await;
    }
}

impl Told {
    fn is_success(&self) -> bool {
        matches!(self, Self::Stored { .. } | Self::Imported)
    }
}

async fn create(client: &Client, name: String) -> Vec<(String, Told)> {
    let input = json!({ "displayName": name, "notes": "x".repeat(3000) });
    let answer = client.try_send(CREATE, json!({ "input": input })).await;
    let payload = answer
        .as_ref()
        .map_or(&Value::Null, |it| &it["data"]["createPerson"]);
    let told = match (payload["person"]["id"].as_str(), payload["seq"].as_i64()) {
        (Some(id), Some(seq)) => Told::Stored {
            id: id.to_owned(),
            seq,
        },
        _ => not_stored(answer.as_ref()),
    };
    vec![(name, told)]
}

async fn import(client: &Client, name: &str) -> Vec<(String, Told)> {
    let names = ["Ada", "Bo", "Cy"].map(|first| format!("{name} {first}"));
    let card =
        |name: &String| format!("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:{name}\r\nFN:{name}\r\nEND:VCARD\r\n");
    let input = json!({ "text": names.each_ref().map(card).concat() });
    let answer = client.try_send(IMPORT, json!({ "input": input })).await;
    let told = |answer: Option<&Value>| match answer {
        Some(answer) if answer["data"]["importContacts"]["report"]["created"] == json!(3) => Told::Imported,
        answer => not_stored(answer),
    };
    names
        .into_iter()
        .map(|name| (name, told(answer.as_ref())))
        .collect()
}

fn not_stored(answer: Option<&Value>) -> Told {
    let Some(answer) = answer else {
        return Told::Unknown;
    };
    assert!(answer["errors"][0]["message"].is_string(), "{answer}");
    match &answer["errors"][0]["extensions"]["outcome"] {
        Value::Null => Told::Refused,
        unknown => {
            assert_eq!(unknown, "UNKNOWN", "{answer}");
            Told::Unknown
        }
    }
}

async fn agree(client: &Client, told: &[(String, Told)]) {
    let listed = listed(client).await;
    let mut names: HashMap<&str, Vec<&str>> = HashMap::new();
    for (id, name) in &listed {
        names.entry(name).or_default().push(id);
    }
    let feed = feed(client).await;
    let mut numbers = HashSet::new();
    for (name, told) in told {
        let there = names.remove(name.as_str()).unwrap_or_default();
        match told {
            Told::Stored { id, seq } => {
                assert_eq!(there, [id], "{name} was acknowledged");
                assert_eq!(
                    feed.get(usize::try_from(*seq - 1).unwrap()),
                    Some(id),
                    "{name}: {seq}"
                );
                assert!(numbers.insert(seq), "{seq} was answered twice");
            }
            Told::Imported => assert_eq!(there.len(), 1, "{name} was imported"),
            Told::Refused => assert!(there.is_empty(), "{name} was refused, and is there"),
            Told::Unknown => assert!(there.len() <= 1, "{name} is there {} times", there.len()),
        }
    }
    names.retain(|name, _| name.starts_with("P "));
    assert!(names.is_empty(), "nobody was told of {names:?}");
}

async fn listed(client: &Client) -> Vec<(String, String)> {
    let (mut people, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = client.ok(PEOPLE, json!({ "after": after })).await["people"].take();
        for person in page["nodes"].as_array().unwrap() {
            let text = |field: &str| person[field].as_str().unwrap().to_owned();
            people.push((text("id"), text("displayName")));
        }
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return people;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// The records of the feed, in its order, which is that of its numbers: one after the other from one.
async fn feed(client: &Client) -> Vec<String> {
    let (mut records, mut after) = (Vec::new(), json!(0));
    loop {
        let data = client.ok(FEED, json!({ "after": after })).await;
        for change in data["changes"]["changes"].as_array().unwrap() {
            records.push(change["recordId"].as_str().unwrap().to_owned());
            assert_eq!(
                change["seq"],
                json!(records.len()),
                "the feed has a gap or a repeat"
            );
        }
        after = data["changes"]["nextAfter"].clone();
        if data["changes"]["hasMore"] == json!(false) {
            assert_eq!(data["workspace"]["latestSeq"], json!(records.len()));
            return records;
        }
    }
}
