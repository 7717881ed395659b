//! What a line says: the variables of the job's mutation, as `{ "input": { … } }`, or a row as `applyMutations` takes them, as
//! `{ "ref": "…", "name": "…", "variables": { … } }`. No mutation has an argument `variables`, so the two are told apart by it.

use serde_json::{Map, Value};

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The client's name for the line.
    pub reference: Option<String>,
    /// The mutation, where it is another than the job's.
    pub name: Option<String>,
    /// Its arguments.
    pub variables: Map<String, Value>,
}

/// Reads a line.
///
/// # Errors
/// What is wrong with it, in words.
pub fn said(line: &[u8]) -> Result<Said, String> {
    let read: Value =
        serde_json::from_slice(line).map_err(|error| format!("the line is not JSON: {error}"))?;
    let Value::Object(mut line) = read else {
        return Err("the line is no JSON object".to_owned());
    };
    let mut text = |key: &str| match line.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{key}` is no text")),
    };
    let reference = text("ref")?;
    let Some(variables) = line.remove("variables") else {
        let (name, variables) = (None, line);
        return Ok(Said {
            reference,
            name,
            variables,
        });
    };
    let name = match line.remove("name") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err("`name` is no text".to_owned()),
    };
    match variables {
        Value::Object(variables) => Ok(Said {
            reference,
            name,
            variables,
        }),
        Value::Null => Ok(Said {
            reference,
            name,
            variables: Map::new(),
        }),
        _ => Err("`variables` is no object".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(line: &Value) -> Result<Said, String> {
        said(line.to_string().as_bytes())
    }

    #[test]
    fn a_line_is_variables_or_a_row() {
        let input = json!({ "displayName": "Ana" });
        let variables = Map::from_iter([("input".to_owned(), input.clone())]);
        let plain = read(&json!({ "input": input, "ref": "7" })).unwrap();
        let expected = Said {
            reference: Some("7".to_owned()),
            name: None,
            variables,
        };
        assert_eq!(plain, expected);
        let row = json!({
            "ref": "7", "variables": { "input": input }, "line": 12, "status": "REJECTED", "userErrors": [],
        });
        assert_eq!(read(&row), Ok(expected));
        let named = read(&json!({ "name": "archivePerson", "variables": { "id": "x" } })).unwrap();
        assert_eq!(named.name.as_deref(), Some("archivePerson"));
        // Not a row, so an argument of the mutation, which may have one of this name.
        assert_eq!(read(&json!({ "name": "x" })).unwrap().name, None);
        for wrong in [
            "",
            "[]",
            "1",
            "{",
            r#"{"ref":1}"#,
            r#"{"variables":[]}"#,
            r#"{"variables":{},"name":2}"#,
        ] {
            assert!(said(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
