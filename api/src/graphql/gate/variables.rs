//! Required variables are asked for before anything runs, as the language has it.
//!
//! The engine notices only when a resolver reads the argument: by then the other root fields have run.

use async_graphql::{Value, Variables, parser::types::ExecutableDocument};

use super::{Refusal, RefusalCode, operation_of};

pub(super) fn require(document: &ExecutableDocument, variables: &Variables) -> Result<(), Refusal> {
    for definition in operation_of(document)
        .into_iter()
        .flat_map(|operation| &operation.variable_definitions)
    {
        let wanted = &definition.node;
        if wanted.var_type.node.nullable {
            continue;
        }
        let problem = match variables.get(&wanted.name.node) {
            Some(Value::Null) => "must not be null",
            Some(_) => continue,
            None if wanted.default_value.is_some() => continue,
            None => "was not provided",
        };
        return Err(Refusal {
            code: RefusalCode::BadInput,
            message: format!(
                "variable \"${}\" of type \"{}\" {problem}",
                wanted.name.node, wanted.var_type.node
            ),
            locations: vec![definition.pos],
        });
    }
    Ok(())
}
