//! One style of names: what a mutation takes, what a text is called, what one name stands for. `docs/decisions/0027-one-style-of-names.md` has the rules and their reasons.

use std::collections::{BTreeMap, BTreeSet};

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

/// What a text of several lines is called, by what it is, and the types that have it. Inputs have it as the type does.
const TEXTS: [(&str, &[&str]); 3] = [
    (
        "description",
        &[
            "Circle",
            "Collaboration",
            "Community",
            "CustomField",
            "Dimension",
            "Event",
            "Exchange",
            "Goal",
            "Need",
            "Offer",
            "Update",
        ],
    ),
    ("notes", &["Interaction", "Milestone", "Organization", "Person"]),
    ("summary", &["Interaction"]),
];

/// Words that would say the same once more.
const SYNONYMS: [&str; 15] = [
    "abstract",
    "annotation",
    "annotations",
    "comment",
    "comments",
    "detail",
    "details",
    "info",
    "information",
    "memo",
    "remark",
    "remarks",
    "summaries",
    "descriptions",
    "thanks",
];

/// The names of all fields of objects and inputs, and of which types they are.
fn fields(schema: &Schema) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (name, kind) in &schema.types {
        match kind {
            Kind::Object(fields) | Kind::Interface(fields) => {
                found.extend(fields.iter().map(|it| (name.as_str(), it.name.as_str())));
            }
            Kind::Input(fields) => found.extend(fields.iter().map(|it| (name.as_str(), it.name.as_str()))),
            Kind::Scalar | Kind::Enum(_) => {}
        }
    }
    found
}

#[test]
fn a_text_of_several_lines_is_called_by_what_it_is() {
    let schema = Schema::read();
    let fields = fields(&schema);
    for (name, types) in TEXTS {
        let objects = fields
            .iter()
            .filter(|(of, field)| *field == name && matches!(schema.types[*of], Kind::Object(_)));
        assert_eq!(objects.map(|it| it.0).collect::<Vec<_>>(), types, "{name}");
    }
    let synonyms = fields.iter().filter(|(_, field)| SYNONYMS.contains(field));
    assert_eq!(synonyms.collect::<Vec<_>>(), Vec::<&(&str, &str)>::new());
}

/// Names that stand for an object in one type and for a scalar in another, each with the reason.
const OF_TWO_KINDS: [(&str, &str); 5] = [
    (
        "decision",
        "of a nudge it is a word, and the payload about a match shows the record of the decision",
    ),
    ("from", "the one end of a tie, and the first day of a report"),
    (
        "reasons",
        "of a match they are sentences, of a nudge each has what it adds to the score",
    ),
    ("to", "the other end of a tie, and the last day of a report"),
    (
        "value",
        "what a contact point holds is a text, a dimension's values are objects of their own",
    ),
];

/// Names that stand for an object in one type and for a scalar in another.
fn of_two_kinds(schema: &Schema) -> BTreeSet<&str> {
    let mut seen: BTreeMap<&str, BTreeSet<bool>> = BTreeMap::new();
    for kind in schema.types.values() {
        if let Kind::Object(fields) | Kind::Interface(fields) = kind {
            for field in fields {
                seen.entry(&field.name)
                    .or_default()
                    .insert(schema.is_composite(named(&field.ty)));
            }
        }
    }
    seen.into_iter()
        .filter(|it| it.1.len() > 1)
        .map(|it| it.0)
        .collect()
}

#[test]
fn one_name_is_not_an_object_here_and_a_scalar_there() {
    let schema = Schema::read();
    assert_eq!(
        of_two_kinds(&schema),
        OF_TWO_KINDS.into_iter().map(|it| it.0).collect()
    );
    let mixed = Schema::of("type A { goal: String outcome: Int } type B { goal: A outcome: String }");
    assert_eq!(of_two_kinds(&mixed), BTreeSet::from(["goal"]));
}

#[test]
fn thanks_have_one_word() {
    let schema = Schema::read();
    let fields = fields(&schema);
    let names = fields
        .iter()
        .map(|it| it.1)
        .chain(schema.types.keys().map(String::as_str));
    let words = schema.types.values().filter_map(|it| match it {
        Kind::Enum(words) => Some(words.iter().map(String::as_str)),
        _ => None,
    });
    let others = names
        .chain(words.flatten())
        .filter(|it| it.to_lowercase().contains("thank"));
    // The day on which it was said.
    let others: Vec<&str> = others.filter(|it| *it != "thankedOn").collect();
    assert_eq!(others, Vec::<&str>::new(), "a thank-you is a gratitude");
}

/// What has an id and is a part of something that shows it; `node` finds it by its id.
const PARTS: [&str; 10] = [
    "Affiliation",
    "Attendance",
    "CollaborationMember",
    "CollaborationMilestone",
    "CommunityMember",
    "ContactPoint",
    "DimensionValue",
    "Fact",
    "ImportSessionRow",
    "User",
];

/// What is asked for in another way than by `id`.
const ASKED_FOR_OTHERWISE: [(&str, &str); 2] = [("person", "by"), ("workspace", "")];

#[test]
fn whatever_has_an_id_and_is_no_part_is_asked_for_by_it() {
    let schema = Schema::read();
    let queries = schema.fields("Query");
    let is_asked_for = |kind: &str| {
        let name = kind[..1].to_lowercase() + &kind[1..];
        let otherwise = ASKED_FOR_OTHERWISE.iter().find(|it| it.0 == name);
        let wanted = otherwise.map_or("id", |it| it.1);
        queries
            .iter()
            .any(|it| it.name == name && (wanted.is_empty() || argument(it, wanted).is_some()))
    };
    let lacking: Vec<&str> = schema
        .possible("Node")
        .iter()
        .map(String::as_str)
        .filter(|it| !is_asked_for(it))
        .collect();
    assert_eq!(lacking, PARTS);
}

#[test]
fn what_is_restored_was_archived() {
    let schema = Schema::read();
    let names: BTreeSet<&str> = schema
        .fields("Mutation")
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    let restored = names.iter().filter_map(|it| it.strip_prefix("restore"));
    let others: Vec<&str> = restored
        .filter(|it| !names.contains(format!("archive{it}").as_str()))
        .collect();
    assert_eq!(
        others,
        Vec::<&str>::new(),
        "what takes back a decision or a state is called reopen"
    );
}

#[test]
fn scopes_are_an_enum_wherever_they_are_named() {
    let schema = Schema::read();
    let scopes = |it: &str| it.to_lowercase().ends_with("scopes");
    for (name, kind) in &schema.types {
        let named_in: Vec<(&str, &str)> = match kind {
            Kind::Object(fields) => fields
                .iter()
                .map(|it| (it.name.as_str(), named(&it.ty)))
                .collect(),
            Kind::Input(fields) => fields
                .iter()
                .map(|it| (it.name.as_str(), named(&it.ty)))
                .collect(),
            _ => Vec::new(),
        };
        for (field, ty) in named_in.into_iter().filter(|it| scopes(it.0)) {
            assert_eq!(ty, "Scope", "{name}.{field}");
        }
    }
    assert!(matches!(&schema.types["Scope"], Kind::Enum(words) if words.len() == api::kit::Right::ALL.len()));
}
