//! The values that a document writes out, checked as those of variables are: in the same words, and with the same path.
//!
//! What is not in the schema at all, a field or an argument, is left to the rules of the language; so are variables in values.

use async_graphql::parser::types::{
    BaseType, ExecutableDocument, Field as Selected, OperationType, Selection, SelectionSet, Type,
};
use async_graphql::{Name, Positioned};
use async_graphql_value::Value as Written;

use super::variables::{Input, InputField, Inputs, Wrong, no_word, wrong};
use super::{Refusal, RefusalCode, operation_of};

impl Inputs {
    /// Checks the values that a document writes out.
    ///
    /// # Errors
    /// One is not of its type; its path is told.
    pub fn check_literals(&self, document: &ExecutableDocument) -> Result<(), Refusal> {
        let Some(operation) = operation_of(document) else {
            return Ok(());
        };
        let root = match operation.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        self.selections(root, &operation.selection_set.node)?;
        let fragments = document.fragments.values();
        for fragment in fragments.map(|fragment| &fragment.node) {
            self.selections(
                &fragment.type_condition.node.on.node,
                &fragment.selection_set.node,
            )?;
        }
        Ok(())
    }

    fn selections(&self, parent: &str, set: &SelectionSet) -> Result<(), Refusal> {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let fields = self.objects.get(parent);
                    let Some(known) = fields.and_then(|fields| fields.get(field.node.name.node.as_str()))
                    else {
                        continue;
                    };
                    self.arguments(&known.arguments, &field.node)?;
                    self.selections(&known.ty, &field.node.selection_set.node)?;
                }
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref();
                    let on = on.map_or(parent, |on| on.node.on.node.as_str());
                    self.selections(on, &inline.node.selection_set.node)?;
                }
                Selection::FragmentSpread(_) => {}
            }
        }
        Ok(())
    }

    fn arguments(&self, known: &[InputField], field: &Selected) -> Result<(), Refusal> {
        for (name, value) in &field.arguments {
            let Some(argument) = known.iter().find(|argument| argument.name == name.node) else {
                continue;
            };
            self.literal(&value.node, &argument.ty)
                .map_err(|wrong| refusal(name, argument, wrong, value))?;
        }
        Ok(())
    }

    fn literal(&self, value: &Written, ty: &Type) -> Result<(), Wrong> {
        let name = match (&ty.base, value) {
            (_, Written::Variable(_)) => return Ok(()),
            (_, Written::Null) if ty.nullable => return Ok(()),
            (_, Written::Null) => return Err(wrong("null is not allowed here")),
            (BaseType::List(entry), Written::List(values)) => {
                let mut values = values.iter().enumerate();
                return values.try_for_each(|(place, value)| {
                    self.literal(value, entry)
                        .map_err(|wrong| wrong.at(place.to_string()))
                });
            }
            (BaseType::List(entry), value) => return self.literal(value, entry),
            (BaseType::Named(name), _) => name,
        };
        match (self.input(name), value) {
            (Some(Input::Scalar(_)), Written::Enum(_)) => {
                Err(wrong(format!("{name} is no word, but a value")))
            }
            (Some(Input::Scalar(check)), value) => {
                let value = value.clone().into_const();
                let value = value.ok_or_else(|| wrong(format!("{name} has no variables within")))?;
                check(&value).map_err(wrong)
            }
            (Some(Input::Enum(words)), Written::Enum(word)) if words.iter().any(|known| known == word) => {
                Ok(())
            }
            (Some(Input::Enum(words)), _) => Err(no_word(name, words)),
            (Some(Input::Object { fields, one_of }), value) => self.fields(value, name, fields, *one_of),
            (None, _) => Err(wrong(format!("there is no input type {name}"))),
        }
    }

    fn fields(&self, value: &Written, name: &str, known: &[InputField], one_of: bool) -> Result<(), Wrong> {
        let Written::Object(given) = value else {
            return Err(wrong(format!("{name} is an object")));
        };
        let is_known = |key: &Name| known.iter().any(|field| field.name == *key);
        if let Some(unknown) = given.keys().find(|key| !is_known(key)) {
            return Err(wrong(format!("{name} has no field {unknown}")));
        }
        if one_of && (given.len() != 1 || given.values().any(|value| *value == Written::Null)) {
            return Err(wrong(format!("{name} takes exactly one of its fields")));
        }
        for field in known {
            match given.get(&field.name) {
                Some(value) => self.literal(value, &field.ty),
                None if field.ty.nullable || field.has_default || one_of => Ok(()),
                None => Err(wrong("is required")),
            }
            .map_err(|wrong| wrong.at(field.name.as_str()))?;
        }
        Ok(())
    }
}

fn refusal(
    name: &Positioned<Name>,
    argument: &InputField,
    wrong: Wrong,
    value: &Positioned<Written>,
) -> Refusal {
    let message = format!(
        "argument \"{}\" of type \"{}\" {}",
        name.node,
        argument.ty,
        wrong.words()
    );
    Refusal {
        locations: vec![value.pos],
        path: wrong.at(name.node.as_str()).path,
        ..Refusal::new(RefusalCode::BadInput, message)
    }
}

/// Where a variable first stands in the arguments of a field: what it is for, whoever gives its value.
pub(super) fn place(document: &ExecutableDocument, variable: &Name) -> Vec<String> {
    let operation = operation_of(document).map(|operation| &operation.selection_set.node);
    let fragments = document.fragments.values();
    let sets = operation
        .into_iter()
        .chain(fragments.map(|it| &it.node.selection_set.node));
    let mut places = sets.filter_map(|set| within(set, variable));
    places.next().unwrap_or_default()
}

fn within(set: &SelectionSet, variable: &Name) -> Option<Vec<String>> {
    set.items.iter().find_map(|item| match &item.node {
        Selection::Field(field) => {
            let mut arguments = field.node.arguments.iter();
            let here = arguments.find_map(|(name, value)| found(&name.node, &value.node, variable));
            here.or_else(|| within(&field.node.selection_set.node, variable))
        }
        Selection::InlineFragment(inline) => within(&inline.node.selection_set.node, variable),
        Selection::FragmentSpread(_) => None,
    })
}

fn found(key: &str, value: &Written, variable: &Name) -> Option<Vec<String>> {
    let mut path = match value {
        Written::Variable(name) => (name == variable).then(Vec::new),
        Written::List(values) => {
            let mut values = values.iter().enumerate();
            values.find_map(|(place, value)| found(&place.to_string(), value, variable))
        }
        Written::Object(fields) => fields
            .iter()
            .find_map(|(name, value)| found(name, value, variable)),
        _ => None,
    }?;
    path.insert(0, key.to_owned());
    Some(path)
}
