//! A root field of a mutation that is selected twice runs once.
//!
//! The language merges selections of one response key before it runs them; the engine runs each and merges
//! what comes out, so `mutation { ...A ...B }` writes twice when both fragments select `createPerson`.
//! Where a key repeats, the root is written out flat: equal selections become one with both selection sets,
//! unequal ones are refused. Equal means the same field, arguments and conditions (directives of the field
//! and of all fragments around it). Read-only operations are left alone: there a second run costs a little
//! and changes nothing.

use std::collections::HashSet;

use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{
        Directive, ExecutableDocument, Field, InlineFragment, Selection, SelectionSet, TypeCondition,
    },
};

use super::{Refusal, choose, operation_of, operation_of_mut};

/// A fragment around a root field.
#[derive(Clone, Copy)]
struct Wrap<'d> {
    condition: Option<&'d Positioned<TypeCondition>>,
    directives: &'d [Positioned<Directive>],
    pos: Pos,
}

struct Root<'d> {
    around: Vec<Wrap<'d>>,
    field: &'d Positioned<Field>,
    /// The selections of its equals.
    more: Vec<&'d SelectionSet>,
}

impl<'d> Root<'d> {
    fn key(&self) -> &'d Name {
        &self.field.node.response_key().node
    }

    fn conditions(&self) -> impl Iterator<Item = &'d Directive> {
        let around = self.around.iter().flat_map(|wrap| wrap.directives);
        around
            .chain(&self.field.node.directives)
            .map(|directive| &directive.node)
    }

    fn runs_like(&self, other: &Self) -> bool {
        self.field.node.name.node == other.field.node.name.node
            && same_arguments(&self.field.node.arguments, &other.field.node.arguments)
            && self.conditions().count() == other.conditions().count()
            && self.conditions().zip(other.conditions()).all(|(mine, theirs)| {
                mine.name.node == theirs.name.node && same_arguments(&mine.arguments, &theirs.arguments)
            })
    }

    /// The field with all its selections. The fragments around it stay as inline fragments, so that the
    /// engine still checks their types and evaluates their conditions.
    fn write_out(self) -> Positioned<Selection> {
        let mut field = self.field.clone();
        let items = &mut field.node.selection_set.node.items;
        items.extend(self.more.iter().flat_map(|set| &set.items).cloned());
        let innermost = Positioned::new(Selection::Field(field), self.field.pos);
        self.around.iter().rev().fold(innermost, |inside, wrap| {
            let inline = InlineFragment {
                type_condition: wrap.condition.cloned(),
                directives: wrap.directives.to_vec(),
                selection_set: Positioned::new(SelectionSet { items: vec![inside] }, wrap.pos),
            };
            Positioned::new(
                Selection::InlineFragment(Positioned::new(inline, wrap.pos)),
                wrap.pos,
            )
        })
    }
}

/// Arguments are a set: their order says nothing.
fn same_arguments<V: PartialEq>(
    mine: &[(Positioned<Name>, Positioned<V>)],
    theirs: &[(Positioned<Name>, Positioned<V>)],
) -> bool {
    mine.len() == theirs.len() && mine.iter().all(|argument| theirs.contains(argument))
}

/// The weights have been checked: there are few roots and no cycles, and each branch ends in a field.
pub(super) fn merge_roots(document: &mut ExecutableDocument) -> Result<(), Refusal> {
    let Some(operation) = operation_of(document) else {
        return Ok(());
    };
    let mut roots = Vec::new();
    flatten(document, &operation.selection_set.node, &[], &mut roots);
    let mut keys = HashSet::new();
    if roots.iter().all(|root| keys.insert(root.key())) {
        return Ok(());
    }

    let mut merged: Vec<Root> = Vec::with_capacity(keys.len());
    for root in roots {
        match merged.iter_mut().find(|earlier| earlier.key() == root.key()) {
            None => merged.push(root),
            Some(earlier) if earlier.runs_like(&root) => {
                earlier.more.push(&root.field.node.selection_set.node)
            }
            Some(earlier) => return Err(differing(earlier, &root)),
        }
    }
    let items = merged.into_iter().map(Root::write_out).collect();
    if let Some(operation) = operation_of_mut(document) {
        operation.selection_set.node.items = items;
    }
    choose::keep_used_fragments(document);
    Ok(())
}

fn differing(earlier: &Root, later: &Root) -> Refusal {
    let message = format!(
        "\"{}\" is selected twice in a mutation, with different fields, arguments or directives: give one of them \
         another alias",
        later.key()
    );
    Refusal::invalid(message, vec![earlier.field.pos, later.field.pos])
}

fn flatten<'d>(
    document: &'d ExecutableDocument,
    set: &'d SelectionSet,
    around: &[Wrap<'d>],
    roots: &mut Vec<Root<'d>>,
) {
    for item in &set.items {
        let (condition, inside) = match &item.node {
            Selection::Field(field) => {
                roots.push(Root {
                    around: around.to_vec(),
                    field,
                    more: Vec::new(),
                });
                continue;
            }
            Selection::InlineFragment(inline) => (
                inline.node.type_condition.as_ref(),
                &inline.node.selection_set.node,
            ),
            Selection::FragmentSpread(spread) => {
                let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) else {
                    continue;
                };
                (
                    Some(&fragment.node.type_condition),
                    &fragment.node.selection_set.node,
                )
            }
        };
        let mut around = around.to_vec();
        around.push(Wrap {
            condition,
            directives: item.node.directives(),
            pos: item.pos,
        });
        flatten(document, inside, &around, roots);
    }
}
