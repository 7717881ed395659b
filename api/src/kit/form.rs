//! What a client said, in a form that can be remembered. Fingerprints of creates are kept for good.
//!
//! The form is made of what was written in the client's own words, the names and values of arguments, and never of types of this
//! program. What is null or empty is left out, as if it had not been mentioned. So a field that is added to an input changes no
//! form. A field that is renamed keeps its first name in the form, so that what was sent before is known again. The form has a version:
//! if it ever has to change, what was remembered in this one is still told apart.

use std::collections::BTreeMap;

use serde_json::Value;

use super::secret;

/// The version of the form, before what is remembered.
const VERSION: &str = "1:";

/// Fields of what makes a record, that once had another name: the mutation, the name, and the first name.
const RENAMED: [(&str, &str, &str); 7] = [
    ("createPerson", "notes", "summary"),
    ("createOrganization", "notes", "summary"),
    ("createCollaboration", "description", "summary"),
    ("createCollaboration", "aim", "goal"),
    ("createCollaboration", "result", "outcome"),
    ("createNeed", "description", "details"),
    ("createOffer", "description", "details"),
];

/// Mutations that make a record, that once had another name.
const RENAMED_MUTATIONS: [(&str, &str); 2] = [
    ("giveGratitude", "giveThanks"),
    ("receiveGratitude", "recordThanksReceived"),
];

/// What was said to a mutation as its `input`, as it is remembered.
#[must_use]
pub fn of_input(mutation: &str, input: Value) -> String {
    let input = match input {
        Value::Object(fields) => {
            let fields = fields.into_iter();
            let first = |name: String| {
                let renamed = RENAMED.iter().find(|it| (it.0, it.1) == (mutation, &name));
                renamed.map_or(name, |it| it.2.to_owned())
            };
            fields.map(|(name, value)| (first(name), value)).collect()
        }
        input => input,
    };
    let renamed = RENAMED_MUTATIONS.iter().find(|it| it.0 == mutation);
    of(
        renamed.map_or(mutation, |it| it.1),
        serde_json::json!({ "input": input }),
    )
}

/// What was said to this field, as it is remembered.
#[must_use]
pub fn of(field: &str, arguments: Value) -> String {
    let said = Value::Array(vec![field.into(), said(arguments).unwrap_or_default()]);
    format!("{VERSION}{}", secret::hash(said.to_string().as_bytes()))
}

/// A hash of a value that is the same for equal values, whichever order the keys of their objects come in.
#[must_use]
pub fn exact(value: Value) -> String {
    secret::hash(in_order(value).to_string().as_bytes())
}

/// The same value, the keys of its objects in order.
fn in_order(value: Value) -> Value {
    match value {
        Value::Array(values) => values.into_iter().map(in_order).collect(),
        Value::Object(fields) => {
            let fields: BTreeMap<String, Value> = fields.into_iter().collect();
            fields
                .into_iter()
                .map(|(name, value)| (name, in_order(value)))
                .collect()
        }
        value => value,
    }
}

/// A value without what says nothing, its keys in order; none if all of it says nothing.
fn said(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(values) if values.is_empty() => None,
        // The language lets a list of one be written as that one.
        Value::Array(mut values) if values.len() == 1 => said(values.remove(0)),
        Value::Array(values) => {
            let values = values.into_iter();
            Some(values.map(|value| said(value).unwrap_or_default()).collect())
        }
        Value::Object(fields) => {
            let fields = fields.into_iter();
            let said: BTreeMap<String, Value> = fields
                .filter_map(|(name, value)| Some((name, said(value)?)))
                .collect();
            (!said.is_empty()).then(|| said.into_iter().collect())
        }
        value => Some(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_that_is_added_changes_no_form() {
        let before = of(
            "createPerson",
            json!({ "input": { "id": "a", "displayName": "Ana" } }),
        );
        let added = json!({ "input": { "displayName": "Ana", "headline": null, "facts": [], "id": "a", "place": { "city": null } } });
        assert_eq!(of("createPerson", added), before);
    }

    #[test]
    fn what_is_renamed_is_known_by_its_first_name() {
        let now = of_input("createNeed", json!({ "id": "a", "description": "For a week." }));
        let then = json!({ "input": { "id": "a", "details": "For a week." } });
        assert_eq!(now, of("createNeed", then));
        let said = json!({ "id": "a", "text": "For the boat." });
        assert_eq!(
            of_input("giveGratitude", said.clone()),
            of("giveThanks", json!({ "input": said }))
        );
        let others = json!({ "id": "a", "description": "For a week." });
        let same = of("createGoal", json!({ "input": others.clone() }));
        assert_eq!(of_input("createGoal", others), same);
    }

    #[test]
    fn the_form_is_kept() {
        let of_then = "1:ab5156a6cd1b05086ba4da6a428e5161235808274fa295dc7903f3ddddd9c197";
        assert_eq!(
            of("createTag", json!({ "input": { "id": "a", "name": "Friends" } })),
            of_then
        );
    }

    #[test]
    fn the_order_of_keys_is_all_that_an_exact_form_leaves_out() {
        let parsed = |text: &str| exact(serde_json::from_str(text).unwrap());
        let form = parsed(r#"{ "a": { "b": 1, "c": [1, null] }, "d": "" }"#);
        assert_eq!(parsed(r#"{"d":"","a":{"c":[1,null],"b":1}}"#), form);
        for other in [
            r#"{ "a": { "b": 1, "c": [null, 1] }, "d": "" }"#,
            r#"{ "a": { "b": 1, "c": [1] }, "d": "" }"#,
            r#"{ "a": { "b": 1, "c": [1, null] }, "d": null }"#,
            r#"{ "a": { "b": 1, "c": [1, null] } }"#,
            r#"{ "a": { "b": "1", "c": [1, null] }, "d": "" }"#,
        ] {
            assert_ne!(parsed(other), form, "{other}");
        }
    }

    #[test]
    fn whatever_is_said_otherwise_has_another_form() {
        let forms = [
            of("createTag", json!({ "input": { "name": "Keep" } })),
            of("createTag", json!({ "input": { "name": "null" } })),
            of("createTag", json!({ "input": { "name": "" } })),
            of("createTag", json!({ "input": {} })),
            of("createTag", json!({ "input": { "name": ["a", null] } })),
            of("createTag", json!({ "input": { "name": ["a"] } })),
            of("createTag", json!({ "input": { "name": false } })),
            of("createCircle", json!({ "input": {} })),
        ];
        let different: std::collections::BTreeSet<_> = forms.iter().collect();
        assert_eq!(different.len(), forms.len());
    }
}
