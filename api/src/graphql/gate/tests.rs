//! Each rule of the gate, and that breaking one costs nothing.

mod caps;

use async_graphql::{Name, Variables};
use proptest::prelude::*;

use super::*;

/// Judges a request as it comes in.
fn admit(raw: RawRequest, limits: &Limits) -> Result<Admitted, Refusal> {
    super::admit(
        &raw.query.unwrap_or_default(),
        raw.operation_name.as_deref(),
        limits,
    )
}

fn raw(query: &str) -> RawRequest {
    RawRequest {
        query: Some(query.to_owned()),
        ..RawRequest::default()
    }
}

fn admitted(query: &str) -> Admitted {
    admit(raw(query), &Limits::default()).unwrap_or_else(|refusal| panic!("{query}: {refusal:?}"))
}

fn refused(query: &str) -> Refusal {
    admit(raw(query), &Limits::default()).expect_err(query)
}

fn code(query: &str) -> RefusalCode {
    refused(query).code
}

#[test]
fn a_plain_query_passes() {
    let admitted = admitted(
        "query Q { viewer { id } other: people { id } ...F } fragment F on Query { viewer { id } x }",
    );
    assert_eq!(admitted.kind, OperationKind::Query);
    assert_eq!(admitted.operation_name.as_deref(), Some("Q"));
    let request = admitted.request(Variables::default());
    assert_eq!(request.operation_name.as_deref(), Some("Q"));
    assert_eq!(admitted.root_fields, ["viewer", "people", "x"]);
}

#[test]
fn a_syntax_error_says_where_without_repeating_the_document() {
    let refusal = refused(&format!("{{ a({}", "x".repeat(60_000)));
    assert_eq!(refusal.code, RefusalCode::ParseFailed);
    assert_eq!(refusal.locations.len(), 1);
    assert!(refusal.message.len() < 300, "{}", refusal.message.len());
    assert!(
        refusal.message.starts_with("syntax error: expected"),
        "{}",
        refusal.message
    );
    assert_eq!(code(""), RefusalCode::ParseFailed);
}

#[test]
fn fragments_that_contain_themselves_are_refused() {
    for text in [
        "{ ...A } fragment A on T { ...A }",
        "{ ...A } fragment A on T { b { ...B } } fragment B on T { ... { ...A } }",
        // Also where the chosen operation does not reach them.
        "query Q { a } query R { ...A } fragment A on T { ...A }",
    ] {
        let request = RawRequest {
            operation_name: text.contains(" Q ").then(|| "Q".to_owned()),
            ..raw(text)
        };
        let refusal = admit(request, &Limits::default()).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::ValidationFailed, "{text}");
        assert!(refusal.message.contains("contains itself"), "{text}");
    }
}

#[test]
fn a_fragment_that_nothing_uses_is_refused() {
    let refusal = refused("{ a } fragment A on T { b }");
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (RefusalCode::ValidationFailed, "fragment \"A\" is never used")
    );
}

#[test]
fn the_operation_is_chosen_by_name() {
    let choose = |query: &str, name: Option<&str>| {
        admit(
            RawRequest {
                operation_name: name.map(str::to_owned),
                ..raw(query)
            },
            &Limits::default(),
        )
    };
    let both = "query Q { a ...A } mutation M { b ...B } fragment A on T { x } fragment B on T { y }";
    let chosen = choose(both, Some("M")).unwrap();
    assert_eq!(
        (chosen.kind, chosen.root_fields),
        (OperationKind::Mutation, vec!["b".to_owned(), "y".to_owned()])
    );
    let document = chosen.document;
    assert_eq!(document.operations.iter().count(), 1);
    assert_eq!(
        document.fragments.keys().map(Name::as_str).collect::<Vec<_>>(),
        ["B"]
    );

    assert_eq!(
        choose(both, None).unwrap_err().code,
        RefusalCode::ValidationFailed
    );
    assert_eq!(
        choose(both, Some("")).unwrap_err().code,
        RefusalCode::ValidationFailed
    );
    assert_eq!(
        choose(both, Some("N")).unwrap_err().code,
        RefusalCode::ValidationFailed
    );
    assert_eq!(
        choose("{ a }", Some("N")).unwrap_err().code,
        RefusalCode::ValidationFailed
    );
    assert_eq!(choose("{ a }", Some("")).unwrap().operation_name, None);
    // The parser files this one under `Multiple`.
    assert_eq!(
        choose("mutation M { a }", None).unwrap().kind,
        OperationKind::Mutation
    );
    assert_eq!(
        choose("mutation M { a }", Some("M")).unwrap().kind,
        OperationKind::Mutation
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_gate_panic(text in "[{}()a-c:$@!.\"\\\\#\n\\[\\]=1 ]{0,60}") {
        let _ = admit(raw(&text), &Limits::default());
    }

    #[test]
    fn no_made_up_document_makes_the_gate_panic(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "query Q", "mutation", "fragment A on T", "...A", "... ", "{", "{", "}", "}", "a", "b: a", "@skip(if: $x)",
        ]),
        0..30,
    )) {
        let _ = admit(raw(&words.join(" ")), &Limits::default());
    }
}
