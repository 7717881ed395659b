//! What a document grows to once its fragments are spread, without spreading them.
//!
//! Each fragment is weighed once and remembered, and sums saturate; so a chain of fragments that would grow
//! to 2^64 fields costs as many steps as it has selections.

use std::collections::HashMap;

use async_graphql::parser::types::Selection;
use async_graphql::{
    Name, Pos,
    parser::types::{ExecutableDocument, Field, FragmentSpread, SelectionSet},
};

use super::{Limits, OperationKind, Refusal, RefusalCode, choose::Chosen, refusal::within};

/// What a selection set amounts to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weight {
    /// All fields in and below it.
    pub(super) fields: usize,
    /// The fields directly in it, those of its fragments included.
    pub(super) roots: usize,
    /// The most fields below one another.
    pub(super) depth: usize,
    /// The most selection sets below one another, whatever opens them.
    pub(super) nesting: usize,
    /// The most of introspection's list fields below one another; means nothing outside of introspection.
    pub(super) lists: usize,
    /// All fields in and below introspection's entrances.
    pub(super) introspection: usize,
}

impl Weight {
    fn beside(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            roots: self.roots.saturating_add(other.roots),
            depth: self.depth.max(other.depth),
            nesting: self.nesting.max(other.nesting),
            lists: self.lists.max(other.lists),
            introspection: self.introspection.saturating_add(other.introspection),
        }
    }

    fn within_fragment(self) -> Self {
        Self {
            nesting: self.nesting.saturating_add(1),
            ..self
        }
    }

    fn within_field(self, field: &Field) -> Self {
        let opens = usize::from(!field.selection_set.node.items.is_empty());
        let fields = self.fields.saturating_add(1);
        let is_list = matches!(
            field.name.node.as_str(),
            "fields" | "interfaces" | "possibleTypes" | "inputFields"
        );
        Self {
            fields,
            roots: 1,
            depth: self.depth.saturating_add(1),
            nesting: self.nesting.saturating_add(opens),
            lists: self.lists.saturating_add(usize::from(is_list)),
            introspection: if enters_introspection(field) {
                fields
            } else {
                self.introspection
            },
        }
    }
}

fn enters_introspection(field: &Field) -> bool {
    matches!(field.name.node.as_str(), "__schema" | "__type")
}

/// Weighs the selection sets of one document.
pub(super) struct Scales<'d> {
    document: &'d ExecutableDocument,
    limits: &'d Limits,
    /// `None` while the fragment is being weighed: to meet it then is a cycle.
    known: HashMap<&'d Name, Option<Weight>>,
    /// Selections looked at, for the tests: never more than the document holds.
    pub(super) steps: usize,
}

impl<'d> Scales<'d> {
    pub(super) fn new(document: &'d ExecutableDocument, limits: &'d Limits) -> Self {
        Self {
            document,
            limits,
            known: HashMap::new(),
            steps: 0,
        }
    }

    /// `level` is how deep the recursion is: a chain of thousands of fragments must not reach the end of
    /// the stack.
    pub(super) fn weigh(&mut self, set: &'d SelectionSet, level: usize) -> Result<Weight, Refusal> {
        within("levels of selections", level, self.limits.nesting)?;
        let mut total = Weight::default();
        for item in &set.items {
            self.steps += 1;
            let weight = match &item.node {
                Selection::Field(field) => self.field(&field.node, field.pos, level)?,
                Selection::InlineFragment(inline) => self
                    .weigh(&inline.node.selection_set.node, level + 1)?
                    .within_fragment(),
                Selection::FragmentSpread(spread) => self.spread(&spread.node, spread.pos, level)?,
            };
            total = total.beside(weight);
        }
        Ok(total)
    }

    fn field(&mut self, field: &'d Field, pos: Pos, level: usize) -> Result<Weight, Refusal> {
        let below = if field.selection_set.node.items.is_empty() {
            Weight::default()
        } else {
            self.weigh(&field.selection_set.node, level + 1)?
        };
        if enters_introspection(field) && below.lists > self.limits.introspection_lists {
            let message = "introspection nests too many lists";
            return Err(Refusal {
                locations: vec![pos],
                ..Refusal::new(RefusalCode::TooComplex, message)
            });
        }
        Ok(below.within_field(field))
    }

    fn spread(&mut self, spread: &'d FragmentSpread, pos: Pos, level: usize) -> Result<Weight, Refusal> {
        let name = &spread.fragment_name.node;
        match self.known.get(name) {
            Some(Some(weight)) => return Ok(weight.within_fragment()),
            Some(None) => {
                return Err(Refusal::invalid(
                    format!("fragment \"{name}\" contains itself"),
                    vec![pos],
                ));
            }
            None => {}
        }
        // The engine would say so too; it is said here because later steps count on every leaf being a field.
        let fragment = self
            .document
            .fragments
            .get(name)
            .ok_or_else(|| Refusal::invalid(format!("unknown fragment \"{name}\""), vec![pos]))?;
        self.known.insert(name, None);
        let weight = self.weigh(&fragment.node.selection_set.node, level + 1)?;
        self.known.insert(name, Some(weight));
        Ok(weight.within_fragment())
    }

    /// A fragment that no operation reaches is an error of the language. Once pruned the engine cannot see
    /// it any more.
    fn unused(&self) -> Option<Refusal> {
        self.document
            .fragments
            .iter()
            .filter(|(name, _)| !self.known.contains_key(name))
            .min_by_key(|(_, fragment)| fragment.pos)
            .map(|(name, fragment)| {
                Refusal::invalid(format!("fragment \"{name}\" is never used"), vec![fragment.pos])
            })
    }
}

/// Weighs every operation (cycles and loose fragments are errors wherever they stand) and bounds the chosen
/// one.
pub(super) fn check(document: &ExecutableDocument, chosen: &Chosen, limits: &Limits) -> Result<(), Refusal> {
    let mut scales = Scales::new(document, limits);
    let mut weight = Weight::default();
    for (name, operation) in document.operations.iter() {
        let weighed = scales.weigh(&operation.node.selection_set.node, 0)?;
        if name == chosen.name.as_ref() {
            weight = weighed;
        }
    }
    if let Some(refusal) = scales.unused() {
        return Err(refusal);
    }
    bound(weight, chosen.kind, limits).map_err(|refusal| Refusal {
        locations: vec![chosen.pos],
        ..refusal
    })
}

fn bound(weight: Weight, kind: OperationKind, limits: &Limits) -> Result<(), Refusal> {
    let roots = match kind {
        OperationKind::Query => limits.query_roots,
        OperationKind::Mutation => limits.mutation_roots,
        // The language's own rule.
        OperationKind::Subscription => 1,
    };
    within("fields", weight.fields, limits.fields)?;
    within(
        "fields of introspection",
        weight.introspection,
        limits.introspection_fields,
    )?;
    within("root fields", weight.roots, roots)?;
    within("levels of fields", weight.depth, limits.depth)?;
    within("levels of selections", weight.nesting, limits.nesting)
}
