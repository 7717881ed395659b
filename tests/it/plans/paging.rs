//! Walking lists by the server's own cursors, in both directions, over entries that sort alike.

use serde_json::{Value, json};
use tests::both;

use super::compare::Query;
use super::rows::uuid;
use super::stage::{Side, Stage};

/// The lists of the workspace and their orders.
const LISTS: &[(&str, &[&str])] = &[
    (
        "people",
        &["DISPLAY_NAME", "CREATED_AT", "UPDATED_AT", "LAST_INTERACTION_AT"],
    ),
    ("organizations", &["NAME", "CREATED_AT"]),
    ("interactions", &["HAPPENED_AT", "CREATED_AT"]),
    ("introductions", &["CREATED_AT", "UPDATED_AT"]),
    ("collaborations", &["TITLE", "CREATED_AT", "UPDATED_AT"]),
    ("exchanges", &["DUE_ON", "DONE_ON", "CREATED_AT", "UPDATED_AT"]),
    ("gratitudes", &["CREATED_AT", "UPDATED_AT"]),
    ("events", &["BEGINS_AT", "TITLE", "CREATED_AT", "UPDATED_AT"]),
    ("communities", &["NAME", "CREATED_AT", "UPDATED_AT"]),
    ("timeEntries", &["DAY", "CREATED_AT", "UPDATED_AT"]),
    ("timeIntentions", &[]),
    ("goals", &["TITLE", "TARGET_ON", "CREATED_AT", "UPDATED_AT"]),
    ("needs", &["UNTIL", "CREATED_AT", "UPDATED_AT"]),
    ("offers", &["UNTIL", "CREATED_AT", "UPDATED_AT"]),
    ("thanksOwed", &[]),
    ("circles", &[]),
    ("tags", &[]),
];

/// Walks a list to its end: `list` is the field and its own arguments, an opening brace if there are none.
async fn walk(side: &Side, before: &str, list: &str, behind: &str, path: &[&str], size: usize) {
    for (count, beyond, more, end) in [
        ("first", "after", "hasNextPage", "endCursor"),
        ("last", "before", "hasPreviousPage", "startCursor"),
    ] {
        let text = format!(
            "query($c: String) {{ {before}{list} {count}: {size}, {beyond}: $c) {{ edges {{ cursor node {{ id }} }} pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }}{behind} }}"
        );
        let (mut cursor, mut entries) = (Value::Null, 0);
        loop {
            let data = Query::with(&text, json!({ "c": cursor }))
                .check(&side.world, &side.client)
                .await;
            let whole: Value = serde_json::from_str(&data).unwrap();
            let page = path.iter().fold(&whole, |value, part| &value[*part]);
            entries += page["edges"].as_array().unwrap().len();
            if page["pageInfo"][more] != true {
                break;
            }
            cursor = page["pageInfo"][end].clone();
        }
        assert!(entries > size, "{list} has hardly an entry");
    }
}

both! {
    every_list_is_walked_by_its_cursors(app) {
        let stage = Stage::small(&app).await;
        // The small workspace: most of its entries sort like another one.
        let side = &stage.other;
        for (list, orders) in LISTS {
            walk(side, "", &format!("{list}("), "", &[list], 3).await;
            for (order, direction) in orders.iter().flat_map(|order| [(order, "ASC"), (order, "DESC")]) {
                let opening = format!("{list}(includeArchived: true, orderBy: {{ field: {order}, direction: {direction} }},");
                walk(side, "", &opening, "", &[list], 4).await;
            }
        }
    }

    every_list_of_an_object_is_walked_by_its_cursors(app) {
        let stage = Stage::small(&app).await;
        for side in [&stage.demo, &stage.other] {
            let person = entity::ids::PersonId(uuid(1, 1));
            let of_person = format!("person(by: {{ id: \"{person}\" }}) {{ ");
            for list in ["ties", "introductions", "collaborations", "interactions", "exchanges", "gratitudes", "goals", "supportedGoals", "needs", "offers", "events", "attendances", "communities", "communityMemberships"] {
                walk(side, &of_person, &format!("{list}("), " }", &["person", list], 1).await;
            }
            let longer = "interactions(filter: { durationMinutes: { gte: 10 } }, orderBy: { field: CREATED_AT, direction: ASC },";
            walk(side, &of_person, longer, " }", &["person", "interactions"], 1).await;
            let of_event = format!("event(id: \"{}\") {{ ", entity::ids::EventId(uuid(21, 4)));
            walk(side, &of_event, "attendances(", " }", &["event", "attendances"], 1).await;
            let of_event = format!("event(id: \"{}\") {{ ", entity::ids::EventId(uuid(21, 1)));
            walk(side, &of_event, "interactions(", " }", &["event", "interactions"], 1).await;
            let of_community = format!("community(id: \"{}\") {{ ", entity::ids::CommunityId(uuid(22, 4)));
            walk(side, &of_community, "members(", " }", &["community", "members"], 1).await;
            let of_circle = format!("circle(id: \"{}\") {{ ", entity::ids::CircleId(uuid(2, 1)));
            walk(side, &of_circle, "members(", " }", &["circle", "members"], 1).await;
        }
    }
}
