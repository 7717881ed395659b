//! CollectFields (§6.3.2): which fields an object is asked for, by response key, in the order of the document.

use std::collections::HashSet;

use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};

use super::coerce::{Arguments, included};
use crate::plans::schema::Schema;

/// The selections of one response key, which are one field.
pub type Group<'q> = (&'q str, Vec<&'q Field>);

/// The document's part of a run.
#[derive(Clone, Copy)]
pub struct Asked<'q> {
    pub schema: &'q Schema,
    pub document: &'q ExecutableDocument,
    pub variables: &'q Arguments,
}

impl<'q> Asked<'q> {
    /// The fields of these selection sets, merged, as far as they apply to an object of this type.
    pub fn collect(&self, object: &str, sets: &[&'q SelectionSet]) -> Vec<Group<'q>> {
        let mut groups = Vec::new();
        // Each set is collected by itself (§6.4.3, MergeSelectionSets): a fragment counts once in each.
        for set in sets {
            self.walk(object, set, &mut HashSet::new(), &mut groups);
        }
        groups
    }

    fn walk(
        &self,
        object: &str,
        set: &'q SelectionSet,
        visited: &mut HashSet<&'q str>,
        groups: &mut Vec<Group<'q>>,
    ) {
        for item in &set.items {
            if !included(item.node.directives(), self.variables) {
                continue;
            }
            match &item.node {
                Selection::Field(field) => {
                    let (key, field) = (field.node.response_key().node.as_str(), &field.node);
                    match groups.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, fields)) => fields.push(field),
                        None => groups.push((key, vec![field])),
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if visited.insert(name.as_str()) {
                        let fragment = &self.document.fragments[name].node;
                        if self.applies(&fragment.type_condition.node.on.node, object) {
                            self.walk(object, &fragment.selection_set.node, visited, groups);
                        }
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    if condition.is_none_or(|on| self.applies(&on.node.on.node, object)) {
                        self.walk(object, &inline.node.selection_set.node, visited, groups);
                    }
                }
            }
        }
    }

    /// DoesFragmentTypeApply.
    fn applies(&self, condition: &str, object: &str) -> bool {
        self.schema
            .possible(condition)
            .iter()
            .any(|possible| possible == object)
    }
}
