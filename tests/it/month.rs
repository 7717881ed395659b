//! A month in the life of a user, lived through the API alone: they meet two people at an event, learn what one needs, find who
//! can help, introduce them with the consent of both, are helped, thank, work together, go away and come back. The agenda of
//! each morning is a snapshot.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path }";

/// The user, with their client and their calendar.
struct User<'a> {
    app: &'a TestApp,
    client: Client,
    diary: String,
}

impl User<'_> {
    /// Does something that takes an input; the id of what it made.
    async fn makes(&self, mutation: &str, shown: &str, input: Value) -> String {
        let mut kind = mutation.to_owned();
        kind[..1].make_ascii_uppercase();
        let kind = match mutation {
            "giveGratitude" => "GratitudeInput".to_owned(),
            _ => format!("{kind}Input"),
        };
        let text = format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {shown} {{ id }} {ERRORS} }} }}"
        );
        let made = self.client.written(&text, json!({ "input": input })).await;
        made[shown]["id"].as_str().unwrap_or_default().to_owned()
    }

    /// Does something that answers nothing.
    async fn does(&self, call: &str) {
        let text = format!("mutation {{ {call} {{ {ERRORS} }} }}");
        self.client.written(&text, json!({})).await;
    }

    /// Does something to a record.
    async fn takes(&self, call: &str, id: &str) {
        let text = format!("mutation($id: ID!) {{ {call} {{ {ERRORS} }} }}");
        self.client.written(&text, json!({ "id": id })).await;
    }

    /// Logs a call or a meeting of today.
    async fn talks(&self, channel: &str, people: &[&str], more: Value) -> String {
        let mut input = json!({ "channel": channel, "participantIds": people, "happenedAt": self.app.clock.now().to_rfc3339() });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        self.makes("logInteraction", "interaction", input).await
    }

    /// The cards of today: score, day, kind, what is so, and what is inside. What comes first is marked. Among equals by what is
    /// so, since ids differ from run to run.
    async fn nudges(&self) -> Vec<((bool, i64), String, String, Value)> {
        let query = "{ agenda(first: 100) { nodes { kind score dueOn title key comesFirst inside { kind score dueOn title } } } agendaDigest { headline } }";
        let data = self.client.ok(query, json!({})).await;
        let short = |it: &Value| {
            let due = it["dueOn"].as_str().unwrap_or("          ");
            let (kind, title) = (it["kind"].as_str().unwrap(), it["title"].as_str().unwrap());
            format!("{} {due} {kind:<13} {title}", it["score"])
        };
        let nudge = |it: &Value| {
            let first = it["comesFirst"] == json!(true);
            let inside = it["inside"].as_array().unwrap().iter();
            let inside: String = inside.map(|it| format!("\n       + {}", short(it))).collect();
            let mark = if first { "! " } else { "" };
            let line = format!("{mark}{}{inside}", short(it));
            let score = it["score"].as_i64().unwrap();
            let title = it["title"].as_str().unwrap().to_owned();
            ((!first, -score), line, title, it["key"].clone())
        };
        let mut nudges: Vec<_> = data["agenda"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(nudge)
            .collect();
        nudges.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        nudges
    }

    /// The key of the nudge with this title.
    async fn key(&self, title: &str) -> Value {
        let nudges = self.nudges().await;
        let found = nudges.iter().find(|(_, _, own, _)| own == title);
        found.unwrap_or_else(|| panic!("{title}: {nudges:?}")).3.clone()
    }

    /// Sleeps until nine in the morning of a day of March, and writes down the agenda of each morning until then.
    async fn until(&mut self, day: u32) {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        while self.today() < date(day) {
            let next = self.today() + Days::new(1);
            self.app.clock.set(next.and_time(nine).and_utc());
            let nudges = self.nudges().await;
            writeln!(self.diary, "{}", self.today().format("%a %d %b")).unwrap();
            for (_, line, _, _) in nudges {
                writeln!(self.diary, "  {line}").unwrap();
            }
        }
    }

    /// An hour later, what the user did today.
    fn notes(&mut self, what: &str) {
        self.app.clock.advance(TimeDelta::hours(1));
        writeln!(self.diary, "  > {what}").unwrap();
    }

    fn today(&self) -> NaiveDate {
        self.app.clock.now().date_naive()
    }
}

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn at(day: u32) -> String {
    date(day).to_string()
}

both! {
    a_month_in_the_life_of_a_user(app) {
        let client = app.owner().await.lasting().await;
        let mut user = User { app: &app, client, diary: String::new() };

        // 1 March: a goal, a rhythm, an old friend who prints.
        user.does("updateWorkspace(input: { weekStart: MONDAY, weeklyCapacity: 5, timeZone: \"Europe/Lisbon\" })").await;
        let goal = user.makes("createGoal", "goal", json!({ "title": "A second shop", "targetOn": at(31), "horizon": "SHORT_TERM" })).await;
        let cem = user.makes("createPerson", "person", json!({ "displayName": "Cem", "supportRoles": [{ "role": "MENTOR" }], "birthday": "1980-03-18" })).await;
        user.makes("setCadence", "cadence", json!({ "personId": cem, "idealDays": 14 })).await;
        user.makes("createOffer", "offer", json!({ "personId": cem, "kind": "EXPERTISE", "title": "Prints small runs", "topics": ["printing"] })).await;
        user.notes("sets a goal, and how often to be in touch with Cem");

        // 2 March: the fair, and two people.
        user.until(2).await;
        let fair = user.makes("createEvent", "event", json!({ "title": "Makers' fair", "kind": "CONFERENCE", "startsOn": at(2), "timeZone": "Europe/Lisbon" })).await;
        let ana = user.makes("createPerson", "person", json!({ "displayName": "Ana", "metOn": at(2), "metHow": "at the fair", "facts": [{ "kind": "GOAL", "text": "a book on bread", "notedOn": at(2) }] })).await;
        let bea = user.makes("createPerson", "person", json!({ "displayName": "Bea", "metOn": at(2) })).await;
        let there = format!("{{ personId: \"{ana}\", state: ATTENDED }}, {{ personId: \"{bea}\", state: ATTENDED }}");
        user.takes(&format!("recordAttendance(id: $id, input: {{ attendees: [{there}] }})"), &fair).await;
        user.notes("meets Ana and Bea at the makers' fair");

        // 3 March: logged; how often, and what Ana needs.
        user.until(3).await;
        user.talks("IN_PERSON", &[&ana], json!({ "title": "Bread and books", "eventId": fair, "durationMinutes": 40, "updatesHeard": "She writes a book on bread." })).await;
        user.makes("setCadence", "cadence", json!({ "personId": ana, "idealDays": 7 })).await;
        user.makes("setCadence", "cadence", json!({ "personId": bea, "idealDays": 21 })).await;
        let need = user.makes("createNeed", "need", json!({ "personId": ana, "kind": "EXPERTISE", "title": "A printer for her book", "topics": ["Printing"] })).await;
        user.notes("logs the talk with Ana, and that she needs a printer");

        // 5 March: Cem could help; both are asked.
        user.until(5).await;
        let matches = "query($id: ID!) { need(id: $id) { matches { leadsTo offer { id } person { displayName } } } }";
        let found = user.client.ok(matches, json!({ "id": need })).await["need"]["matches"].take();
        assert_eq!((&found[0]["person"]["displayName"], &found[0]["leadsTo"]), (&json!("Cem"), &json!("INTRODUCTION")));
        let accept = format!("mutation($input: AcceptMatchInput!) {{ acceptMatch(input: $input) {{ decision {{ introduction {{ id }} }} {ERRORS} }} }}");
        let accepted = user.client.written(&accept, json!({ "input": { "needId": need, "offerId": found[0]["offer"]["id"], "note": "Small runs, nearby." } })).await;
        let meeting = accepted["decision"]["introduction"]["id"].as_str().unwrap().to_owned();
        user.takes("askIntroduction(id: $id, input: { side: A })", &meeting).await;
        user.takes("askIntroduction(id: $id, input: { side: B })", &meeting).await;
        user.notes("finds that Cem prints, and asks both whether they want to meet");

        // 6 March: a word with Bea.
        user.until(6).await;
        user.talks("EMAIL", &[&bea], json!({ "title": "Good to have met you" })).await;
        user.notes("writes to Bea");

        // 8 March: reminded; 9 March: both say yes, and are introduced.
        user.until(8).await;
        user.takes("nudgeIntroduction(id: $id, input: { side: B })", &meeting).await;
        user.notes("reminds one of them");
        user.until(9).await;
        user.takes("answerIntroduction(id: $id, input: { side: A, accept: true })", &meeting).await;
        user.takes("answerIntroduction(id: $id, input: { side: B, accept: true })", &meeting).await;
        user.takes("makeIntroduction(id: $id, input: { message: \"Ana, meet Cem.\" })", &meeting).await;
        user.notes("both say yes, and are introduced");

        // 10 March: a call with Ana, and a promise.
        user.until(10).await;
        user.talks("CALL", &[&ana], json!({ "durationMinutes": 30 })).await;
        let slides = user.makes("recordExchange", "exchange", json!({ "personId": ana, "direction": "GIVEN", "kind": "RESOURCE", "title": "The slides of the talk", "state": "PROMISED", "dueOn": at(13) })).await;
        user.notes("calls Ana, and promises her slides");

        // 12 March: Bea helps; 13 March: the promise is put off, then kept; 14 March: thanks.
        user.until(12).await;
        user.makes("recordExchange", "exchange", json!({ "personId": bea, "direction": "RECEIVED", "kind": "ADVICE", "title": "Bea went through the rent contract", "weight": 3 })).await;
        user.notes("is helped by Bea");
        user.until(13).await;
        let snooze = format!("mutation($key: String!, $until: Date!) {{ snoozeNudge(input: {{ key: $key, until: $until }}) {{ {ERRORS} }} }}");
        let key = user.key("You promised Ana: The slides of the talk").await;
        user.client.written(&snooze, json!({ "key": key, "until": at(15) })).await;
        user.notes("puts the promise off for two days");
        user.until(15).await;
        user.takes("completeExchange(id: $id)", &slides).await;
        let owed = user.client.ok("{ gratitudesOwed { nodes { id person { displayName } } } }", json!({})).await["gratitudesOwed"]["nodes"].take();
        assert_eq!(owed[0]["person"]["displayName"], "Bea");
        user.takes("sendGratitude(id: $id, input: { means: NOTE, text: \"You saved us a year of rent.\" })", owed[0]["id"].as_str().unwrap()).await;
        user.notes("keeps the promise, and thanks Bea");

        // 16 March: they begin something together. 18 March: Cem's birthday.
        user.until(16).await;
        let members = json!([{ "personId": ana, "role": "author", "contribution": "her recipes" }, { "personId": cem, "role": "printer" }]);
        let book = user.makes("createCollaboration", "collaboration", json!({ "title": "A book on bread", "kind": "PROJECT", "state": "ACTIVE", "members": members, "milestones": [{ "title": "Proofs", "dueOn": at(26) }] })).await;
        user.takes(&format!("addGoalSupporter(id: $id, input: {{ personId: \"{bea}\", role: ADVISOR }})"), &goal).await;
        user.notes("begins a book with Ana and Cem; Bea supports the goal");
        user.until(18).await;
        let wishes = user.talks("CALL", &[&cem], json!({ "durationMinutes": 15, "title": "Birthday" })).await;
        user.makes("acknowledgeMilestone", "acknowledgement", json!({ "personId": cem, "year": 2026, "interactionId": wishes })).await;
        user.notes("calls Cem on his birthday");

        // 20 to 22 March: away.
        user.does(&format!("updateWorkspace(input: {{ awayFrom: \"{}\", awayUntil: \"{}\" }})", at(20), at(22))).await;
        user.until(23).await;
        user.takes("recordIntroductionOutcome(id: $id, input: { outcome: COLLABORATION })", &meeting).await;
        user.takes("fulfillNeed(id: $id)", &need).await;
        user.notes("is back, and notes what came of the introduction");

        // 24 March: everybody whom the agenda names.
        user.until(24).await;
        user.talks("VIDEO", &[&ana, &bea], json!({ "durationMinutes": 60 })).await;
        user.notes("talks with Ana and Bea");

        // 27 March: the book is done, and thanks are owed for it; the goal is reached.
        user.until(27).await;
        user.takes("moveCollaboration(id: $id, input: { to: DONE, result: \"Printed\" })", &book).await;
        user.takes("achieveGoal(id: $id)", &goal).await;
        user.notes("the book is printed, and the goal is reached");
        user.until(28).await;
        let owed = user.client.ok("{ gratitudesOwed { nodes { id } } }", json!({})).await["gratitudesOwed"]["nodes"].take();
        for thanks in owed.as_array().unwrap() {
            user.takes("sendGratitude(id: $id, input: { means: IN_PERSON })", thanks["id"].as_str().unwrap()).await;
        }
        user.notes("thanks everybody");
        user.until(31).await;

        insta::assert_snapshot!("a_month", user.diary);

        // What the month left behind.
        let ledger = "query($bea: ID!, $ana: ID!) {
            reciprocity { given received openByMe openByThem label }
            bea: person(by: { id: $bea }) { reciprocity { given received label } supportedGoals { nodes { title state } } }
            ana: person(by: { id: $ana }) { brief {
                lastInteractions { nodes { channel updatesHeard } } introductionsUnderWay { nodes { id } } gratitudesOwed { nodes { id } }
                needs { nodes { id } } promisesByMe { nodes { id } } collaborationsUnderWay { nodes { id } } } }
            introductions { nodes { state outcome } } gratitudes { nodes { person { displayName } state } }
            timeReport(from: \"2026-03-01\", to: \"2026-03-31\", groupBy: PERSON) { totalMinutes rows { person { displayName } minutes } } }";
        let left = user.client.ok(ledger, json!({ "bea": bea, "ana": ana })).await;
        insta::assert_json_snapshot!("what_a_month_left_behind", left);
    }
}
