//! Rows that hold what cannot be read: the field fails, and so does what cannot be without it.

use sea_orm::ConnectionTrait;
use tests::{Engine, both};
use uuid::Uuid;

use super::compare::Query;
use super::rows::uuid;
use super::stage::Stage;
use super::today::Today;

/// A value that is broken, and documents that meet it.
struct Case {
    /// The table, the column, and which row.
    place: (&'static str, &'static str, Row),
    /// The objects that show it, and the fields that cannot be computed without it.
    objects: Vec<(String, &'static [&'static str])>,
    /// Documents that every server answers alike.
    documents: Vec<String>,
    /// Documents that show whether rows are read whole.
    finer: Vec<String>,
}

/// The row's column and the id in it, with a condition on another column for keys of two parts.
type Row = (&'static str, Uuid, &'static str);

fn cases() -> Vec<Case> {
    let interaction = entity::ids::InteractionId(uuid(12, 8));
    let person = entity::ids::PersonId(uuid(1, 1));
    let introduction = entity::ids::IntroductionId(uuid(13, 1));
    let collaboration = entity::ids::CollaborationId(uuid(9, 2));
    let tie = entity::ids::TieId(uuid(8, 1));
    let tag = entity::ids::TagId(uuid(3, 2));
    let of = |id: &dyn std::fmt::Display, set: &str| {
        format!("{{ node(id: \"{id}\") {{ id {set} }} tags(first: 1) {{ nodes {{ name }} }} }}")
    };
    vec![
        Case {
            place: ("interaction", "channel", ("id", interaction.0, "")),
            objects: vec![(format!("Interaction {interaction}"), &["channel"])],
            documents: vec![
                of(&interaction, "... on Interaction { title channel }"),
                format!("{{ interaction(id: \"{interaction}\") {{ channel }} tags(first: 1) {{ nodes {{ name }} }} }}"),
                "{ interactions(first: 100) { totalCount edges { cursor node { id a: channel } } } tags(first: 1) { nodes { name } } }".to_owned(),
                format!("{{ nodes(ids: [\"{interaction}\", \"{tag}\"]) {{ id ... on Interaction {{ channel }} }} }}"),
            ],
            finer: vec![
                of(&interaction, "... on Interaction { title }"),
                "{ interactions(first: 100) { nodes { id title } } }".to_owned(),
                "{ people(first: 100) { nodes { id interactions(first: 3) { nodes { channel } } } } }".to_owned(),
                "{ changes(after: 0, first: 1000) { changes { seq record { id ... on Interaction { channel } } } } }".to_owned(),
            ],
        },
        Case {
            place: ("interaction", "sentiment", ("id", interaction.0, "")),
            objects: vec![(format!("Interaction {interaction}"), &["sentiment"])],
            documents: Vec::new(),
            finer: vec![of(&interaction, "... on Interaction { title sentiment }")],
        },
        Case {
            place: ("introduction_side", "consent", ("introduction_id", introduction.0, "side = 'A'")),
            objects: vec![
                (format!("IntroductionSide {introduction} A"), &["consent"]),
                (format!("Introduction {introduction}"), &["allowedActions"]),
            ],
            documents: vec![
                // A list that may be null, with entries that may not.
                of(&introduction, "... on Introduction { reason sides { side consent } history { action } }"),
                // A list that may not be null: neither may the introduction, but `node` may.
                of(&introduction, "... on Introduction { reason allowedActions }"),
                format!("{{ introduction(id: \"{introduction}\") {{ sides {{ consent }} connector {{ id }} }} }}"),
            ],
            finer: vec![
                of(&introduction, "... on Introduction { sides { side } personA { id } }"),
                "{ introductions(first: 100) { nodes { id sides { consent } } } }".to_owned(),
            ],
        },
        Case {
            place: ("contact_point", "kind", ("id", uuid(5, 13), "")),
            objects: vec![(format!("ContactPoint {}", entity::ids::ContactPointId(uuid(5, 13))), &["kind"])],
            documents: vec![of(&person, "... on Person { displayName contactPoints { value kind } facts { text } }")],
            finer: vec!["{ people(first: 100) { nodes { contactPoints { kind } } } }".to_owned()],
        },
        Case {
            place: ("fact", "kind", ("id", uuid(7, 1), "")),
            objects: vec![(format!("Fact {}", entity::ids::FactId(uuid(7, 1))), &["kind"])],
            documents: vec![of(&person, "... on Person { displayName facts { ...F } }") + " fragment F on Fact { text kind }"],
            finer: Vec::new(),
        },
        Case {
            place: ("tie", "evidence", ("id", tie.0, "")),
            objects: vec![(format!("Tie {tie}"), &["evidence"])],
            documents: vec![
                of(&tie, "... on Tie { kind evidence from { id } }"),
                of(&person, "... on Person { displayName ties { pageInfo { hasNextPage } nodes { evidence } } facts { text } }"),
            ],
            finer: Vec::new(),
        },
        Case {
            place: ("collaboration", "created_by", ("id", collaboration.0, "")),
            objects: vec![(format!("Collaboration {collaboration}"), &["createdBy"])],
            documents: vec![
                of(&collaboration, "... on StoredRecord { revision createdBy { kind } }"),
                of(&person, "... on Person { displayName collaborations { totalCount edges { node { createdBy { userId } } } } }"),
            ],
            finer: vec![of(&collaboration, "... on StoredRecord { revision }")],
        },
        Case {
            place: ("tag", "created_by", ("id", tag.0, "")),
            objects: vec![(format!("Tag {tag}"), &["createdBy"])],
            documents: vec![
                of(&person, "... on Person { displayName tags { name createdBy { kind } } circles { name } }"),
                format!("{{ a: tags(first: 100) {{ nodes {{ createdBy {{ kind }} }} }} tag(id: \"{tag}\") {{ ... on StoredRecord {{ createdBy {{ userId }} }} }} circles(first: 1) {{ nodes {{ name }} }} }}"),
            ],
            finer: Vec::new(),
        },
        Case {
            place: ("change", "op", ("record_id", uuid(8, 1), "seq > 8000000000")),
            objects: vec![("Change 9000000005".to_owned(), &["op"])],
            documents: vec!["{ changes(after: 8000000000) { nextAfter changes { seq op } } tags(first: 1) { nodes { name } } }".to_owned()],
            finer: vec!["{ changes(after: 8000000000) { nextAfter changes { seq record { id } } } }".to_owned()],
        },
    ]
}

both! {
    a_value_that_cannot_be_read_is_null_where_the_specification_says(app) {
        let Stage { db, mut other, .. } = Stage::small(&app).await;
        let mut seen = 0;
        for case in cases() {
            // One at a time: each is put right again before the next.
            let (table, column, (key, id, rest)) = case.place;
            let id = match app.engine {
                Engine::Postgres => format!("'{id}'::uuid"),
                Engine::Sqlite => format!("x'{}'", id.simple()),
            };
            let workspace = other.world.tables.people[0].workspace_id.0;
            let workspace = match app.engine {
                Engine::Postgres => format!("'{workspace}'::uuid"),
                Engine::Sqlite => format!("x'{}'", workspace.simple()),
            };
            let rest = if rest.is_empty() { "1 = 1" } else { rest };
            let row = format!("{key} = {id} AND workspace_id = {workspace} AND {rest}");
            let set = |to: &str| format!("UPDATE {table} SET {column} = {to} WHERE {row}");
            let kept = format!("keep_{seen}");
            db.execute_unprepared(&format!("CREATE TABLE {kept} AS SELECT {column} FROM {table} WHERE {row}")).await.unwrap();
            let hit = db.execute_unprepared(&set("'BROKEN'")).await.unwrap();
            assert_eq!(hit.rows_affected(), 1, "{table}.{column}");
            for (object, fields) in &case.objects {
                for field in *fields {
                    other.world.corrupt(object, field);
                }
            }
            let finer = case.finer.iter().filter(|_| Today::is().only_what_is_asked);
            for document in case.documents.iter().chain(finer) {
                println!("{document}");
                let query = Query { fails_above: true, ..Query::new(document) };
                query.check(&other.world, &other.client).await;
            }
            db.execute_unprepared(&set(&format!("(SELECT {column} FROM {kept})"))).await.unwrap();
            other.world.heal();
            seen += 1;
        }
        let whole = Query::new("{ interactions(first: 100) { nodes { channel sentiment } } introductions(first: 100) { nodes { allowedActions } } }");
        whole.check(&other.world, &other.client).await;
        println!("{seen} broken values");
    }
}
