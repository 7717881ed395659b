//! What is said of a record's fields, by whoever makes or changes it.

use std::marker::PhantomData;

use entity::{Record, TypedId};
use sea_orm::Value;
use uuid::Uuid;

use super::{Declaration, Declared};
use crate::kit::Patch;
use crate::kit::each::Concerns;

/// What is said of each field, in the order of the declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft<M>(pub(super) Vec<Patch<Value>>, PhantomData<fn() -> M>);

/// A record to be made.
#[derive(Clone, Debug)]
pub struct New<M: Record> {
    /// The id, if the client made it.
    pub id: Option<M::Id>,
    /// What is said of it.
    pub fields: Draft<M>,
}

impl<M: Declared> New<M> {
    /// A record like this one, with its id.
    #[must_use]
    pub fn of(model: &M) -> Self {
        Self {
            id: Some(model.id()),
            fields: Draft::of(model),
        }
    }
}

/// A record to be changed.
#[derive(Clone, Debug)]
pub struct Change<M: Record> {
    /// Which one.
    pub id: M::Id,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What is said of it.
    pub fields: Draft<M>,
}

impl<M: Declared> Default for Draft<M> {
    fn default() -> Self {
        let fields = M::declaration().entries.len();
        Self(vec![Patch::Keep; fields], PhantomData)
    }
}

impl<M: Declared> Draft<M> {
    /// All that a record holds in its fields, and is not empty. What usually follows from others is said where it is not as in a blank
    /// record.
    #[must_use]
    pub fn of(model: &M) -> Self {
        let entries = M::declaration().entries.iter();
        let blank = M::default();
        let said = entries.map(|entry| match model.get(entry.column) {
            _ if entry.is_beside || entry.is_by_steps => Patch::Keep,
            value if is_empty(&value) => Patch::Keep,
            value if entry.usual.is_some() && value == blank.get(entry.column) => Patch::Keep,
            value => Patch::Set(value),
        });
        Self(said.collect(), PhantomData)
    }

    /// Says something of the field at this place.
    pub fn say(&mut self, place: usize, said: Patch<Value>) {
        if let Some(field) = self.0.get_mut(place) {
            *field = said;
        }
    }

    /// Says of each field of which nothing is said what it holds at first.
    pub fn say_initially(&mut self) {
        let entries = M::declaration().entries.iter();
        for (entry, said) in entries.zip(&mut self.0) {
            if let (Patch::Keep, Some(value)) = (&*said, &entry.initially) {
                *said = Patch::Set(value.clone());
            }
        }
    }

    /// The same, and something said of another field.
    #[must_use]
    pub fn with(mut self, name: &str, said: Patch<Value>) -> Self {
        let entries = &M::declaration().entries;
        if let Some(place) = entries.iter().position(|entry| entry.name == name) {
            self.say(place, said);
        }
        self
    }

    /// What is said of a field.
    #[must_use]
    pub fn said(&self, name: &str) -> Patch<Value> {
        let entries = &M::declaration().entries;
        let place = entries.iter().position(|entry| entry.name == name);
        place
            .and_then(|place| self.0.get(place).cloned())
            .unwrap_or_default()
    }

    /// What is said of a field that holds the id of another record.
    #[must_use]
    pub fn reference<I: TypedId>(&self, name: &str) -> Patch<I> {
        match self.said(name) {
            Patch::Set(Value::Uuid(Some(id))) => Patch::Set(I::from_uuid(id)),
            Patch::Clear => Patch::Clear,
            _ => Patch::Keep,
        }
    }

    /// What is said, beside the declaration of each field.
    pub(super) fn each<'a>(
        &'a self,
        declaration: &'a Declaration<M>,
    ) -> impl Iterator<Item = (&'a super::Entry<M>, &'a Patch<Value>)> {
        declaration.entries.iter().zip(&self.0)
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.as_ref().is_none_or(String::is_empty),
        value => *value == value.as_null(),
    }
}

impl<M: Declared> Draft<M> {
    /// The records to which it refers.
    pub fn refers(&self) -> Vec<Uuid> {
        let said = self.0.iter();
        said.filter_map(|said| match said {
            Patch::Set(Value::Uuid(id)) => *id,
            _ => None,
        })
        .collect()
    }
}

impl<M: Declared> Concerns for New<M> {
    fn concerns(&self) -> Option<Uuid> {
        self.id.map(TypedId::uuid)
    }

    fn refers(&self) -> Vec<Uuid> {
        self.fields.refers()
    }
}

impl<M: Declared> Concerns for Change<M> {
    fn concerns(&self) -> Option<Uuid> {
        Some(self.id.uuid())
    }
}
