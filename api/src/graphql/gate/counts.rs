//! What is counted as it is written, each definition once: operations, fragments, aliases, directives,
//! repeats.

use std::collections::HashSet;

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

use super::{Limits, Refusal, refusal::within};

#[derive(Default)]
struct Counts {
    aliases: usize,
    directives: usize,
    repeats: usize,
}

/// What makes a selection the same as one beside it. The engine runs both, so a field that is written a
/// thousand times costs a thousand fields although the answer holds one.
#[derive(PartialEq, Eq, Hash)]
enum Key<'d> {
    Field(&'d Name),
    Spread(&'d Name),
    Inline(Option<&'d Name>),
}

impl Counts {
    /// The parser bounds how deep selection sets nest, so plain recursion is safe here.
    fn selection_set(&mut self, set: &SelectionSet) {
        let mut beside = HashSet::with_capacity(set.items.len());
        for item in &set.items {
            self.directives += item.node.directives().len();
            let key = match &item.node {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.node.alias.is_some());
                    self.selection_set(&field.node.selection_set.node);
                    Key::Field(&field.node.response_key().node)
                }
                Selection::InlineFragment(inline) => {
                    self.selection_set(&inline.node.selection_set.node);
                    Key::Inline(inline.node.type_condition.as_ref().map(|on| &on.node.on.node))
                }
                Selection::FragmentSpread(spread) => Key::Spread(&spread.node.fragment_name.node),
            };
            self.repeats += usize::from(!beside.insert(key));
        }
    }
}

pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    let mut counts = Counts::default();
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        counts.directives += operation.directives.len();
        counts.directives += operation
            .variable_definitions
            .iter()
            .map(|definition| definition.node.directives.len())
            .sum::<usize>();
        counts.selection_set(&operation.selection_set.node);
    }
    for fragment in document.fragments.values() {
        counts.directives += fragment.node.directives.len();
        counts.selection_set(&fragment.node.selection_set.node);
    }
    within("operations", document.operations.iter().len(), limits.operations)?;
    within("fragments", document.fragments.len(), limits.fragments)?;
    within("repeated selections", counts.repeats, limits.repeats)?;
    within("aliases", counts.aliases, limits.aliases)?;
    within("directives", counts.directives, limits.directives)
}
