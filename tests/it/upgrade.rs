//! A database that an older program left behind is opened, reads the same, and still knows what it remembers.

use api::kit::Clock;
use serde_json::{Value, json};
use tests::{Engine, TestApp, release, upgraded};

upgraded! {
    what_an_older_program_wrote_reads_the_same(app, release) {
        let (owner, demo) = (tests::release::user(&app, "owner").await, tests::release::user(&app, "demo").await);
        for read in release.reads(app.engine) {
            let client = if read.user == "demo" { &demo } else { &owner };
            let data = client.ok(&read.query, read.variables).await;
            assert_eq!(without_cursors(data), without_cursors(read.data), "{}", read.query);
        }
    }

    every_create_that_an_older_program_remembers_is_a_success_again(app, release) {
        let owner = tests::release::user(&app, "owner").await;
        let seq = "{ workspace { latestSeq } }";
        let before = owner.ok(seq, json!({})).await;
        for create in release.creates() {
            let payload = owner.written(&create.query, create.variables).await;
            let record = payload.as_object().unwrap().values().find(|value| value["id"].is_string()).unwrap();
            assert!(create.id.is_none_or(|id| record["id"] == json!(id)), "{payload}");
        }
        assert_eq!(before, owner.ok(seq, json!({})).await, "a repeated create changed something");
    }

    the_same_id_with_other_content_is_still_refused(app, release) {
        let owner = tests::release::user(&app, "owner").await;
        let mut refused = 0;
        for mut create in release.creates() {
            let input = create.variables["input"].as_object_mut().unwrap();
            let texts = ["displayName", "name", "title", "text", "note", "reason"];
            let Some(text) = texts.into_iter().find(|text| input.contains_key(*text)) else { continue };
            input[text] = json!("other");
            if create.id.is_some() {
                let errors = owner.refused(&create.query, create.variables).await;
                assert_eq!(errors[0]["code"], "DUPLICATE", "{errors:?}");
                refused += 1;
            }
        }
        assert!(refused > 25, "{refused}");
    }
}

/// What was answered, without cursors: they are the program's own. That it takes those of then is seen where a read gives one.
fn without_cursors(mut data: Value) -> Value {
    for list in data
        .as_object_mut()
        .into_iter()
        .flat_map(|lists| lists.values_mut())
    {
        list["pageInfo"]["endCursor"] = Value::Null;
    }
    data
}

/// `KEEP_RELEASE=release-2 cargo test -p tests --test it -- upgrade::a_release_is_kept` makes the fixture of this program, in a folder that holds
/// `creates.json`: that of the release before, and more where inputs have more since.
#[test]
fn a_release_is_kept() {
    let Ok(folder) = std::env::var("KEEP_RELEASE") else {
        return;
    };
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let clock = Clock::fixed(release::made_at());
        tests::run_at(engine, clock, async |app: TestApp| {
            release::keep(&app, &folder).await;
        });
    }
}
