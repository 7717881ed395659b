//! In which order records are listed.

use std::marker::PhantomData;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{EnumBuilder, InputObjectBuilder, MetaEnumValue, MetaTypeId, Registry};
use async_graphql::{InputType, InputValueError, InputValueResult, Value};
use entity::Record;

use super::{Fields, Recorded, field, kept_as_sent};
use crate::graphql::connection::OrderDirection;
use crate::kit::declared::ColumnOf;

/// The order of a list of records.
pub struct Order<M> {
    sent: Value,
    of: PhantomData<fn() -> M>,
}

/// By what a list of records can be sorted: the place of it among all that there are.
pub struct OrderField<M>(usize, PhantomData<fn() -> M>);

kept_as_sent!(
    Order<M>,
    |name| format!("{}Order", M::ORDERED_LIKE.map_or(name, |(name, _)| name)),
    |registry: &mut Registry| {
        if let Some((_, register)) = M::ORDERED_LIKE {
            return register(registry);
        }
        registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
            let by = OrderField::<M>::create_type_info(registry);
            let direction = <OrderDirection as InputType>::create_type_info(registry);
            let fields: Fields = [
                field("field", by, "By what the list is sorted."),
                field("direction", direction, "Whether it rises or falls."),
            ]
            .into_iter()
            .collect();
            let description = format!(
                "The order of a list of {}; equals are told apart by id.",
                M::declaration().many
            );
            InputObjectBuilder::new(Self::type_name(), fields)
                .description(Some(description))
                .rust_typename(std::any::type_name::<Self>())
                .build()
        })
    }
);

impl<M: Recorded> InputType for OrderField<M> {
    type RawValueType = Self;

    fn type_name() -> std::borrow::Cow<'static, str> {
        format!("{}OrderField", M::declaration().name).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| {
            let values = ways::<M>().into_iter().map(|(name, description, _)| {
                let mut value = MetaEnumValue::new(name.clone());
                value.description = Some(description);
                (name, value)
            });
            let values: IndexMap<String, MetaEnumValue> = values.collect();
            let description = format!("What a list of {} can be sorted by.", M::declaration().many);
            EnumBuilder::new(Self::type_name(), values)
                .description(Some(description))
                .rust_typename(std::any::type_name::<Self>())
                .build()
        })
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let word = match &value {
            Some(Value::Enum(word)) => word.as_str(),
            Some(Value::String(word)) => word.as_str(),
            _ => "",
        };
        let place = ways::<M>().iter().position(|(name, ..)| name == word);
        let place = place.ok_or_else(|| InputValueError::expected_type(value.unwrap_or_default()))?;
        Ok(Self(place, PhantomData))
    }

    fn to_value(&self) -> Value {
        let ways = ways::<M>();
        let way = ways.get(self.0).map(|(name, ..)| name.clone());
        way.map_or(Value::Null, |name| Value::Enum(async_graphql::Name::new(name)))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// By what a list is sorted.
#[derive(Clone, Copy, Debug)]
pub enum By<M: Record> {
    /// By a column.
    Column(ColumnOf<M>),
    /// By what the area knows under this word.
    More(&'static str),
}

/// By what a list can be sorted: the word for it, what it means, and what it is.
fn ways<M: Recorded>() -> Vec<(String, String, By<M>)> {
    let declaration = M::declaration();
    let ordered = declaration.entries.iter().filter(|entry| entry.is_ordered);
    let fields = ordered.map(|entry| {
        let description = match entry.description.strip_suffix('.') {
            Some(what) if entry.has_twin() => format!("{what}, without regard to case and accents."),
            _ => entry.description.to_owned(),
        };
        let description = match entry.place_of_none() {
            Some(place) => format!("{description} What has no such day comes {place} all others."),
            None => description,
        };
        (shouted(entry.name), description, By::Column(entry.order_key()))
    });
    let stamped = declaration.stamps.iter();
    let stamped = stamped.map(|stamp| {
        let by = By::Column(stamp.column);
        (shouted(stamp.name), stamp.description.to_owned(), by)
    });
    let more = M::MORE_ORDERS.iter();
    let more =
        more.map(|(word, description)| ((*word).to_owned(), (*description).to_owned(), By::More(word)));
    fields.chain(stamped).chain(more).collect()
}

/// `createdAt` as the word of an enum: `CREATED_AT`.
fn shouted(name: &str) -> String {
    let mut word = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            word.push('_');
        }
        word.push(letter.to_ascii_uppercase());
    }
    word
}

impl<M: Recorded> Order<M> {
    /// By what, and whether the highest comes first.
    #[must_use]
    pub fn by(&self) -> Option<(By<M>, bool)> {
        let Value::Object(sent) = &self.sent else {
            return None;
        };
        let place = OrderField::<M>::parse(sent.get("field").cloned()).ok()?.0;
        let direction = OrderDirection::parse(sent.get("direction").cloned()).ok()?;
        let (.., by) = ways::<M>().into_iter().nth(place)?;
        Some((by, direction == OrderDirection::Desc))
    }

    /// The column by which a list is sorted, and whether the highest comes first; if nothing was said of it, these.
    #[must_use]
    pub fn or(order: Option<&Self>, otherwise: (ColumnOf<M>, bool)) -> (ColumnOf<M>, bool) {
        match order.and_then(Self::by) {
            Some((By::Column(column), descending)) => (column, descending),
            _ => otherwise,
        }
    }
}
