//! Clients keep working: whatever the schema had, it has still, with the same type. Descriptions may move, and more may come.

use std::collections::BTreeMap;

use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Node, Schema, ast};

const KEPT: &str = include_str!("../../fixtures/schema/schema.graphql");

/// Everything that a client may name, and what it is.
type Named = BTreeMap<String, String>;

fn parsed(sdl: &str) -> Named {
    // It declares directives that validation does not need here.
    let schema = Schema::builder()
        .adopt_orphan_extensions()
        .parse(sdl, "schema.graphql")
        .build()
        .unwrap();
    let mut named = Named::new();
    for (name, ty) in schema.types.iter().filter(|(name, _)| !name.starts_with("__")) {
        named.insert(name.to_string(), kind(ty));
        match ty {
            ExtendedType::Object(it) => fields(name, it.fields.values().map(|it| &it.node), &mut named),
            ExtendedType::Interface(it) => fields(name, it.fields.values().map(|it| &it.node), &mut named),
            ExtendedType::InputObject(it) => {
                for field in it.fields.values() {
                    named.insert(format!("{name}.{}", field.name), input(&field.node));
                }
            }
            ExtendedType::Enum(it) => named.extend(
                it.values
                    .keys()
                    .map(|value| (format!("{name}.{value}"), "a value".to_owned())),
            ),
            ExtendedType::Union(it) => named.extend(
                it.members
                    .iter()
                    .map(|member| (format!("{name}.{}", member.name), "a member".to_owned())),
            ),
            ExtendedType::Scalar(_) => {}
        }
    }
    named
}

fn kind(ty: &ExtendedType) -> String {
    let interfaces = match ty {
        ExtendedType::Object(it) => &it.implements_interfaces,
        ExtendedType::Interface(it) => &it.implements_interfaces,
        ExtendedType::Scalar(_) => return "a scalar".to_owned(),
        ExtendedType::Enum(_) => return "an enum".to_owned(),
        ExtendedType::Union(_) => return "a union".to_owned(),
        ExtendedType::InputObject(it) => {
            return format!(
                "an input{}",
                if it.directives.has("oneOf") {
                    " of one field"
                } else {
                    ""
                }
            );
        }
    };
    let mut interfaces: Vec<String> = interfaces.iter().map(|it| it.name.to_string()).collect();
    interfaces.sort();
    format!("of {interfaces:?}")
}

fn fields<'s>(of: &str, fields: impl Iterator<Item = &'s Node<ast::FieldDefinition>>, named: &mut Named) {
    for field in fields {
        let place = format!("{of}.{}", field.name);
        named.extend(
            field
                .arguments
                .iter()
                .map(|it| (format!("{place}({})", it.name), input(it))),
        );
        named.insert(place, field.ty.to_string());
    }
}

/// The type, and what is meant where nothing is said.
fn input(input: &Node<ast::InputValueDefinition>) -> String {
    let default = input
        .default_value
        .as_ref()
        .map_or_else(String::new, |it| format!(" = {it}"));
    format!("{}{default}", input.ty)
}

/// Whether a field of an input that had to be given may be left out now: whoever gives it goes on.
fn is_let_out(name: &str, was: &str, is: &str, now: &Named) -> bool {
    let owner = name.split_once('.').map(|(of, _)| of).and_then(|of| now.get(of));
    let is_input = !name.contains('(') && owner.is_some_and(|it| it.starts_with("an input"));
    let has_default = is.strip_prefix(was).is_some_and(|rest| rest.starts_with(" = "));
    is_input && was.ends_with('!') && (has_default || Some(is) == was.strip_suffix('!'))
}

/// What a client that knows the one would miss in the other.
fn missed(then: &str, now: &str) -> Vec<String> {
    let (then, now) = (parsed(then), parsed(now));
    let gone = then.iter().filter_map(|(name, was)| match now.get(name) {
        None => Some(format!("{name} is gone: it was {was}")),
        Some(is) if is != was && !is_let_out(name, was, is, &now) => {
            Some(format!("{name} was {was} and is {is}"))
        }
        Some(_) => None,
    });
    let demanded = now.iter().filter(|(name, is)| {
        // What must be given from now on, in an input or to a field that was known before.
        let owner = name
            .split(['('])
            .next()
            .filter(|_| name.contains('('))
            .or_else(|| name.split_once('.').map(|(of, _)| of));
        let is_input = name.contains('(')
            || owner
                .and_then(|of| now.get(of))
                .is_some_and(|it| it.starts_with("an input"));
        is_input
            && is.ends_with('!')
            && !then.contains_key(*name)
            && owner.is_some_and(|of| then.contains_key(of))
    });
    let demanded = demanded.map(|(name, is)| format!("{name} has to be given now: {is}"));
    gone.chain(demanded).collect()
}

#[test]
fn what_the_schema_had_it_has_still() {
    let missed = missed(KEPT, api::areas::sdl());
    assert!(
        missed.is_empty(),
        "clients of the kept schema would miss:\n{}",
        missed.join("\n")
    );
}

#[test]
fn what_a_client_would_miss_is_named() {
    let then = "type Query { person(id: ID!, deep: Boolean = true): Person } type Person { \"Their name.\" name: String! age: Int } enum Size { LARGE SMALL } input New { name: String! first: Int! }";
    let more = "type Query { person(id: ID!, deep: Boolean = true, new: Int): Person new: Int } type Person { name: String! age: Int sex: String } enum Size { HUGE LARGE SMALL } input New { name: String first: Int! = 1 age: Int size: Size! = LARGE }";
    assert_eq!(missed(then, more), Vec::<String>::new());
    let less = "type Query { person(id: ID, deep: Boolean = false, must: Int!): Person } type Person { name: String } enum Size { LARGE } input New { name: String! first: String age: Int! }";
    assert_eq!(
        missed(then, less),
        [
            "New.first was Int! and is String",
            "Person.age is gone: it was Int",
            "Person.name was String! and is String",
            "Query.person(deep) was Boolean = true and is Boolean = false",
            "Query.person(id) was ID! and is ID",
            "Size.SMALL is gone: it was a value",
            "New.age has to be given now: Int!",
            "Query.person(must) has to be given now: Int!",
        ]
    );
}
