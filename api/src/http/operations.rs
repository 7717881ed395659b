//! The operations of `examples/operations/`, one for each screen of a client: the tabs of GraphiQL.

use serde_json::{Value, json};

struct Operation {
    name: &'static str,
    document: &'static str,
    /// Values of its variables that make it work with the demo.
    variables: &'static str,
}

macro_rules! operations {
    ($($name:literal)*) => {
        &[$(Operation {
            name: $name,
            document: include_str!(concat!("../../../examples/operations/", $name, ".graphql")),
            variables: include_str!(concat!("../../../examples/operations/", $name, ".json")),
        }),*]
    };
}

/// In the order of the tabs.
const OPERATIONS: &[Operation] = operations![
    "today" "search" "person" "log" "introductions" "ledger" "goals" "needs" "events" "circles" "time"
    "diversity" "settings"
];

/// As GraphiQL takes its tabs.
pub(super) fn json() -> String {
    let tab = |it: &Operation| json!({ "name": it.name, "query": it.document, "variables": it.variables });
    Value::from_iter(OPERATIONS.iter().map(tab)).to_string()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use super::OPERATIONS;

    #[test]
    fn every_operation_of_the_folder_is_a_tab() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/operations");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".graphql").map(str::to_owned))
            .collect();
        assert_eq!(files, OPERATIONS.iter().map(|it| it.name.to_owned()).collect());
    }
}
