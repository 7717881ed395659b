//! What clients send to make a record, and to change one.

use std::marker::PhantomData;

use async_graphql::registry::{InputObjectBuilder, MetaTypeId, Registry};
use async_graphql::{InputType, Value};
use sea_orm::Value as Stored;

use super::custom::CustomFieldInput;
use super::{Fields, Nothing, Recorded, field, flattened, kept_as_sent, nullable, words};
use crate::graphql::scalars::{Date, DateTime, Id, PartialDate};
use crate::kit::declared::{Change, Draft, Entry, Kind, New};
use crate::kit::{Checks, Code, Patch, Path};

/// What a record is made from: its fields, and what `X` takes besides.
pub struct Create<M, X = Nothing> {
    sent: Value,
    more: X,
    of: PhantomData<fn() -> M>,
}

/// What is changed of a record: its fields, and what `X` takes besides.
pub struct Update<M, X = Nothing> {
    sent: Value,
    more: X,
    of: PhantomData<fn() -> M>,
}

const MADE: &str =
    "An id that the client made, for creation offline. Repeating the same create is a success.";

kept_as_sent!(
    Create<M, X: InputType>,
    |name| M::MADE_BY.map_or_else(|| format!("{}{name}Input", M::MADE), str::to_owned),
    |registry: &mut Registry| registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
        let id = field("id", Option::<Id<M::Id>>::create_type_info(registry), MADE);
        let mut fields: Fields = [id].into_iter().collect();
        for entry in M::declaration().entries.iter().filter(|entry| !entry.is_by_steps) {
            let ty = type_of(registry, entry);
            let ty = if entry.can_be_left_out() { nullable(&ty) } else { ty };
            let usual = entry.if_left_out().map_or_else(String::new, |words| format!(" If left out, {words}."));
            let (name, mut field) = field(entry.name, ty, format!("{}{usual}", entry.said()));
            field.default_value = entry.initially.as_ref().map(shown);
            fields.insert(name, field);
        }
        fields.extend(flattened::<X>(registry));
        let description = format!("What is said of a new {}.", M::declaration().one);
        InputObjectBuilder::new(Self::type_name(), fields)
            .description(Some(description))
            .rust_typename(std::any::type_name::<Self>())
            .build()
    })
);

kept_as_sent!(
    Update<M, X: InputType>,
    |name| format!("Update{name}Input"),
    |registry: &mut Registry| registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
        let mut fields = Fields::new();
        let changed = |entry: &&Entry<M>| !entry.is_said_once && !entry.is_by_steps;
        for entry in M::declaration().entries.iter().filter(changed) {
            let ty = nullable(&type_of(registry, entry));
            let kept = match &entry.usual {
                Some(usual) => format!(" Null makes it {}.", usual.words),
                None if entry.is_nullable => String::new(),
                None if entry.is_kept_by_null => " Null leaves it as it is.".to_owned(),
                None => " Cannot be cleared.".to_owned(),
            };
            fields.extend([field(entry.name, ty, format!("{}{kept}", entry.said()))]);
        }
        fields.extend(flattened::<X>(registry));
        let once = M::declaration().entries.iter().filter(|entry| entry.is_said_once || entry.is_by_steps);
        let once: Vec<String> = once.map(|entry| format!("`{}`", entry.name)).collect();
        let once = match once.split_last() {
            None => String::new(),
            Some((only, [])) => format!(" It does not change {only}."),
            Some((last, others)) => format!(" It does not change {} and {last}.", others.join(", ")),
        };
        let description = format!(
            "A change to {}: a field that is left out stays as it is, null clears it.{once}",
            M::declaration().a()
        );
        InputObjectBuilder::new(Self::type_name(), fields)
            .description(Some(description))
            .rust_typename(std::any::type_name::<Self>())
            .build()
    })
);

fn type_of<M: Recorded>(registry: &mut Registry, entry: &Entry<M>) -> String {
    match entry.kind {
        Kind::Line | Kind::Lines => <String as InputType>::create_type_info(registry),
        Kind::Number(..) => <i32 as InputType>::create_type_info(registry),
        Kind::Time => <DateTime as InputType>::create_type_info(registry),
        Kind::Date => <Date as InputType>::create_type_info(registry),
        Kind::Flag => <bool as InputType>::create_type_info(registry),
        Kind::Texts(_) => <Vec<String> as InputType>::create_type_info(registry),
        Kind::Custom => <Vec<CustomFieldInput> as InputType>::create_type_info(registry),
        Kind::PartialDate => <PartialDate as InputType>::create_type_info(registry),
        Kind::Reference(..) => <async_graphql::ID as InputType>::create_type_info(registry),
        Kind::Word => words::<M>(entry.name).map_or_else(String::new, |words| (words.register)(registry)),
    }
}

/// What stands for a field that is left out, as the schema shows it.
fn shown(value: &Stored) -> String {
    match value {
        Stored::String(Some(word)) => word.clone(),
        Stored::Bool(Some(is)) => is.to_string(),
        Stored::Int(Some(number)) => number.to_string(),
        _ => "null".to_owned(),
    }
}

impl<M: Recorded, X: InputType> Create<M, X> {
    /// The record to be made.
    pub fn read(self, checks: &mut Checks) -> New<M> {
        self.read_both(checks).0
    }

    /// The record to be made, and what was sent besides.
    pub fn read_both(self, checks: &mut Checks) -> (New<M>, X) {
        let Self { sent, more, .. } = self;
        // A null says nothing of what is new.
        let mut fields = draft(&sent, checks, Patch::Keep);
        fields.say_initially();
        let id = match &sent {
            Value::Object(given) => given.get("id").cloned(),
            _ => None,
        };
        let id = Option::<Id<M::Id>>::parse(id).ok().flatten();
        let id = checks.optional_id(Path::input("id"), id.as_ref());
        (New { id, fields }, more)
    }
}

impl<M: Recorded, X: InputType> Update<M, X> {
    /// The change to be made.
    pub fn read(self, checks: &mut Checks, id: M::Id, expected_revision: Option<i32>) -> Change<M> {
        self.read_both(checks, id, expected_revision).0
    }

    /// The change to be made, and what was sent besides.
    pub fn read_both(self, checks: &mut Checks, id: M::Id, expected_revision: Option<i32>) -> (Change<M>, X) {
        let Self { sent, more, .. } = self;
        for entry in M::declaration()
            .entries
            .iter()
            .filter(|entry| entry.is_told_early)
        {
            let is_null =
                matches!(&sent, Value::Object(given) if given.get(entry.name) == Some(&Value::Null));
            if is_null {
                checks.note(Code::Required, Path::input(entry.name), "a value is required");
            }
        }
        let fields = draft(&sent, checks, Patch::Clear);
        let change = Change {
            id,
            expected_revision,
            fields,
        };
        (change, more)
    }
}

/// What is said of each field; `null` is what a null says.
fn draft<M: Recorded>(sent: &Value, checks: &mut Checks, null: Patch<Stored>) -> Draft<M> {
    let mut draft = Draft::default();
    let Value::Object(sent) = sent else { return draft };
    for (place, entry) in M::declaration().entries.iter().enumerate() {
        let said = match sent.get(entry.name) {
            None => continue,
            Some(Value::Null) => null.clone(),
            Some(value) => match stored(entry.kind, value, checks, entry.name) {
                Some(value) => Patch::Set(value),
                None => continue,
            },
        };
        draft.say(place, said);
    }
    draft
}

/// A value as it is stored. That it is of its type was seen to when the request was taken in; of an id, what it is the id of.
fn stored(kind: Kind, value: &Value, checks: &mut Checks, name: &str) -> Option<Stored> {
    let value = value.clone();
    let wrong = |checks: &mut Checks, message: String| {
        checks.note(Code::Invalid, Path::input(name), message);
    };
    match kind {
        Kind::Line | Kind::Lines => String::parse(Some(value)).ok().map(Stored::from),
        Kind::Number(..) => i32::parse(Some(value)).ok().map(Stored::from),
        Kind::Time => DateTime::parse(Some(value)).ok().map(|at| Stored::from(at.0)),
        Kind::Date => Date::parse(Some(value)).ok().map(|day| Stored::from(day.0)),
        Kind::Flag => bool::parse(Some(value)).ok().map(Stored::from),
        Kind::Texts(_) => {
            let texts = Vec::<String>::parse(Some(value)).ok()?;
            serde_json::to_string(&texts).ok().map(Stored::from)
        }
        Kind::Custom => CustomFieldInput::read(value, checks).map(Stored::from),
        Kind::PartialDate => {
            let date = PartialDate::parse(Some(value)).ok()?;
            Some(Stored::from(date.0.to_string()))
        }
        Kind::Word => match value {
            Value::Enum(word) => Some(Stored::from(word.as_str())),
            Value::String(word) => Some(Stored::from(word)),
            _ => None,
        },
        Kind::Reference(prefix, read) => match value {
            Value::String(text) => read(text.trim())
                .map_err(|error| wrong(checks, error.to_string()))
                .ok()
                .map(Stored::from),
            _ => {
                wrong(
                    checks,
                    entity::IdError::Malformed { expected: prefix }.to_string(),
                );
                None
            }
        },
    }
}
