//! Values that are not of their type: named by their place in the arguments, alike whether the document writes them out or a
//! variable brings them; and a mistake in a document is told once and alone.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Value, json};
use tests::{Engine, TestApp, both};

use crate::plans::schema::{Input, Kind, Schema, named};

/// Inputs of which exactly one field is given.
const ONE_OF: [&str; 1] = ["PersonRef"];

/// A value that is of a type, with nothing in it that can be left out.
fn sample(schema: &Schema, ty: &Type) -> Value {
    let name = match &ty.base {
        BaseType::List(_) => return json!([]),
        BaseType::Named(name) => name.as_str(),
    };
    match &schema.types[name] {
        Kind::Enum(words) => json!(words[0]),
        Kind::Input(fields) if ONE_OF.contains(&name) => {
            json!({ &fields[0].name: sample(schema, &fields[0].ty) })
        }
        Kind::Input(fields) => {
            let needed = fields
                .iter()
                .filter(|field| !field.ty.nullable && field.default.is_none());
            needed
                .map(|field| (field.name.clone(), sample(schema, &field.ty)))
                .collect::<Map<_, _>>()
                .into()
        }
        _ => match name {
            "Int" | "Seq" => json!(1),
            "Float" => json!(1.5),
            "Boolean" => json!(true),
            "Date" | "DateOrDuration" | "PartialDate" => json!("2026-01-01"),
            "DateTime" | "DateTimeOrDuration" => json!("2026-01-01T00:00:00Z"),
            _ => json!("x"),
        },
    }
}

/// Every way of spoiling one scalar or word within a value of a type: where, and the value.
fn spoilt(schema: &Schema, ty: &Type) -> Vec<(Vec<String>, Value)> {
    let within = |part: &str, (mut path, value): (Vec<String>, Value)| {
        path.insert(0, part.to_owned());
        (path, value)
    };
    let name = match &ty.base {
        BaseType::List(inner) => {
            let all = spoilt(schema, inner).into_iter();
            return all
                .map(|(path, value)| within("0", (path, json!([value]))))
                .collect();
        }
        BaseType::Named(name) => name.as_str(),
    };
    let Kind::Input(fields) = &schema.types[name] else {
        // Nothing is a wrong value of this one.
        let is_any = name == "JSON";
        return Vec::from_iter((!is_any).then(|| (Vec::new(), json!({}))));
    };
    let nests = |field: &&Input| !["and", "or", "not"].contains(&field.name.as_str());
    let mut all = Vec::new();
    for field in fields.iter().filter(nests) {
        for (path, value) in spoilt(schema, &field.ty) {
            let mut whole = if ONE_OF.contains(&name) {
                json!({})
            } else {
                sample(schema, ty)
            };
            whole[&field.name] = value;
            all.push(within(&field.name, (path, whole)));
        }
    }
    all
}

/// A value as a document writes it.
fn literal(schema: &Schema, ty: &Type, value: &Value) -> String {
    match (&ty.base, value) {
        (BaseType::List(inner), Value::Array(items)) => {
            let items = items.iter().map(|item| literal(schema, inner, item));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        (BaseType::Named(name), Value::Object(given)) => {
            let Kind::Input(fields) = &schema.types[name.as_str()] else {
                return "{}".to_owned();
            };
            let given = given.iter().map(|(name, value)| {
                let field = fields.iter().find(|field| field.name == *name).unwrap();
                format!("{name}: {}", literal(schema, &field.ty, value))
            });
            format!("{{ {} }}", given.collect::<Vec<_>>().join(", "))
        }
        (BaseType::Named(name), Value::String(word))
            if matches!(schema.types[name.as_str()], Kind::Enum(_)) =>
        {
            word.clone()
        }
        (_, value) => value.to_string(),
    }
}

#[test]
fn a_wrong_value_anywhere_is_named_alike_as_literal_and_as_variable() {
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let (client, schema) = (app.anonymous(), Schema::read());
        let (mut tried, mut wrong) = (0, Vec::new());
        for (operation, root) in [("query", "Query"), ("mutation", "Mutation")] {
            for field in schema.fields(root) {
                let selection = if schema.is_composite(named(&field.ty)) {
                    "{ __typename }"
                } else {
                    ""
                };
                for argument in &field.arguments {
                    let others = field
                        .arguments
                        .iter()
                        .filter(|it| it.name != argument.name && !it.ty.nullable && it.default.is_none());
                    let others: Vec<String> = others
                        .map(|it| {
                            format!(
                                "{}: {}",
                                it.name,
                                literal(&schema, &it.ty, &sample(&schema, &it.ty))
                            )
                        })
                        .collect();
                    let call = |value: &str| {
                        format!(
                            "{}({}: {value}, {}) {selection}",
                            field.name,
                            argument.name,
                            others.join(", ")
                        )
                    };
                    let by_variable = format!("{operation}($it: {}) {{ {} }}", argument.ty, call("$it"));
                    for (path, value) in spoilt(&schema, &argument.ty) {
                        let path: Vec<String> = std::iter::once(argument.name.clone()).chain(path).collect();
                        let by_literal = format!(
                            "{operation} {{ {} }}",
                            call(&literal(&schema, &argument.ty, &value))
                        );
                        let mut said = Vec::new();
                        for (text, variables) in
                            [(&by_literal, json!({})), (&by_variable, json!({ "it": value }))]
                        {
                            let (status, answer) = client.send(text, variables).await;
                            let errors = answer["errors"].as_array().unwrap();
                            let error = &errors[0];
                            let is_right = status == 400
                                && errors.len() == 1
                                && error["extensions"]["code"] == "BAD_INPUT";
                            if !is_right || error["extensions"]["path"] != json!(path) {
                                wrong.push(format!("{text} {value} {path:?}: {status} {answer}"));
                            }
                            let message = error["message"].as_str().unwrap();
                            said.push(
                                message
                                    .split_once("got a wrong value; ")
                                    .map(|(_, own)| own.to_owned()),
                            );
                        }
                        if said[0].is_none() || said[0] != said[1] {
                            wrong.push(format!("{by_literal}: {said:?}"));
                        }
                        tried += 1;
                    }
                }
            }
        }
        assert!(
            wrong.is_empty(),
            "{} of {tried}:\n{}",
            wrong.len(),
            wrong[..wrong.len().min(5)].join("\n")
        );
        assert!(tried > 1000, "{tried}");
    });
}

both! {
    what_is_misspelt_is_told_once_and_alone(app) {
        let owner = app.owner().await;
        for (query, misspelt) in [
            ("query($n: Int) { people { nodes { id tagz(first: $n) { id } } } }", "tagz"),
            ("query($f: PersonFilter) { peple(filter: $f) { totalCount } }", "peple"),
            ("query($id: ID!) { organization(idd: $id) { id } }", "idd"),
            ("query($name: String) { people(search: $nam) { totalCount } }", "nam"),
            ("query($name: String) { people(filter: { displayNam: { eq: $name } }) { totalCount } }", "displayNam"),
            ("query { people { ...F } } fragment F on PersonConnection { totalCont ...G } fragment G on PersonConnection { totalCount }", "totalCont"),
            ("query { people { ...G } } fragment F on PersonConnection { totalCount }", "G"),
            ("mutation($id: ID!, $note: String) { archivePerson(id: $id, nte: $note) { seq } }", "nte"),
            ("query($id: ID) { people { nodes { id } ... on Persn { id } } }", "Persn"),
        ] {
            let (status, answer) = owner.send(query, json!({ "id": "x", "n": 1 })).await;
            let errors = answer["errors"].as_array().unwrap();
            assert!(status == 400 && errors.len() == 1, "{query}: {status} {answer:#}");
            let message = errors[0]["message"].as_str().unwrap();
            assert!(message.contains(misspelt), "{query}: {message}");
        }
    }

    a_word_that_an_enum_does_not_have_is_answered_with_those_it_has(app) {
        let owner = app.owner().await;
        let by_variable = "query($it: Channel!) { interactions(filter: { channel: { eq: $it } }) { totalCount } }";
        let by_literal = "{ interactions(filter: { channel: { eq: FAX } }) { totalCount } }";
        let said = [(by_variable, json!({ "it": "FAX" })), (by_literal, json!({}))];
        for (query, variables) in said {
            let error = &owner.errors(query, variables).await[0];
            let message = error["message"].as_str().unwrap();
            assert!(message.contains("Channel is one of ") && message.contains("CALL") && message.contains("EMAIL"), "{message}");
            assert_eq!(error["extensions"]["path"], json!(["filter", "channel", "eq"]));
        }
    }

    what_one_asks_with_is_named_by_its_place(app) {
        let owner = app.owner().await;
        let long = "x".repeat(5000);
        for (query, path) in [
            ("{ people(first: -1) { totalCount } }".to_owned(), json!(["first"])),
            ("{ people(last: 101) { totalCount } }".to_owned(), json!(["last"])),
            ("{ people(first: 1, last: 1) { totalCount } }".to_owned(), json!(["last"])),
            ("{ people(first: 1, before: \"x\") { totalCount } }".to_owned(), json!(["before"])),
            ("{ node(id: \"x\") { id } }".to_owned(), json!(["id"])),
            ("{ node(id: \"nothing_01h455vb4pex5vsknk084sn02q\") { id } }".to_owned(), json!(["id"])),
            (format!("{{ people(search: \"{long}\") {{ totalCount }} }}"), json!(["search"])),
            (format!("{{ people(filter: {{ or: [{{ displayName: {{ in: [\"a\", \"{long}\"] }} }}] }}) {{ totalCount }} }}"), json!(["filter", "or", "0", "displayName", "in", "1"])),
            ("{ people(filter: { displayName: { contains: \"\" } }) { totalCount } }".to_owned(), json!(["filter", "displayName", "contains"])),
            ("{ people(filter: { not: { familyName: { startsWith: \" \u{93e}\" } } }) { totalCount } }".to_owned(), json!(["filter", "not", "familyName", "startsWith"])),
            (format!("{{ people(filter: {{ or: [{}] }}) {{ totalCount }} }}", "{},".repeat(1001)), json!(["filter", "or"])),
        ] {
            let error = &owner.errors(&query, json!({})).await[0];
            let found = (&error["extensions"]["code"], &error["extensions"]["path"]);
            assert_eq!(found, (&json!("BAD_INPUT"), &path), "{}: {error}", &query[..query.len().min(100)]);
        }
        let token = owner.with_scopes(&["PEOPLE_READ"]).await;
        let error = &token.errors("{ people(filter: { reciprocityBalance: { gt: 0 } }) { totalCount } }", json!({})).await[0];
        assert_eq!(error["extensions"]["missingScopes"], json!(["EXCHANGES_READ"]), "{error}");
    }

    a_domain_is_found_by_its_own_letters(app) {
        let owner = app.owner().await;
        let create = "mutation($domain: String!) { createOrganization(input: { name: \"Bräu\", domain: $domain }) { organization { domain } userErrors { message } } }";
        // Composed or not, in large letters or small.
        let made = owner.written(create, json!({ "domain": "Mu\u{308}nchen.example" })).await;
        assert_eq!(made["organization"]["domain"], "m\u{fc}nchen.example");
        let count = "query($f: OrganizationFilter) { organizations(filter: $f) { totalCount } }";
        for (filter, found) in [
            (json!({ "domain": { "eq": "m\u{fc}nchen.example" } }), 1),
            (json!({ "domain": { "eq": "MU\u{308}NCHEN.example" } }), 1),
            (json!({ "domain": { "in": ["m\u{fc}nchen.example"] } }), 1),
            (json!({ "domain": { "contains": "\u{dc}NCH" } }), 1),
            (json!({ "domain": { "startsWith": "m\u{fc}n" } }), 1),
            (json!({ "domain": { "notIn": ["m\u{fc}nchen.example"] } }), 0),
            (json!({ "domain": { "eq": "munchen.example" } }), 0),
            (json!({ "name": { "eq": "BRAU" } }), 1),
            (json!({ "name": { "contains": "r\u{e4}u" } }), 1),
        ] {
            let answer = owner.ok(count, json!({ "f": filter })).await;
            assert_eq!(answer["organizations"]["totalCount"], found, "{filter}");
        }
    }
}
