//! What filters and searches mean at their edges, in every list that the schema has: what is empty, what says nothing, and where
//! an error is.

use serde_json::{Value as Json, json};
use tests::both;

use super::generate::{Dice, Pool};
use super::schema::{Input, Kind, Schema, named};
use super::stage::Stage;

/// A list of the root, and the fields of its filter.
struct Filtered<'s> {
    list: &'s str,
    filter: &'s str,
    fields: &'s [Input],
}

fn fields<'s>(schema: &'s Schema, input: &str) -> &'s [Input] {
    match &schema.types[input] {
        Kind::Input(fields) => fields,
        _ => &[],
    }
}

fn filtered(schema: &Schema) -> Vec<Filtered<'_>> {
    let lists = schema.fields("Query").iter().filter_map(|list| {
        let filter = list.arguments.iter().find(|argument| argument.name == "filter")?;
        let filter = named(&filter.ty);
        Some(Filtered {
            list: &list.name,
            filter,
            fields: fields(schema, filter),
        })
    });
    lists.collect()
}

impl<'s> Filtered<'s> {
    /// The fields that are compared, and what they can be compared by.
    fn compared(&self, schema: &'s Schema) -> Vec<(&'s str, &'s [Input])> {
        // A condition on a custom field names the field beside the comparison; it has a test of its own.
        let nests = |field: &&Input| !["and", "or", "not", "customFields"].contains(&field.name.as_str());
        let compared = self.fields.iter().filter(nests);
        let compared = compared.map(|field| (field.name.as_str(), fields(schema, named(&field.ty))));
        compared.filter(|(_, tests)| !tests.is_empty()).collect()
    }

    fn count(&self, alias: &str, filter: &str) -> String {
        format!("{alias}: {}(filter: {filter}) {{ totalCount }}", self.list)
    }
}

fn has(tests: &[Input], name: &str) -> bool {
    tests.iter().any(|test| test.name == name)
}

/// Values to compare with, as literals.
fn values(schema: &Schema, pool: &Pool, field: &str, test: &Input) -> Vec<String> {
    let mut dice = Dice::new(7);
    let mut some = |make: &dyn Fn(&mut Dice) -> Json| -> Vec<String> {
        (0..4).map(|_| make(&mut dice).to_string()).collect()
    };
    match (&schema.types[named(&test.ty)], named(&test.ty)) {
        (Kind::Enum(words), _) => words.clone(),
        (_, "ID") => {
            // Now and then the pool gives an id of another kind.
            let kind = match field.trim_end_matches("Id") {
                "participant" | "attendee" | "member" | "supporter" | "connector" | "from" | "to" => "person",
                kind => kind,
            };
            let ids = some(&|dice: &mut Dice| pool.id(dice, field));
            ids.into_iter()
                .filter(|id| id.starts_with(&format!("\"{kind}_")))
                .collect()
        }
        (_, "String") => some(&|dice: &mut Dice| pool.text(dice)),
        (_, "Int") => vec!["1".to_owned(), "30".to_owned()],
        (_, "Float") => vec!["0".to_owned(), "-0.25".to_owned(), "0.999999999".to_owned()],
        (_, "DateOrDuration") => some(&|dice: &mut Dice| pool.day(dice)),
        (_, "DateTimeOrDuration") => some(&|dice: &mut Dice| pool.moment(dice)),
        (_, other) => panic!("teach this test to compare {other}"),
    }
}

both! {
    not_and_not_in_and_what_is_empty_agree_in_every_list(app) {
        let stage = Stage::small(&app).await;
        let (client, schema) = (&stage.demo.client, &stage.demo.world.schema);
        let pool = Pool::of(&stage.demo.world, "nonsense");
        for it in filtered(schema) {
            let mut some = 0;
            for (field, tests) in it.compared(schema) {
                let Some(test) = tests.iter().find(|test| ["eq", "lt"].contains(&test.name.as_str())) else { continue };
                for value in values(schema, &pool, field, test) {
                    let of = |alias: &str, filter: String| it.count(alias, &filter);
                    let mut counts = vec![
                        of("all", "{}".to_owned()),
                        of("is", format!("{{ {field}: {{ eq: {value} }} }}")),
                        of("isNot", format!("{{ not: {{ {field}: {{ eq: {value} }} }} }}")),
                        of("itself", format!("{{ not: {{ not: {{ {field}: {{ eq: {value} }} }} }} }}")),
                    ];
                    if has(tests, "notIn") {
                        counts.extend([
                            of("in", format!("{{ {field}: {{ in: [{value}] }} }}")),
                            of("notIn", format!("{{ {field}: {{ notIn: [{value}] }} }}")),
                            of("outOf", format!("{{ not: {{ {field}: {{ in: [{value}] }} }} }}")),
                            of("nothing", format!("{{ {field}: {{ in: [] }} }}")),
                            of("everything", format!("{{ {field}: {{ notIn: [] }} }}")),
                        ]);
                    }
                    if has(tests, "lt") {
                        counts.extend([
                            of("below", format!("{{ {field}: {{ lt: {value} }} }}")),
                            of("notBelow", format!("{{ not: {{ {field}: {{ lt: {value} }} }} }}")),
                        ]);
                    }
                    let found = client.ok(&format!("{{ {} }}", counts.join(" ")), json!({})).await;
                    let number = |alias: &str| found[alias]["totalCount"].as_i64().unwrap();
                    let place = format!("{}.{field} {value}: {found}", it.list);
                    let all = number("all");
                    some += number("is");
                    assert_eq!((number("isNot"), number("itself")), (all - number("is"), number("is")), "{place}");
                    if has(tests, "notIn") {
                        assert_eq!((number("in"), number("notIn"), number("outOf")), (number("is"), all - number("is"), all - number("is")), "{place}");
                        assert_eq!((number("nothing"), number("everything")), (0, all), "{place}");
                    }
                    if has(tests, "lt") {
                        assert_eq!(number("notBelow"), all - number("below"), "{place}");
                    }
                }
            }
            // Tokens are filtered by moments alone, and none is met to the microsecond.
            assert!(some > 0 || it.list == "apiTokens", "nothing of {} was met", it.list);
        }
    }

    what_a_filter_leaves_unsaid_is_refused_with_its_place(app) {
        let owner = app.owner().await;
        owner.person("Ana").await;
        let schema = Schema::read();
        let mut wrong = Vec::new();
        for it in filtered(&schema) {
            let mut all: Vec<(Json, Vec<&str>)> = vec![
                (json!({ "and": [] }), vec!["and"]),
                (json!({ "and": [{}] }), vec!["and", "0"]),
                (json!({ "or": [{ "not": {} }] }), vec!["or", "0", "not"]),
                (json!({ "or": [{}] }), vec!["or", "0"]),
                (json!({ "not": {} }), vec!["not"]),
                (json!({ "not": null }), vec!["not"]),
            ];
            for field in it.fields {
                all.push((json!({ &field.name: null }), vec![field.name.as_str()]));
            }
            for (field, tests) in it.compared(&schema) {
                all.push((json!({ field: {} }), vec![field]));
                for test in tests {
                    all.push((json!({ field: { &test.name: null } }), vec![field, test.name.as_str()]));
                }
            }
            let query = format!("query($filter: {}) {{ it: {}(filter: $filter) {{ totalCount }} }}", it.filter, it.list);
            for (filter, place) in all {
                let literal = format!("{{ it: {}(filter: {}) {{ totalCount }} }}", it.list, literal(&filter));
                for (query, variables) in [(query.as_str(), json!({ "filter": filter })), (literal.as_str(), json!({}))] {
                    let (_, answer) = owner.send(query, variables).await;
                    let error = &answer["errors"][0];
                    let path: Vec<&str> = ["filter"].into_iter().chain(place.iter().copied()).collect();
                    let is_named = error["message"].as_str().is_some_and(|message| message.starts_with(&format!("{}: ", path.join("."))));
                    if error["extensions"]["code"] != "BAD_INPUT" || error["extensions"]["path"] != json!(path) || !is_named || !answer["data"]["it"].is_null() {
                        wrong.push(format!("{query} {filter}: {answer}"));
                    }
                }
            }
            // A variable without a value leaves its condition out: nothing is left of the comparator.
            for (field, tests) in it.compared(&schema) {
                let query = format!("query($it: {}) {{ it: {}(filter: {{ {field}: {{ {}: $it }} }}) {{ totalCount }} }}", tests[0].ty, it.list, tests[0].name);
                let (_, answer) = owner.send(&query, json!({})).await;
                if answer["errors"][0]["extensions"]["path"] != json!(["filter", field]) {
                    wrong.push(format!("{query}: {answer}"));
                }
            }
            for none in ["null", "{}"] {
                owner.ok(&format!("{{ {} }}", it.count("it", none)), json!({})).await;
            }
        }
        assert!(wrong.is_empty(), "{} are not refused:\n{}", wrong.len(), wrong[..wrong.len().min(9)].join("\n"));
    }

    an_error_in_a_nested_filter_names_its_position_in_every_list(app) {
        let owner = app.owner().await;
        let schema = Schema::read();
        for it in filtered(&schema) {
            for (field, tests) in it.compared(&schema) {
                let Some(test) = tests.iter().find(|test| test.name == "in") else { continue };
                let bad = match (&schema.types[named(&test.ty)], named(&test.ty)) {
                    (Kind::Enum(words), _) => json!(vec![&words[0]; 101]),
                    (_, "ID") => json!(["nonsense"]),
                    _ => json!(["x".repeat(501)]),
                };
                let filter = json!({ "or": [{ field: { "in": [] } }, { "and": [{ "not": { field: { "in": bad } } }] }] });
                let query = format!("query($filter: {}) {{ it: {}(filter: $filter) {{ totalCount }} }}", it.filter, it.list);
                let error = &owner.errors(&query, json!({ "filter": filter })).await[0];
                let path: Vec<&str> = error["extensions"]["path"].as_array().unwrap_or_else(|| panic!("{}: {error}", it.list)).iter().map(|part| part.as_str().unwrap()).collect();
                assert_eq!(path[..8], ["filter", "or", "1", "and", "0", "not", field, "in"], "{}: {error}", it.list);
                assert!(error["message"].as_str().unwrap().contains(&path.join(".")), "{error}");
            }
        }
    }

    an_empty_search_is_no_search_in_every_list(app) {
        let stage = Stage::small(&app).await;
        let lists = stage.demo.world.schema.fields("Query").iter();
        let searched: Vec<&str> = lists.filter(|list| list.arguments.iter().any(|argument| argument.name == "search")).map(|list| list.name.as_str()).collect();
        assert!(searched.len() > 14, "{searched:?}");
        for list in searched {
            let query = format!("query($none: String, $blank: String) {{ a: {list} {{ totalCount }} b: {list}(search: null) {{ totalCount }} c: {list}(search: \"\") {{ totalCount }} d: {list}(search: $none) {{ totalCount }} e: {list}(search: $blank) {{ totalCount }} f: {list}(search: \"zzqqzz\") {{ totalCount }} }}");
            let found = stage.demo.client.ok(&query, json!({ "blank": " \u{a0}\t\n" })).await;
            let counts = ["a", "b", "c", "d", "e", "f"].map(|alias| found[alias]["totalCount"].as_i64().unwrap());
            let all = counts[0];
            assert_eq!(counts, [all, all, all, all, all, 0], "{list}");
            assert!(all > 0, "{list} is empty");
        }
    }
}

/// A value as a document writes it; words of enums are not among these.
fn literal(value: &Json) -> String {
    match value {
        Json::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", literal(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        Json::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
