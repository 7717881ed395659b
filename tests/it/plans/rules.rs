//! The proof itself, tried: the reference on documents that the specification works out, and a comparison that sees what
//! differs.

use serde_json::json;

use super::compare::{Query, cursors, data_of};
use super::reference::{Cursor, Tables, execute};
use super::world::World;

/// A workspace without anything.
fn world() -> World {
    World::of(Tables::default(), chrono::DateTime::UNIX_EPOCH)
}

fn answer(query: &str) -> String {
    execute(&world(), &Query::new(query), false).data
}

#[test]
fn keys_stand_in_the_order_of_their_first_selection() {
    let query = "{ b: __typename ...F a: __typename b: __typename } fragment F on Query { c: __typename a: __typename }";
    assert_eq!(answer(query), r#"{"b":"Query","c":"Query","a":"Query"}"#);
}

#[test]
fn selections_of_one_field_are_merged_in_the_order_of_the_document() {
    let query = "{ tags { totalCount } __typename tags { nodes { id } totalCount } ... { tags { pageInfo { hasNextPage } } } }";
    assert_eq!(
        answer(query),
        r#"{"tags":{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false}},"__typename":"Query"}"#
    );
}

#[test]
fn conditions_see_literals_and_defaults() {
    let query = "query($yes: Boolean = true, $no: Boolean! = false) { a: __typename @skip(if: $yes) b: __typename @include(if: $yes) c: __typename @skip(if: $no) ... @include(if: $no) { d: __typename } e: __typename @skip(if: false) @include(if: false) }";
    assert_eq!(answer(query), r#"{"b":"Query","c":"Query"}"#);
}

#[test]
fn what_cannot_be_null_takes_its_parent_with_it() {
    let many = json!(vec!["x"; 101]);
    let text = "query($ids: [ID!]!) { tags { totalCount } nodes(ids: $ids) { id } }";
    let found = execute(&world(), &Query::with(text, json!({ "ids": many })), false);
    assert_eq!(found.data, "null");
    let [failed] = found.errors.as_slice() else {
        panic!("{:?}", found.errors)
    };
    assert_eq!(
        (failed.path.as_slice(), failed.nulled.len()),
        (&[json!("nodes")][..], 0)
    );
    let found = execute(
        &world(),
        &Query::new("{ nodes(ids: [\"x\"]) { id } node(id: \"x\") { id } }"),
        false,
    );
    assert_eq!(found.data, r#"{"nodes":[null],"node":null}"#);
    let paths: Vec<_> = found.errors.iter().map(|failed| failed.path.clone()).collect();
    assert_eq!(paths, [vec![json!("nodes"), json!(0)], vec![json!("node")]]);
}

#[test]
fn the_comparison_sees_what_differs() {
    let (world, query) = (
        world(),
        Query::new("{ tags { totalCount nodes { id } } a: node(id: \"x\") { id } }"),
    );
    let right = r#"{"errors":[{"path":["a"],"extensions":{"code":"BAD_INPUT"}}],"data":{"tags":{"totalCount":0,"nodes":[]},"a":null}}"#;
    query.judge(&world, 200, right).unwrap();
    for (was, is) in [
        (r#""totalCount":0,"nodes":[]"#, r#""nodes":[],"totalCount":0"#),
        (r#""totalCount":0"#, r#""totalCount":1"#),
        (r#","a":null"#, ""),
        (r#"BAD_INPUT"#, "INTERNAL"),
        (r#"["a"]"#, r#"["a","id"]"#),
        (
            r#""errors":[{"path":["a"],"extensions":{"code":"BAD_INPUT"}}],"#,
            "",
        ),
        (
            r#"{"path":["a"]"#,
            r#"{"path":["tags"],"extensions":{"code":"BAD_INPUT"}},{"path":["a"]"#,
        ),
        ("\"nodes\":[]", "\"nodes\": []"),
    ] {
        let wrong = right.replacen(was, is, 1);
        assert_ne!(wrong, right, "{was}");
        query.judge(&world, 200, &wrong).unwrap_err();
    }
    query.judge(&world, 400, right).unwrap_err();
}

#[test]
fn data_is_found_among_the_members_of_a_body() {
    assert_eq!(
        data_of(r#"{"errors":[{"data":"\"data\":"}],"data":{"a":"}\",{"},"extensions":{}}"#),
        Some(r#"{"a":"}\",{"}"#)
    );
    assert_eq!(data_of(r#"{"data":null}"#), Some("null"));
    assert_eq!(data_of(r#"{"errors":[{"data":1}]}"#), None);
}

#[test]
fn a_cursor_may_be_any_text_but_none() {
    let expected = format!(r#"{{"a":"{}","b":["{}"]}}"#, Cursor(0).mark(), Cursor(1).mark());
    assert_eq!(
        cursors(r#"{"a":"x","b":["y"]}"#, &expected),
        Ok(vec![(0, "x".to_owned()), (1, "y".to_owned())])
    );
    for wrong in [
        r#"{"a":"","b":["y"]}"#,
        r#"{"a":null,"b":["y"]}"#,
        r#"{"a":"x","b":["y"]}}"#,
        r#"{"a":"x","b":["y","z"]}"#,
    ] {
        cursors(wrong, &expected).unwrap_err();
    }
}
