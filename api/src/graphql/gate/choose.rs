//! Choosing the operation, and forgetting the rest of the document.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Name, Pos,
    parser::types::{DocumentOperations, ExecutableDocument, Selection, SelectionSet},
};

use super::{OperationKind, Refusal, operation_of};

/// The operation that the request is about.
pub(super) struct Chosen {
    pub(super) name: Option<Name>,
    pub(super) kind: OperationKind,
    pub(super) pos: Pos,
}

/// By the language's rule: no name given means that there must be one operation only, whether that has a
/// name or not. (The parser files a lone operation *with* a name under `Multiple`, so its variants do not
/// answer the question.)
pub(super) fn choose(document: &ExecutableDocument, wanted: Option<&str>) -> Result<Chosen, Refusal> {
    let wanted = wanted.filter(|name| !name.is_empty());
    let mut operations = document.operations.iter();
    let found = match wanted {
        Some(name) => operations
            .find(|(candidate, _)| candidate.is_some_and(|candidate| candidate == name))
            .ok_or_else(|| Refusal::invalid(format!("unknown operation \"{name}\""), Vec::new()))?,
        None => match (operations.next(), operations.next()) {
            (Some(only), None) => only,
            _ => {
                let message =
                    "the document holds several operations: `operationName` must say which one to run";
                return Err(Refusal::invalid(message, Vec::new()));
            }
        },
    };
    let (name, operation) = found;
    Ok(Chosen {
        name: name.cloned(),
        kind: operation.node.ty.into(),
        pos: operation.pos,
    })
}

/// Drops the other operations, then the fragments that only they used.
pub(super) fn keep(mut document: ExecutableDocument, chosen: &Chosen) -> Result<ExecutableDocument, Refusal> {
    if let (DocumentOperations::Multiple(operations), Some(name)) = (&mut document.operations, &chosen.name) {
        let operation = operations
            .remove(name)
            .ok_or_else(|| Refusal::invalid(format!("unknown operation \"{name}\""), Vec::new()))?;
        *operations = HashMap::from([(name.clone(), operation)]);
    }
    keep_used_fragments(&mut document);
    Ok(document)
}

pub(super) fn keep_used_fragments(document: &mut ExecutableDocument) {
    let mut used = HashSet::new();
    let mut waiting: Vec<&SelectionSet> = operation_of(document)
        .map(|operation| &operation.selection_set.node)
        .into_iter()
        .collect();
    while let Some(set) = waiting.pop() {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => waiting.push(&field.node.selection_set.node),
                Selection::InlineFragment(inline) => waiting.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = document.fragments.get(name)
                        && used.insert(name.clone())
                    {
                        waiting.push(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
    document.fragments.retain(|name, _| used.contains(name));
}

/// The names of the root fields, each once, in the order of the document.
pub(super) fn root_fields(document: &ExecutableDocument) -> Vec<String> {
    let mut names = Vec::new();
    let mut entered = HashSet::new();
    if let Some(operation) = operation_of(document) {
        collect(document, &operation.selection_set.node, &mut entered, &mut names);
    }
    names
}

fn collect<'d>(
    document: &'d ExecutableDocument,
    set: &'d SelectionSet,
    entered: &mut HashSet<&'d Name>,
    names: &mut Vec<String>,
) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                let name = field.node.name.node.as_str();
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
            Selection::InlineFragment(inline) => {
                collect(document, &inline.node.selection_set.node, entered, names);
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                if let Some(fragment) = document.fragments.get(name)
                    && entered.insert(name)
                {
                    collect(document, &fragment.node.selection_set.node, entered, names);
                }
            }
        }
    }
}
