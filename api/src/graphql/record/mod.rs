//! Declared records in GraphQL: their columns, inputs, filters and orders, made from their declarations.
//!
//! - `custom`: what records hold in the fields that users define. `input`: what clients send to make and change one. `filter`, `order`: which of them, in which order.
//! - An input or a filter of which the declaration says not all is made of two parts, which the schema shows as one: [`Nothing`] stands
//!   where there is no more.

mod custom;
mod filter;
mod input;
mod order;

pub use custom::CustomFieldKind;
pub use filter::{Filter, MoreFilters};
pub use input::{Create, Update};
pub use order::{By, Order};

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaInputValue, MetaType, Registry};
use async_graphql::resolver_utils::EnumType;
use async_graphql::{InputType, InputValueResult, OutputType, Value};
use sea_orm::EntityTrait;

use super::comparators::Comparator;
use super::plan::{FieldType, Object};
use crate::kit::declared::{Declared, Kind};
use crate::kit::filter::Test;
use crate::kit::{Checks, Path, Right};

/// A declared record, as the schema shows it.
pub trait Recorded: Declared {
    /// How inputs that make one begin: `Create`, as in `CreateTagInput`.
    const MADE: &'static str = "Create";

    /// The record of which its lists take the order, if they take that of another: both are sorted by the same.
    const ORDERED_LIKE: Option<OrderedLike> = None;

    /// What the input that makes one is called, where that is not this and the record's name.
    const MADE_BY: Option<&'static str> = None;

    /// Other ways in which lists are sorted, which the area knows: the word of each, and what it means.
    const MORE_ORDERS: &'static [(&'static str, &'static str)] = &[];

    /// The enums of its words.
    #[must_use]
    fn words() -> Vec<Words> {
        Vec::new()
    }
}

/// The name of a record, and the type of the order of its lists.
pub type OrderedLike = (&'static str, fn(&mut Registry) -> String);

/// The enum of a field that holds a word.
pub struct Words {
    field: &'static str,
    register: fn(&mut Registry) -> String,
    register_optional: fn(&mut Registry) -> String,
    is_word: fn(&str) -> bool,
    compared: Compared,
}

/// How a field is compared: its comparator's type, and what is said by it.
#[derive(Clone, Copy)]
struct Compared {
    register: fn(&mut Registry) -> String,
    read: fn(Value, &mut Checks, &Path) -> Vec<Test>,
}

impl Compared {
    const fn by<C: Comparator>() -> Self {
        Self {
            register: C::create_type_info,
            // That it is of its type was seen to when the request was taken in.
            read: |value, checks, path| {
                let comparator = C::parse(Some(value));
                comparator.map_or_else(|_| Vec::new(), |it| it.tests(checks, path))
            },
        }
    }
}

impl Words {
    /// The words of a field are those of this enum, and are compared by this comparator.
    #[must_use]
    pub fn of<T: EnumType + OutputType + InputType, C: Comparator>(field: &'static str) -> Self {
        Self {
            field,
            register: <T as InputType>::create_type_info,
            register_optional: <Option<T> as OutputType>::create_type_info,
            is_word: |text| T::items().iter().any(|item| item.name == text),
            compared: Compared::by::<C>(),
        }
    }
}

fn words<M: Recorded>(field: &str) -> Option<Words> {
    M::words().into_iter().find(|words| words.field == field)
}

/// The type of a record, with its fields but for those that refer to others.
#[must_use]
pub fn object<M: Recorded>(right: Right, contract: [<M::Table as EntityTrait>::Column; 7]) -> Object {
    let declaration = M::declaration();
    let object = Object::record::<M>(declaration.name, declaration.description, right, contract);
    declaration.entries.iter().fold(object, |object, entry| {
        let (name, description, column) = (entry.name, entry.description, entry.column);
        match entry.kind {
            // Shown as the record that it is, by the area.
            Kind::Reference(..) => object,
            Kind::Custom => object.with(custom::held::<M>()),
            Kind::Texts(_) => object.texts(name, description, column),
            Kind::PartialDate => object.partial_date(name, description, column),
            Kind::Word => match words::<M>(name) {
                Some(words) => {
                    let register = if entry.is_nullable {
                        words.register_optional
                    } else {
                        words.register
                    };
                    let kind = FieldType::Engine(register, entry.is_nullable);
                    object.word_of(name, description, column, (words.is_word, kind))
                }
                None => object,
            },
            _ => object.column(name, description, column),
        }
    })
}

/// The fields of an input type, by name.
type Fields = IndexMap<String, MetaInputValue>;

fn field(name: &str, ty: String, description: impl Into<String>) -> (String, MetaInputValue) {
    let mut field = MetaInputValue::new(name, ty);
    field.description = Some(description.into());
    (name.to_owned(), field)
}

/// The type, where null may stand for it.
fn nullable(ty: &str) -> String {
    ty.trim_end_matches('!').to_owned()
}

/// The fields of another input type, which is not in the schema by itself.
fn flattened<T: InputType>(registry: &mut Registry) -> Fields {
    if T::type_name().is_empty() {
        return Fields::new();
    }
    T::create_type_info(registry);
    match registry.types.remove(&*T::type_name()) {
        Some(MetaType::InputObject { input_fields, .. }) => input_fields,
        _ => Fields::new(),
    }
}

/// Where a declaration says all.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl InputType for Nothing {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        "".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        String::new()
    }

    fn parse(_: Option<Value>) -> InputValueResult<Self> {
        Ok(Self)
    }

    fn to_value(&self) -> Value {
        Value::Null
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// Makes a type an input whose value is kept as it was sent: what it means is read where it is used.
macro_rules! kept_as_sent {
    ($name:ident<M $(, $more:ident: $bound:path)?>, $named:expr, $register:expr) => {
        impl<M: $crate::graphql::record::Recorded $(, $more: $bound)?> async_graphql::InputType for $name<M $(, $more)?> {
            type RawValueType = Self;

            fn type_name() -> std::borrow::Cow<'static, str> {
                let named: String = $named(M::declaration().name);
                named.into()
            }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                $register(registry)
            }

            fn parse(value: Option<Value>) -> async_graphql::InputValueResult<Self> {
                match value {
                    Some(sent @ Value::Object(_)) => Ok(Self {
                        $(more: <$more as async_graphql::InputType>::parse(Some(sent.clone()))
                            .map_err(async_graphql::InputValueError::propagate)?,)?
                        sent,
                        of: std::marker::PhantomData,
                    }),
                    other => Err(async_graphql::InputValueError::expected_type(other.unwrap_or_default())),
                }
            }

            fn to_value(&self) -> Value {
                self.sent.clone()
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }
        }
    };
}

use kept_as_sent;
