//! Texts that the server makes are made of no more than their reader may see.
//!
//! Every text of every table is marked with the place that it stands in. Then everything that can be selected without one of the rights
//! is selected by a token that has all rights but this one: no answer may hold the mark of a place that cannot be selected so. Nothing
//! is listed here: objects, fields, tables and rights are those of the declarations.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use api::areas;
use api::graphql::plan::shape::Leaf;
use api::graphql::plan::{Field, FieldType, Object, Source};
use api::kit::Right;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tests::both;

use crate::plans::schema::{Input, Kind, Schema, named};
use crate::plans::stage::Stage;

/// A time zone must stay one.
const LEFT_ALONE: &str = "time_zone";

/// A place in the database that holds texts.
type Place = (&'static str, &'static str);

fn target(field: &Field) -> Option<&'static Object> {
    match &field.kind {
        FieldType::Engine(..) => None,
        FieldType::One(it)
        | FieldType::Always(it)
        | FieldType::Many(it)
        | FieldType::Every(it)
        | FieldType::Connection(it) => Some((it.object)()),
    }
}

/// Steps of one document.
const AT_ONCE: usize = 40;

/// What can be selected without a right.
struct Open {
    schema: Schema,
    without: Option<Right>,
    /// How each object is reached: what stands before its fields, and after them.
    reached: BTreeMap<&'static str, (&'static Object, String, String)>,
}

impl Open {
    fn without(right: Option<Right>) -> Self {
        let mut open = Self {
            schema: Schema::read(),
            without: right,
            reached: BTreeMap::new(),
        };
        let root = &areas::open().queries;
        open.reached
            .insert(root.name, (root, "{ ".to_owned(), " }".to_owned()));
        let mut next = VecDeque::from([root]);
        while let Some(object) = next.pop_front() {
            let (_, before, after) = open.reached[object.name].clone();
            for field in &object.fields {
                let Some((begin, end, target)) = open.edge(object, field) else {
                    continue;
                };
                if !open.reached.contains_key(target.name) {
                    let path = (target, format!("{before}{begin}"), format!("{end}{after}"));
                    open.reached.insert(target.name, path);
                    next.push_back(target);
                }
            }
        }
        open
    }

    fn may(&self, right: Option<Right>) -> bool {
        right.is_none() || right != self.without
    }

    fn may_all(&self, rights: &[Right]) -> bool {
        rights.iter().all(|right| self.may(Some(*right)))
    }

    /// The arguments that a field must have; none where a value would have to be known.
    fn arguments(&self, object: &Object, field: &Field) -> Option<String> {
        let declared = &self.schema.field(object.name, field.name).arguments;
        let needed = declared
            .iter()
            .filter(|it| !it.ty.nullable && it.default.is_none());
        let given: Option<Vec<String>> = needed.map(|it| self.sample(it)).collect();
        let given = given?.join(", ");
        Some(if given.is_empty() {
            given
        } else {
            format!("({given})")
        })
    }

    fn sample(&self, input: &Input) -> Option<String> {
        let kind = named(&input.ty);
        let value = match kind {
            "Date" if input.name == "from" => "\"2026-02-01\"".to_owned(),
            "Date" => "\"2026-03-01\"".to_owned(),
            "Int" => "1".to_owned(),
            _ => match self.schema.types.get(kind) {
                Some(Kind::Enum(words)) => words.first()?.clone(),
                _ => return None,
            },
        };
        Some(format!("{}: {value}", input.name))
    }

    /// What leads to another object: what stands before its fields and after them.
    fn edge(&self, object: &Object, field: &Field) -> Option<(String, String, &'static Object)> {
        let target = target(field)?;
        if !self.may_all(&field.rights) || !self.may(target.right) {
            return None;
        }
        let name = field.name;
        let arguments = self.arguments(object, field)?;
        let (begin, end) = match &field.kind {
            FieldType::Connection(_) => ("{ nodes { ", " } } "),
            _ => ("{ ", " } "),
        };
        Some((format!("{name}{arguments} {begin}"), end.to_owned(), target))
    }

    /// The fields of an object that lead no further. Texts that are no columns carry their place as an alias.
    fn leaves(&self, object: &'static Object) -> String {
        let mut leaves = "__typename".to_owned();
        for field in &object.fields {
            if target(field).is_some() || !self.may_all(&field.rights) {
                continue;
            }
            let (name, kind) = (field.name, named(&self.schema.field(object.name, field.name).ty));
            let scalar = !matches!(
                self.schema.types.get(kind),
                Some(Kind::Object(_) | Kind::Interface(_))
            );
            let Some(arguments) = self.arguments(object, field) else {
                continue;
            };
            if is_made(object, field, kind) {
                leaves.push_str(&format!(" {}__{name}: {name}{arguments}", object.name));
            } else if scalar {
                leaves.push_str(&format!(" {name}{arguments}"));
            }
        }
        leaves
    }

    /// Documents for each object that can be reached: all that leads from it, and one step further.
    fn documents(&self) -> Vec<String> {
        let documents = |(object, before, after): &(&'static Object, String, String)| {
            let leaves = if object.name == areas::open().queries.name {
                "__typename".to_owned()
            } else {
                self.leaves(object)
            };
            let mut steps = Vec::new();
            for field in &object.fields {
                if let Some((begin, end, target)) = self.edge(object, field) {
                    steps.push(format!(" {begin}{}{end}", self.leaves(target)));
                } else if matches!(field.source, Source::Record(..)) {
                    steps.push(format!(" {} {{ {} }}", field.name, self.records()));
                }
            }
            // A request may ask for so many fields at once.
            let some = steps.chunks(AT_ONCE).chain(steps.is_empty().then_some(&[][..]));
            let text = some.map(|steps| format!("{before}{leaves}{}{after}", steps.concat()));
            text.collect::<Vec<_>>()
        };
        self.reached.values().flat_map(documents).collect()
    }

    /// What is selected of a record of any kind.
    fn records(&self) -> String {
        let records = self
            .reached
            .values()
            .filter(|(object, ..)| object.record.is_some());
        let parts = records.map(|(object, ..)| {
            // Fields of one name may differ from object to object.
            let leaves = self.leaves(object);
            let leaves = leaves.split_whitespace().filter(|it| !it.contains("__"));
            let aliased = leaves.map(|it| format!("{0}_{it}: {it}", object.name));
            format!(
                "... on {} {{ {} }}",
                object.name,
                Vec::from_iter(aliased).join(" ")
            )
        });
        format!("__typename {}", Vec::from_iter(parts).join(" "))
    }

    /// The place of a text that is shown as it is stored.
    fn place(&self, object: &Object, field: &Field) -> Option<Place> {
        let is_text = || named(&self.schema.field(object.name, field.name).ty) == "String";
        match &field.source {
            Source::Leaf(column, Leaf::Text)
                if !object.table.is_empty() && column.name != LEFT_ALONE && is_text() =>
            {
                Some((object.table, column.name))
            }
            _ => None,
        }
    }

    /// The places whose texts can be selected.
    fn places(&self) -> BTreeSet<Place> {
        let objects = self.reached.values();
        let fields = objects.flat_map(|(object, ..)| object.fields.iter().map(|it| (*object, it)));
        let open = fields.filter(|(_, field)| self.may_all(&field.rights));
        open.filter_map(|(object, field)| self.place(object, field))
            .collect()
    }

    /// The texts that are no columns.
    fn made(&self) -> BTreeSet<String> {
        let objects = self.reached.values();
        let fields = objects.flat_map(|(object, ..)| object.fields.iter().map(|it| (*object, it)));
        let made = fields.filter(|(object, field)| {
            target(field).is_none()
                && object.name != areas::open().queries.name
                && is_made(
                    object,
                    field,
                    named(&self.schema.field(object.name, field.name).ty),
                )
        });
        made.map(|(object, field)| format!("{}__{}", object.name, field.name))
            .collect()
    }
}

fn is_made(object: &Object, field: &Field, kind: &str) -> bool {
    let is_column = matches!(field.source, Source::Leaf(..)) && !object.table.is_empty();
    kind == "String" && !is_column
}

fn mark((table, column): &Place) -> String {
    format!("⟦{table}.{column}⟧")
}

/// The marks in an answer.
fn marks(answer: &str) -> BTreeSet<String> {
    let parts = answer.split('⟦').skip(1);
    let ends = parts.filter_map(|part| part.split_once('⟧'));
    ends.map(|(mark, _)| format!("⟦{mark}⟧")).collect()
}

/// The texts that are no columns and of which the answer holds some, and the marks in them.
fn filled(answer: &Value, found: &mut BTreeMap<String, BTreeSet<String>>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| filled(item, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_filled = value.is_string() || value.as_array().is_some_and(|it| !it.is_empty());
                if is_filled && name.contains("__") {
                    found
                        .entry(name.clone())
                        .or_default()
                        .extend(marks(&value.to_string()));
                }
                filled(value, found);
            }
        }
        _ => {}
    }
}

both! {
    a_text_is_made_of_no_more_than_its_reader_may_see(app) {
        let stage = Stage::set(&app).await;
        let owner = stage.demo.client.lasting().await;
        crate::jobs::some_job(&app, &owner).await;
        crate::custom_fields::fields(&owner).await;
        let people = owner.ok("{ people(first: 10) { nodes { id } } }", json!({})).await;
        for person in people["people"]["nodes"].as_array().unwrap() {
            let request = app.http().put(app.url(&format!("/photos/{}", person["id"].as_str().unwrap())));
            let request = request.bearer_auth(owner.token()).body("GIF89a0000");
            assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
        }
        // Several who are after the same.
        let make = "mutation($input: CreateGoalInput!) { createGoal(input: $input) { userErrors { message } } }";
        for person in people["people"]["nodes"].as_array().unwrap() {
            let input = json!({ "personId": person["id"], "title": "A library", "horizon": "LONG_TERM" });
            owner.written(make, json!({ "input": input })).await;
        }
        crate::import_sessions::some_session(&owner).await;
        let everything = Open::without(None);
        let places = everything.places();
        assert!(places.len() > 60, "{places:?}");
        for place in &places {
            let ((table, column), mark) = (place, mark(place));
            let sql = format!("UPDATE \"{table}\" SET \"{column}\" = '{mark}' || \"{column}\" WHERE \"{column}\" <> ''");
            stage.db.execute_unprepared(&sql).await.unwrap();
        }
        // By the keys as they are now.
        let held = format!("UPDATE person SET custom_values = '{{\"{}tier\":\"Gold\"}}'", mark(&("custom_field", "key")));
        stage.db.execute_unprepared(&held).await.unwrap();

        let (mut seen, mut made) = (BTreeSet::new(), BTreeMap::new());
        for document in everything.documents() {
            let answer = owner.ok(&document, json!({})).await;
            seen.extend(marks(&answer.to_string()));
            filled(&answer, &mut made);
        }
        let silent: Vec<_> = everything.made().into_iter().filter(|text| !made.contains_key(text)).collect();
        assert!(silent.is_empty(), "nobody knows of what these are made, for the database makes none of them: {silent:?}");
        assert!(seen.len() > 50, "{seen:?}");
        for text in ["Nudge__title", "Nudge__whyNow", "Match__reasons"] {
            assert!(made[text].contains("⟦person.display_name⟧"), "who may see people reads their names in {text}: {made:?}");
        }

        let reads: Vec<Right> = Right::ALL.iter().copied().filter(|right| right.as_str().ends_with("_READ")).collect();
        for missing in &reads {
            let scopes = Right::ALL.iter().filter(|right| *right != missing).map(|right| right.as_str());
            let token = owner.with_scopes(&Vec::from_iter(scopes)).await;
            let open = Open::without(Some(*missing));
            let allowed: BTreeSet<String> = open.places().iter().map(mark).collect();
            for document in open.documents() {
                let answer = token.ok(&document, json!({})).await.to_string();
                let told: Vec<_> = marks(&answer).difference(&allowed).cloned().collect();
                assert!(told.is_empty(), "without {missing} these are told: {told:?}\n{document}\n{answer}");
            }
        }
    }
}
