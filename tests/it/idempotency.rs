//! A mutation that is sent again under the same idempotency key is answered with the same bytes, and not done again.

use serde_json::{Value, json};
use tests::{Client, TestApp, both};

mod every;
mod kept;
mod refused;

const LOG: &str = "mutation Log($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id revision title participants { displayName } } userErrors { code message path } seq } }";
const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id revision displayName tags { name } } userErrors { code message path } seq } }";

/// A request as clients send it.
fn body(query: &str, variables: &Value) -> String {
    json!({ "query": query, "variables": variables }).to_string()
}

/// A body that logs a talk of this title.
fn talk(person: &str, title: &str) -> String {
    let input = json!({ "happenedAt": "2026-01-01T00:00:00Z", "channel": "CALL", "participantIds": [person], "title": title });
    body(LOG, &json!({ "input": input }))
}

/// A body that makes a person of this name.
fn person(name: &str) -> String {
    body(CREATE, &json!({ "input": { "displayName": name } }))
}

/// The first answer to a request: written now.
async fn written(client: &Client, key: &str, body: &str) -> String {
    let (status, replayed, text) = client.under(key, body).await;
    assert!(
        status == 200 && !replayed && text.contains("\"userErrors\":[]"),
        "{status} {replayed} {text}"
    );
    text
}

/// The next answers: the same bytes.
async fn replayed(client: &Client, key: &str, body: &str, first: &str) {
    let (status, replayed, text) = client.under(key, body).await;
    assert_eq!((status, replayed, text.as_str()), (200, true, first));
}

/// What a request is refused with.
async fn code(client: &Client, key: &str, body: &str) -> (u16, String) {
    let (status, replayed, text) = client.under(key, body).await;
    let answer: Value = serde_json::from_str(&text).unwrap();
    let error = &answer["errors"][0];
    assert!(
        !replayed && answer.get("data").is_none() && error["extensions"]["retryable"] == json!(false),
        "{text}"
    );
    (status, error["extensions"]["code"].as_str().unwrap().to_owned())
}

async fn talks(client: &Client) -> Value {
    client.ok("{ interactions { totalCount } }", json!({})).await["interactions"]["totalCount"].take()
}

async fn people(client: &Client) -> Value {
    client.ok("{ people { totalCount } }", json!({})).await["people"]["totalCount"].take()
}

/// The row of `/metrics` of this name.
async fn metric(app: &TestApp, name: &str) -> String {
    let text = reqwest::get(app.url("/metrics"))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    text.lines()
        .find(|line| line.starts_with(name))
        .unwrap()
        .to_owned()
}

/// Another server of the same database.
async fn second_node(app: &TestApp) -> TestApp {
    let (data, database) = (app.app.settings.data.clone(), app.database_url().to_owned());
    TestApp::start_with(app.engine, |settings| {
        settings.data.clone_from(&data);
        settings.database.clone_from(&database);
    })
    .await
}

/// The answers to a request that is sent so often at once, by these clients in turn.
async fn at_once(clients: &[&Client], times: usize, key: &str, body: &str) -> Vec<(u16, bool, String)> {
    let mut sent = Vec::new();
    for number in 0..times {
        let (client, key, body) = (
            clients[number % clients.len()].clone(),
            key.to_owned(),
            body.to_owned(),
        );
        sent.push(tokio::spawn(async move { client.under(&key, &body).await }));
    }
    let mut answers = Vec::new();
    for answer in sent {
        answers.push(answer.await.unwrap());
    }
    answers
}

/// One wrote, and all answer alike.
fn are_alike(answers: &[(u16, bool, String)]) {
    let (_, _, first) = &answers[0];
    assert!(
        answers
            .iter()
            .all(|(status, _, text)| *status == 200 && text == first),
        "{answers:#?}"
    );
    assert_eq!(answers.iter().filter(|(_, replayed, _)| !replayed).count(), 1);
}

both! {
    a_mutation_that_is_sent_again_is_answered_with_the_same_bytes_and_not_done_again(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let body = talk(&ana, "Lunch");
        let first = written(&owner, "lunch-1", &body).await;
        for _ in 0..3 {
            replayed(&owner, "lunch-1", &body, &first).await;
        }
        assert_eq!(talks(&owner).await, 1);
        // What it speaks of has changed since; the answer is what it was.
        owner.written("mutation($id: ID!) { updatePerson(id: $id, input: { displayName: \"Bea\" }) { userErrors { message } } }", json!({ "id": ana })).await;
        replayed(&owner, "lunch-1", &body, &first).await;
        assert!(first.contains("Ana"));
        written(&owner, "lunch-2", &body).await;
        assert_eq!(talks(&owner).await, 2);
        assert_eq!(metric(&app, "rapport_mutations_replayed").await, "rapport_mutations_replayed_total 4");
    }

    a_key_changes_nothing_of_the_answer(app) {
        let owner = app.owner().await;
        let input = json!({ "id": "person_01kcy5m700e0096mbj51gr5nw7", "displayName": "Ana", "tagNames": ["Bakers"] });
        let request = json!({ "query": CREATE, "variables": { "input": input } });
        owner.ok(CREATE, json!({ "input": input })).await;
        // A create that is repeated shows what is there.
        let (_, without) = owner.text(&request).await;
        assert_eq!(written(&owner, "again", &request.to_string()).await, without);
    }

    how_the_body_is_written_does_not_count(app) {
        let owner = app.owner().await;
        let said = r#"{ "query": "mutation($input: CreatePersonInput!) { createPerson(input: $input) { userErrors { code } seq } }", "variables": { "input": { "displayName": "Ana", "headline": null } } }"#;
        let first = written(&owner, "k", said).await;
        let otherwise = r#"{"operationName":"","variables":{"input":{"headline":null,"displayName":"\u0041na"}},"extensions":{},"query":"mutation($input: CreatePersonInput!) { createPerson(input: $input) { userErrors { code } seq } }"}"#;
        replayed(&owner, "k", otherwise, &first).await;
        for other in [
            said.replace(", \"headline\": null", ""),
            said.replace("Ana", "ana"),
            said.replace("{ code } seq", "{ code }  seq"),
            said.replace("mutation($", "mutation A($"),
            // What is wrong with it does not matter any more.
            said.replace("\"Ana\"", "\"\""),
        ] {
            assert_eq!(code(&owner, "k", &other).await, (422, "IDEMPOTENCY_KEY_REUSED".to_owned()), "{other}");
        }
        assert_eq!(people(&owner).await, 1);
    }

    which_operation_is_run_counts(app) {
        let owner = app.owner().await;
        let query = "mutation A { createPerson(input: { displayName: \"A\" }) { userErrors { code } } } mutation B { createPerson(input: { displayName: \"B\" }) { userErrors { code } } }";
        let body = |name: &str| json!({ "query": query, "operationName": name }).to_string();
        let first = written(&owner, "k", &body("A")).await;
        replayed(&owner, "k", &body("A"), &first).await;
        assert_eq!(code(&owner, "k", &body("B")).await, (422, "IDEMPOTENCY_KEY_REUSED".to_owned()));
    }

    accounts_tokens_and_workspaces_have_keys_of_their_own(app) {
        let owner = app.owner().await;
        let (token, other) = (owner.lasting().await, owner.lasting().await);
        let (editor, stranger) = (owner.member("EDITOR").await, app.owner().await);
        let first = written(&owner, "k", &person("Ana")).await;
        for somebody in [&token, &other, &editor, &stranger] {
            written(somebody, "k", &person("Bea")).await;
        }
        replayed(&owner, "k", &person("Ana"), &first).await;
        assert_eq!((people(&owner).await, people(&stranger).await), (json!(4), json!(1)));
    }

    of_twenty_that_are_sent_at_once_one_is_done_and_all_answer_alike(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        are_alike(&at_once(&[&owner], 20, "k", &talk(&ana, "Lunch")).await);
        assert_eq!(talks(&owner).await, 1);
        // Also where nothing is changed.
        let archive = body("mutation($id: ID!) { archivePerson(id: $id) { person { updatedAt } userErrors { code } seq } }", &json!({ "id": ana }));
        written(&owner, "archive", &archive).await;
        are_alike(&at_once(&[&owner], 20, "again", &archive).await);
    }

    of_twenty_that_are_sent_to_two_servers_one_is_done_and_all_answer_alike(app) {
        let owner = app.owner().await.lasting().await;
        let node = second_node(&app).await;
        let there = node.with_token(owner.token());
        let input = json!({ "id": "person_01kcy5m700e0096mbj51gr5nw7", "displayName": "Ana" });
        are_alike(&at_once(&[&owner, &there], 20, "k", &body(CREATE, &json!({ "input": input }))).await);
        assert_eq!((people(&owner).await, people(&there).await), (json!(1), json!(1)));
    }

    a_hundred_rows_are_applied_once(app) {
        let owner = app.owner().await;
        let tags = |number: usize| (0..6).map(|tag| format!("Tag {number} {tag}")).collect::<Vec<_>>();
        let rows: Vec<Value> = (0..100).map(|number| json!({ "ref": number.to_string(), "name": "createPerson", "variables": { "input": { "displayName": format!("Person {number}"), "tagNames": tags(number) } } })).collect();
        let query = "mutation($mutations: [MutationRowInput!]!) { applyMutations(mutations: $mutations) { counts { created } rows { ref status recordId record { ... on Person { tags { name } } } } userErrors { code } seq } }";
        let body = body(query, &json!({ "mutations": rows }));
        let first = written(&owner, "many", &body).await;
        replayed(&owner, "many", &body, &first).await;
        assert!(first.contains("\"created\":100"), "{first}");
        assert_eq!(people(&owner).await, 100);
        // Each of them, each of their tags, though no id of a tag is shown, and the change set that they are.
        assert_eq!(kept::rows(&app, "idempotency_key_record").await.len(), 701);
    }

    an_answer_with_errors_is_given_again_as_it_was(app) {
        let owner = app.owner().await;
        let query = "mutation { createPerson(input: { displayName: \"Ana\" }) { person { displayName interactions(first: 1000) { totalCount } } userErrors { code } } }";
        let body = body(query, &json!({}));
        let first = written(&owner, "k", &body).await;
        assert!(first.contains("BAD_INPUT") && first.contains("requestId"), "{first}");
        replayed(&owner, "k", &body, &first).await;
        assert_eq!(people(&owner).await, 1);
    }

    whoever_missed_the_answer_gets_it(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let sent = talk(&ana, "Lunch");
        let address = app.url("").trim_start_matches("http://").to_owned();
        let request = format!("POST /graphql HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nAuthorization: Bearer {}\r\nIdempotency-Key: lost\r\nContent-Length: {}\r\n\r\n{sent}", owner.token(), sent.len());
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
        // Gone before there is an answer, or with it unread.
        for _ in 0..200 {
            if talks(&owner).await == 1 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        drop(stream);
        let (status, replayed, text) = owner.under("lost", &sent).await;
        assert!(status == 200 && replayed && text.contains("Lunch"), "{status} {text}");
        assert_eq!(talks(&owner).await, 1);
    }

    a_key_costs_two_statements_and_none_costs_none(app) {
        let owner = app.owner().await;
        let input = |id: &str| json!({ "id": id, "displayName": "Ana", "tagNames": ["Bakers"] });
        let ids = ["person_01kcy5m700e0096mbj51gr5nw7", "person_01kcy5m700e0096mbj51gr5nw8", "person_01kcy5m700e0096mbj51gr5nw9"];
        owner.ok(CREATE, json!({ "input": input(ids[0]) })).await;
        let without = app.statements(async { owner.ok(CREATE, json!({ "input": input(ids[1]) })).await; }).await;
        let body = body(CREATE, &json!({ "input": input(ids[2]) }));
        let with = app.statements(async { written(&owner, "k", &body).await; }).await;
        let again = app.statements(async { owner.under("k", &body).await; }).await;
        println!("{} without a key, {} with one, {} to answer again", without.len(), with.len(), again.len());
        assert!(!without.iter().any(|sql| sql.contains("idempotency_key")), "{without:#?}");
        assert_eq!(with.len(), without.len() + 2, "{with:#?}");
        assert!(again.len() <= 4, "{again:#?}");
    }
}
