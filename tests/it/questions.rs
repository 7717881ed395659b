//! Questions to ask people through the API: in the brief, ticked off by the talk, suggested where nothing was heard.

use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on StateError { state allowed } }";
const QUESTION: &str =
    "id text reason suggestedBy state allowedStates askedOn interaction { id } person { id }";

async fn make(client: &Client, input: Value) -> String {
    let text = format!(
        "mutation($input: CreateQuestionInput!) {{ createQuestion(input: $input) {{ question {{ id }} {ERRORS} }} }}"
    );
    let made = client.written(&text, json!({ "input": input })).await;
    made["question"]["id"].as_str().unwrap().to_owned()
}

async fn step(client: &Client, name: &str, id: &str, input: &str) -> Value {
    let text =
        format!("mutation($id: ID!) {{ {name}(id: $id {input}) {{ question {{ {QUESTION} }} {ERRORS} }} }}");
    client.written(&text, json!({ "id": id })).await["question"].take()
}

async fn talk(client: &Client, input: Value) -> Value {
    let text = format!(
        "mutation($input: LogInteractionInput!) {{ logInteraction(input: $input) {{ interaction {{ id questionsAsked {{ nodes {{ id }} }} }} changeSet {{ id }} {ERRORS} }} }}"
    );
    client.written(&text, json!({ "input": input })).await
}

async fn read(client: &Client, id: &str) -> Value {
    let text = format!("query($id: ID!) {{ question(id: $id) {{ {QUESTION} }} }}");
    client.ok(&text, json!({ "id": id })).await["question"].take()
}

async fn brief(client: &Client, person: &str, on: &str) -> Value {
    let text = "query($id: ID!, $on: Date) { person(by: { id: $id }) { brief(on: $on) { openQuestions { nodes { text } }
        questions { text kind about suggestedBy fact { text } goal { title } need { title } } } } }";
    client.ok(text, json!({ "id": person, "on": on })).await["person"]["brief"].take()
}

fn places(errors: &[Value]) -> Vec<String> {
    let place = |error: &Value| {
        let path = error["path"].as_array().unwrap().iter();
        let path: Vec<&str> = path.map(|step| step.as_str().unwrap()).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

async fn archived(client: &Client, name: &str, id: &Value) {
    let text = format!("mutation($id: ID!) {{ {name}(id: $id) {{ interaction {{ id }} {ERRORS} }} }}");
    client.written(&text, json!({ "id": id })).await;
}

both! {
    a_question_stands_in_the_brief_until_the_talk_in_which_it_was_asked(app) {
        let owner = app.owner().await;
        let (ana, ben) = (owner.person("Ana").await, owner.person("Ben").await);
        let boat = make(&owner, json!({ "personId": ana, "text": "How is the boat?", "reason": "She built one." })).await;
        let job = make(&owner, json!({ "personId": ana, "text": "And the new job?" })).await;
        make(&owner, json!({ "personId": ben, "text": "Where do you live?" })).await;
        let open = brief(&owner, &ana, "2026-03-01").await["openQuestions"].take();
        let mut texts: Vec<&str> = open["nodes"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
        texts.sort_unstable();
        assert_eq!(texts, ["And the new job?", "How is the boat?"]);

        let logged = talk(&owner, json!({ "channel": "CALL", "participantIds": [ana], "askedQuestionIds": [boat] })).await;
        assert_eq!(logged["interaction"]["questionsAsked"]["nodes"], json!([{ "id": boat }]));
        let open = brief(&owner, &ana, "2026-03-01").await["openQuestions"].take();
        assert_eq!(open["nodes"], json!([{ "text": "And the new job?" }]));
        let asked = read(&owner, &boat).await;
        assert_eq!((&asked["state"], &asked["askedOn"]), (&json!("ASKED"), &json!("2026-03-01")));
        assert_eq!(asked["interaction"]["id"], logged["interaction"]["id"]);
        assert_eq!(asked["allowedStates"], json!(["OPEN"]));
        let listed = owner.ok("{ questions(filter: { state: { eq: OPEN } }) { totalCount } }", json!({})).await;
        assert_eq!(listed["questions"]["totalCount"], 2);

        // A talk that did not happen asked nothing; shown again, it has not asked it again.
        archived(&owner, "archiveInteraction", &logged["interaction"]["id"]).await;
        assert_eq!(read(&owner, &boat).await["state"], "OPEN");
        archived(&owner, "restoreInteraction", &logged["interaction"]["id"]).await;
        let open = read(&owner, &boat).await;
        assert_eq!((&open["state"], &open["interaction"], &open["askedOn"]), (&json!("OPEN"), &Value::Null, &Value::Null));
        assert_eq!(read(&owner, &job).await["state"], "OPEN");
    }

    a_talk_is_undone_with_the_questions_that_it_ticked_off(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let boat = make(&owner, json!({ "personId": ana, "text": "How is the boat?" })).await;
        let logged = talk(&owner, json!({ "channel": "CALL", "participantIds": [ana], "askedQuestionIds": [boat, boat] })).await;
        let undo = format!("mutation($id: ID!) {{ undoChangeSet(id: $id) {{ changeSet {{ id }} {ERRORS} }} }}");
        owner.written(&undo, json!({ "id": logged["changeSet"]["id"] })).await;
        let open = read(&owner, &boat).await;
        assert_eq!((&open["state"], &open["interaction"]), (&json!("OPEN"), &Value::Null));
        let gone = owner.ok("query($id: ID!) { interaction(id: $id) { id } }", json!({ "id": logged["interaction"]["id"] })).await;
        assert_eq!(gone["interaction"], Value::Null);
        // What says nothing but who was there is no change set.
        let plain = talk(&owner, json!({ "channel": "CALL", "participantIds": [ana] })).await;
        assert_eq!(plain["changeSet"], Value::Null);
    }

    what_cannot_have_been_asked_is_named_and_nothing_is_logged(app) {
        let owner = app.owner().await;
        let (ana, ben) = (owner.person("Ana").await, owner.person("Ben").await);
        let of_ana = make(&owner, json!({ "personId": ana, "text": "One?" })).await;
        let of_ben = make(&owner, json!({ "personId": ben, "text": "Another?" })).await;
        let dropped = make(&owner, json!({ "personId": ana, "text": "Dropped?" })).await;
        step(&owner, "dropQuestion", &dropped, "").await;
        let log = format!("mutation($input: LogInteractionInput!) {{ logInteraction(input: $input) {{ interaction {{ id }} {ERRORS} }} }}");
        let none = of_ana.replace(&of_ana[9..14], "01h2x");
        let input = json!({ "channel": "CALL", "participantIds": [ana], "askedQuestionIds": [of_ana, of_ben, dropped, none] });
        let refused = owner.refused(&log, json!({ "input": input })).await;
        assert_eq!(places(&refused), ["INVALID input.askedQuestionIds.1", "STATE input.askedQuestionIds.2", "NOT_FOUND input.askedQuestionIds.3"]);
        let count = owner.ok("{ interactions { totalCount } }", json!({})).await;
        assert_eq!(count["interactions"]["totalCount"], 0);
        assert_eq!(read(&owner, &of_ana).await["state"], "OPEN");

        let create = format!("mutation($input: CreateQuestionInput!) {{ createQuestion(input: $input) {{ question {{ id }} {ERRORS} }} }}");
        let refused = owner.refused(&create, json!({ "input": { "personId": ana, "text": " ", "suggestedBy": ana } })).await;
        assert_eq!(places(&refused), ["REQUIRED input.text", "INVALID input.suggestedBy"]);
        let ask = format!("mutation($id: ID!) {{ askQuestion(id: $id, input: {{ askedOn: \"2026-04-01\" }}) {{ question {{ id }} {ERRORS} }} }}");
        assert_eq!(places(&owner.refused(&ask, json!({ "id": of_ana })).await), ["INVALID input.askedOn"]);
    }

    a_question_goes_from_state_to_state(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let id = make(&owner, json!({ "personId": ana, "text": "One?" })).await;
        let asked = step(&owner, "askQuestion", &id, ", input: { askedOn: \"2026-02-20\" }").await;
        assert_eq!((&asked["state"], &asked["askedOn"]), (&json!("ASKED"), &json!("2026-02-20")));
        let open = step(&owner, "reopenQuestion", &id, "").await;
        assert_eq!((&open["state"], &open["askedOn"], &open["allowedStates"]), (&json!("OPEN"), &Value::Null, &json!(["ASKED", "DROPPED"])));
        assert_eq!(step(&owner, "dropQuestion", &id, "").await["state"], "DROPPED");
        let again = format!("mutation($id: ID!) {{ dropQuestion(id: $id) {{ question {{ id }} {ERRORS} }} }}");
        let refused = owner.refused(&again, json!({ "id": id })).await;
        assert_eq!((&refused[0]["state"], &refused[0]["allowed"]), (&json!("DROPPED"), &json!(["OPEN"])));
    }

    goals_and_needs_without_news_are_suggested_until_one_is_kept_and_asked(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let id = |made: Value, of: &str| made[of]["id"].as_str().unwrap().to_owned();
        let goal = format!("mutation($id: ID!) {{ createGoal(input: {{ personId: $id, title: \"A bakery\" }}) {{ goal {{ id }} {ERRORS} }} }}");
        let goal = id(owner.written(&goal, json!({ "id": ana })).await, "goal");
        let need = format!("mutation($id: ID!) {{ createNeed(input: {{ personId: $id, kind: RESOURCE, title: \"An oven\" }}) {{ need {{ id }} {ERRORS} }} }}");
        let need = id(owner.written(&need, json!({ "id": ana })).await, "need");
        assert_eq!(brief(&owner, &ana, "2026-03-01").await["questions"], json!([]));
        let later = brief(&owner, &ana, "2026-07-01").await["questions"].take();
        assert_eq!(later, json!([
            { "text": "4 months ago: An oven – do they still look for it?", "kind": "OTHER", "about": "An oven", "suggestedBy": need, "fact": null, "goal": null, "need": { "title": "An oven" } },
            { "text": "4 months ago: A bakery – how far are they?", "kind": "GOAL", "about": "A bakery", "suggestedBy": goal, "fact": null, "goal": { "title": "A bakery" }, "need": null },
        ]));
        // Kept, it is no suggestion; asked, it is none for as long as a goal stays fresh; dropped, it never is again.
        let kept = make(&owner, json!({ "personId": ana, "text": "How far is the bakery?", "suggestedBy": goal })).await;
        let texts = |brief: Value| brief["questions"].as_array().unwrap().iter().map(|it| it["about"].clone()).collect::<Vec<_>>();
        assert_eq!(texts(brief(&owner, &ana, "2026-07-01").await), ["An oven"]);
        step(&owner, "askQuestion", &kept, "").await;
        assert_eq!(texts(brief(&owner, &ana, "2026-05-30").await), ["An oven"]);
        assert_eq!(texts(brief(&owner, &ana, "2026-05-31").await), ["An oven", "A bakery"]);
        step(&owner, "reopenQuestion", &kept, "").await;
        step(&owner, "dropQuestion", &kept, "").await;
        assert_eq!(texts(brief(&owner, &ana, "2027-05-31").await), ["An oven"]);
        // Who may not read goals and needs is asked about neither.
        let narrow = owner.with_scopes(&["PEOPLE_READ", "INTERACTIONS_READ"]).await;
        let text = "query($id: ID!) { person(by: { id: $id }) { brief(on: \"2026-07-01\") { questions { about } } } }";
        let seen = narrow.ok(text, json!({ "id": ana })).await["person"]["brief"].take();
        assert_eq!(seen["questions"], json!([]));
    }

    a_fact_names_the_talk_that_it_came_from(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let input = json!({ "channel": "CALL", "happenedAt": "2026-02-20T10:00:00Z", "participantIds": [ana],
            "learntFacts": [{ "kind": "GOAL", "text": "wants to sail" }, { "kind": "TOPIC", "text": "knots", "source": "her brother", "notedOn": "2026-01" }] });
        let logged = talk(&owner, input).await;
        let facts = "query($id: ID!) { person(by: { id: $id }) { facts { text source notedOn interaction { id } } } }";
        let talk = json!({ "id": logged["interaction"]["id"] });
        let seen = owner.ok(facts, json!({ "id": ana })).await["person"]["facts"].take();
        assert_eq!(seen, json!([
            { "text": "wants to sail", "source": null, "notedOn": "2026-02-20", "interaction": talk },
            { "text": "knots", "source": "her brother", "notedOn": "2026-01", "interaction": talk },
        ]));
        let add = format!("mutation($id: ID!, $talk: ID!) {{ updatePerson(id: $id, input: {{ addFacts: [{{ kind: VALUE, text: \"honesty\", interactionId: $talk }}] }}) {{ person {{ id }} {ERRORS} }} }}");
        owner.written(&add, json!({ "id": ana, "talk": logged["interaction"]["id"] })).await;
        let seen = owner.ok(facts, json!({ "id": ana })).await["person"]["facts"].take();
        assert_eq!(seen[2]["interaction"], talk);
        let none = logged["interaction"]["id"].as_str().unwrap();
        let none = none.replace(&none[12..17], "01h2x");
        let refused = owner.refused(&add, json!({ "id": ana, "talk": none })).await;
        assert_eq!(places(&refused), ["NOT_FOUND input.addFacts.0.interactionId"]);
    }
}

#[test]
fn briefs_of_many_suggest_with_as_many_statements_as_one() {
    tests::run(tests::Engine::Sqlite, |app: TestApp| async move {
        let owner = app.owner().await;
        for name in ["Ana", "Ben", "Cem", "Dan"] {
            let person = owner.person(name).await;
            make(&owner, json!({ "personId": person, "text": "One?" })).await;
        }
        let text = |first: usize| {
            format!(
                "{{ people(first: {first}) {{ nodes {{ brief {{ questions {{ text }} openQuestions {{ nodes {{ text }} }} lastHeard {{ nodes {{ id }} }} updatesToTell {{ nodes {{ title }} }} }} }} }} }}"
            )
        };
        let one = app
            .statements(async { drop(owner.ok(&text(1), json!({})).await) })
            .await;
        let many = app
            .statements(async { drop(owner.ok(&text(4), json!({})).await) })
            .await;
        assert_eq!(one.len(), many.len());
    });
}
