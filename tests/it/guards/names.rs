//! One style of names: what a mutation takes. `docs/decisions/0027-one-style-of-names.md` has the rules and their reasons.

use std::collections::BTreeMap;

use crate::plans::schema::{Field, Input, Kind, Schema, named};

/// What says which record, what of it, and which revision of it was seen.
const ONE: [&str; 3] = ["id", "input", "expectedRevision"];

/// What says how many are written at once.
const HOW: [&str; 3] = ["errorPolicy", "dryRun", "maxAffected"];

/// Mutations that say otherwise which record or which records they mean, each with the reason.
const OTHERWISE: [(&str, &str, &str); 4] = [
    (
        "upsertPerson",
        "by",
        "who is meant may be known by an address, a number or a key",
    ),
    ("tagPeople", "people", "they are named or found"),
    ("circlePeople", "people", "they are named or found"),
    (
        "applyMutations",
        "mutations",
        "its rows name the mutations that they are of",
    ),
];

/// What is wrong with the arguments of a mutation.
fn departures(schema: &Schema) -> Vec<String> {
    let mutations = schema.fields("Mutation");
    let mut users: BTreeMap<&str, usize> = BTreeMap::new();
    let inputs = mutations.iter().filter_map(|it| argument(it, "input"));
    inputs.for_each(|input| *users.entry(named(&input.ty)).or_default() += 1);
    let mut wrong = Vec::new();
    for mutation in mutations {
        let name = mutation.name.as_str();
        let is_bulk = argument(mutation, "dryRun").is_some();
        for it in &mutation.arguments {
            let allowed = match it.name.as_str() {
                "rows" | "where" => is_bulk,
                given if HOW.contains(&given) => is_bulk,
                given => ONE.contains(&given) || OTHERWISE.iter().any(|it| (it.0, it.1) == (name, given)),
            };
            if !allowed {
                wrong.push(format!("{name}({}) belongs into input", it.name));
            }
        }
        if let Some(input) = argument(mutation, "input") {
            wrong.extend(of_input(schema, name, input, users[named(&input.ty)]));
        }
    }
    wrong
}

fn argument<'f>(field: &'f Field, name: &str) -> Option<&'f Input> {
    field.arguments.iter().find(|it| it.name == name)
}

/// An input is named after its mutation, or taken by several; and it is needed if something in it is, or if there is nothing to do
/// without it.
fn of_input(schema: &Schema, mutation: &str, input: &Input, users: usize) -> Option<String> {
    let kind = named(&input.ty);
    let own = format!("{mutation}Input");
    let needs = match &schema.types[kind] {
        Kind::Input(fields) => fields.iter().any(|it| !it.ty.nullable && it.default.is_none()),
        _ => return Some(format!("{mutation}(input) is {kind}")),
    };
    if !kind.eq_ignore_ascii_case(&own) && users < 2 {
        return Some(format!("{mutation} alone takes {kind}"));
    }
    (needs && input.ty.nullable)
        .then(|| format!("{mutation}(input) may be null though something in it is needed"))
}

#[test]
fn a_mutation_takes_which_record_and_what_of_it_and_nothing_beside() {
    let schema = Schema::read();
    assert_eq!(departures(&schema), Vec::<String>::new());
    for (mutation, given, _) in OTHERWISE {
        let field = schema.field("Mutation", mutation);
        assert!(
            argument(field, given).is_some(),
            "{mutation}({given}) is no exception any more"
        );
    }
}

#[test]
fn a_mutation_that_departs_is_named() {
    let schema = Schema::of(
        "type Mutation { snooze(key: String!, until: Int): Int achieve(id: ID!, input: ReachInput): Int drop(id: ID!, input: DropInput): Int make(inputs: [DropInput!]!, dryRun: Boolean): Int }
         input ReachInput { on: Int } input DropInput { why: String! }",
    );
    assert_eq!(
        departures(&schema),
        [
            "snooze(key) belongs into input",
            "snooze(until) belongs into input",
            "achieve alone takes ReachInput",
            "drop(input) may be null though something in it is needed",
            "make(inputs) belongs into input",
        ]
    );
}
