//! What is too much, and that saying so costs nothing.

use std::fmt::Write as _;

use async_graphql::parser::parse_query;

use super::{admit, admitted, code, raw, refused};
use crate::graphql::gate::{Limits, RawRequest, RefusalCode, operation_of, tokens, weigh::Scales};

/// `levels` fragments, each spreading the next twice: 2^levels fields.
fn bomb(root: &str, levels: usize) -> String {
    let mut text = format!("{root} {{ ...F0 }}");
    for level in 0..levels {
        let next = level + 1;
        write!(text, " fragment F{level} on T {{ ...F{next} ...F{next} }}").unwrap();
    }
    write!(text, " fragment F{levels} on T {{ a }}").unwrap();
    text
}

#[test]
fn a_document_of_more_than_64_kib_is_too_large() {
    let padded = |bytes: usize| format!("{{ a }}{}", " ".repeat(bytes - 5));
    admitted(&padded(65_536));
    assert_eq!(code(&padded(65_537)), RefusalCode::TooLarge);
}

#[test]
fn tokens_are_counted_as_the_language_has_them() {
    for (text, tokens) in [
        ("", 0),
        (" \t\r\n,", 0),
        ("{ a }", 3),
        ("{a(b:-1.5e+3,c:$d)...on X@y{z}}#comment\n{", 21),
        (r#""string \" { } \\" { """block { \""" " "" { """ } "#, 4),
        (r#""unterminated { { {"#, 1),
        (r#""""unterminated"#, 1),
        ("é", 2),
    ] {
        assert_eq!(tokens::count(text, 1_000), tokens, "{text}");
    }
    assert_eq!(tokens::count(&"{".repeat(50), 9), 10);
}

#[test]
fn too_many_tokens_are_refused_before_parsing() {
    // Not a document at all: had it been parsed, the code would be another.
    assert_eq!(code(&"{".repeat(10_001)), RefusalCode::TooComplex);
    assert_eq!(code(&"{".repeat(9_999)), RefusalCode::ParseFailed);
}

#[test]
fn aliases_are_capped() {
    let aliased = |count: usize| (0..count).map(|i| format!("a{i}: x ")).collect::<String>();
    admitted(&format!("{{ o {{ {} }} }}", aliased(60)));
    assert_eq!(
        code(&format!("{{ o {{ {} }} }}", aliased(61))),
        RefusalCode::TooComplex
    );
    let spread = format!("{{ o {{ {} ...F }} }} fragment F on O {{ b: x }}", aliased(60));
    assert_eq!(code(&spread), RefusalCode::TooComplex);
}

#[test]
fn directives_are_capped_per_document() {
    let fields = |count: usize| {
        (0..count)
            .map(|i| format!("x{i} @include(if: true) "))
            .collect::<String>()
    };
    admitted(&format!("{{ o {{ {} }} }}", fields(100)));
    assert_eq!(
        code(&format!("{{ o {{ {} }} }}", fields(101))),
        RefusalCode::TooComplex
    );
    assert_eq!(
        code(&format!("query @a {{ o {{ {} }} }}", fields(100))),
        RefusalCode::TooComplex
    );
    assert_eq!(
        code(&format!("{{ o {}}}", "@a ".repeat(101))),
        RefusalCode::TooComplex
    );
}

#[test]
fn repeats_are_capped_wherever_they_stand() {
    let beside = |what: &str, count: usize| format!("{{ o {{ {} }} }}", what.repeat(count));
    for what in ["x { y } ", "... { y } ", "... on T { y } "] {
        admitted(&beside(what, 61));
        assert_eq!(code(&beside(what, 62)), RefusalCode::TooComplex, "{what}");
    }
    assert_eq!(
        code(&format!("{} fragment F on T {{ a }}", beside("...F ", 62))),
        RefusalCode::TooComplex
    );
    // The same field of many types is no repeat.
    let types: String = (0..100).map(|i| format!("... on T{i} {{ name }} ")).collect();
    admitted(&format!("{{ o {{ {types} }} }}"));
}

#[test]
fn fragments_are_capped() {
    let fragments = |count: usize| {
        let spreads: String = (0..count).map(|i| format!("...F{i} ")).collect();
        let texts: String = (0..count)
            .map(|i| format!("fragment F{i} on T {{ a }} "))
            .collect();
        format!("{{ o {{ {spreads} }} }} {texts}")
    };
    admitted(&fragments(250));
    assert_eq!(code(&fragments(251)), RefusalCode::TooComplex);
}

#[test]
fn operations_are_capped() {
    let operations = |count: usize| {
        (0..count)
            .map(|i| format!("query Q{i} {{ a }} "))
            .collect::<String>()
    };
    let request = |count| RawRequest {
        operation_name: Some("Q1".to_owned()),
        ..raw(&operations(count))
    };
    admit(request(20), &Limits::default()).unwrap();
    assert_eq!(
        admit(request(21), &Limits::default()).unwrap_err().code,
        RefusalCode::TooComplex
    );
}

#[test]
fn root_fields_are_capped_through_fragments() {
    let keys = |count: usize| (0..count).map(|i| format!("a{i} ")).collect::<String>();
    admitted(&format!("{{ {} }}", keys(50)));
    assert_eq!(code(&format!("{{ {} }}", keys(51))), RefusalCode::TooComplex);
    admitted(&format!("mutation {{ {} }}", keys(20)));
    assert_eq!(
        code(&format!("mutation {{ {} }}", keys(21))),
        RefusalCode::TooComplex
    );
    let hidden = format!(
        "mutation {{ ...F ... {{ z }} }} fragment F on M {{ {} }}",
        keys(20)
    );
    assert_eq!(code(&hidden), RefusalCode::TooComplex);
    assert_eq!(code("subscription { a b }"), RefusalCode::TooComplex);
}

#[test]
fn expanded_fields_are_capped() {
    let leaves = (0..99).map(|i| format!("f{i} ")).collect::<String>();
    let spread = |count: usize| {
        let places = (0..count)
            .map(|i| format!("p{i} {{ ...F }} "))
            .collect::<String>();
        format!("{{ o {{ {places} }} }} fragment F on P {{ {leaves} }}")
    };
    admitted(&spread(49));
    assert_eq!(code(&spread(50)), RefusalCode::TooComplex);
}

#[test]
fn a_fragment_bomb_costs_a_step_for_each_selection() {
    let text = bomb("query", 28);
    assert!(text.len() < 1_500);
    let document = parse_query(&text).unwrap();
    let limits = Limits {
        fields: usize::MAX,
        query_roots: usize::MAX,
        ..Limits::default()
    };
    let mut scales = Scales::new(&document, &limits);
    let weight = scales
        .weigh(&operation_of(&document).unwrap().selection_set.node, 0)
        .unwrap();
    assert_eq!(weight.fields, 1 << 28);
    assert_eq!(scales.steps, 1 + 2 * 28 + 1);
    assert_eq!(code(&text), RefusalCode::TooComplex);
    assert_eq!(code(&bomb("mutation", 28)), RefusalCode::TooComplex);
}

#[test]
fn sums_saturate() {
    let mut text = "{ ...F0 }".to_owned();
    for level in 0..25 {
        let spreads = format!("...F{} ", level + 1).repeat(40);
        write!(text, " fragment F{level} on T {{ {spreads} }}").unwrap();
    }
    text.push_str(" fragment F25 on T { a }");
    assert_eq!(code(&text), RefusalCode::TooComplex);
}

#[test]
fn a_bomb_without_a_fuse_is_an_unknown_fragment() {
    let text = bomb("mutation", 28).replace("fragment F28 on T { a }", "");
    let refusal = refused(&text);
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (RefusalCode::ValidationFailed, "unknown fragment \"F28\"")
    );
}

#[test]
fn a_long_chain_of_fragments_is_refused_without_deep_recursion() {
    assert_eq!(code(&bomb("query", 1_200)), RefusalCode::TooComplex);
    let mut backwards = String::new();
    for level in (0..2_000).rev() {
        write!(backwards, "fragment F{level} on T {{ ...F{} }} ", level + 1).unwrap();
    }
    assert_eq!(
        code(&format!("{backwards} fragment F2000 on T {{ a }} {{ ...F0 }}")),
        RefusalCode::TooComplex
    );
}

#[test]
fn depth_is_capped_through_fragments() {
    let nested = |depth: usize| format!("{}leaf{}", "{ a ".repeat(depth - 1) + "{ ", " }".repeat(depth));
    admitted(&nested(15));
    assert_eq!(code(&nested(16)), RefusalCode::TooComplex);
    let inside = |depth: usize| format!("{{ a {{ ...F }} }} fragment F on T {}", nested(depth));
    admitted(&inside(14));
    assert_eq!(code(&inside(15)), RefusalCode::TooComplex);
    assert_eq!(code(&"{ a ".repeat(3_000)), RefusalCode::ParseFailed);
    let inline = format!("{{ {}x{} }}", "... { ".repeat(40), "}".repeat(40));
    assert_eq!(code(&inline), RefusalCode::TooComplex);
}

#[test]
fn introspection_is_bounded_too() {
    admitted("{ __schema { types { fields { type { fields { name } } } } } }");
    let circular = "{ __schema { types { fields { type { ...T } } } } } \
                    fragment T on __Type { interfaces { possibleTypes { name } } }";
    assert_eq!(code(circular), RefusalCode::TooComplex);
    let wide = |count: usize| {
        let spreads: String = (0..count).map(|i| format!("...F{i} ")).collect();
        let texts: String = (0..count)
            .map(|i| format!("fragment F{i} on S {{ types {{ name kind }} }} "))
            .collect();
        format!("{{ a: __schema {{ {spreads} }} }} {texts}")
    };
    admitted(&wide(166));
    assert_eq!(code(&wide(167)), RefusalCode::TooComplex);
    // The same names elsewhere are somebody's own fields.
    admitted("{ form { fields { fields { fields { fields { id } } } } } }");
}
