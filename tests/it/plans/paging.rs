//! Walking lists by the server's own cursors, in both directions, over entries that sort alike.

use serde_json::{Value, json};
use tests::both;

use super::compare::Query;
use super::rows::uuid;
use super::schema::{Kind, Schema, named};
use super::stage::{Side, Stage};

/// Lists that have one order only.
const UNORDERED: [&str; 4] = ["timeIntentions", "gratitudesOwed", "circles", "tags"];

/// Lists of the workspace that are sorted as is asked for, by the schema: with their orders, and whether they show what is archived
/// where that is asked for.
fn ordered(schema: &Schema) -> Vec<(&str, &[String], bool)> {
    let lists = schema.fields("Query").iter().filter_map(|it| {
        let order = it.arguments.iter().find(|it| it.name == "orderBy")?;
        let Kind::Input(parts) = &schema.types[named(&order.ty)] else {
            panic!("{} is sorted by no object", it.name)
        };
        let field = parts.iter().find(|part| part.name == "field")?;
        let Kind::Enum(words) = &schema.types[named(&field.ty)] else {
            panic!("{} is sorted by no enum", it.name)
        };
        let archived = it.arguments.iter().any(|it| it.name == "includeArchived");
        Some((it.name.as_str(), words.as_slice(), archived))
    });
    let lists: Vec<_> = lists.collect();
    assert!(lists.len() > 15, "{lists:?}");
    lists
}

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
        let schema = Schema::read();
        for (list, orders, archived) in ordered(&schema) {
            walk(side, "", &format!("{list}("), "", &[list], 3).await;
            let archived = if archived { "includeArchived: true, " } else { "" };
            for (order, direction) in orders.iter().flat_map(|order| [(order, "ASC"), (order, "DESC")]) {
                let opening = format!("{list}({archived}orderBy: {{ field: {order}, direction: {direction} }},");
                walk(side, "", &opening, "", &[list], 4).await;
            }
        }
        for list in UNORDERED {
            assert!(schema.field("Query", list).arguments.iter().all(|it| it.name != "orderBy"), "{list} has orders");
            walk(side, "", &format!("{list}("), "", &[list], 3).await;
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
