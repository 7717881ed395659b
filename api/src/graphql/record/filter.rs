//! Which records.

use std::marker::PhantomData;

use async_graphql::registry::{InputObjectBuilder, MetaTypeId, Registry};
use async_graphql::{InputType, Value};
use sea_orm::ColumnTrait as _;

use super::custom::CustomFieldCondition;
use super::{Compared, Fields, Nothing, Recorded, field, flattened, kept_as_sent, nullable, words};
use crate::graphql::comparators::{
    Comparator, DateComparator, DateTimeComparator, IDComparator, IntComparator, StringComparator,
};
use crate::kit::declared::{Entry, Kind, Leaf, custom};
use crate::kit::filter::{Predicate, Test};
use crate::kit::{Checks, Path};

/// Conditions on a record: on its fields, and what `X` knows besides.
pub struct Filter<M, X = Nothing> {
    sent: Value,
    more: X,
    of: PhantomData<fn() -> M>,
}

/// Conditions on what is no column of the record's own.
pub trait MoreFilters: InputType {
    /// What such a condition is.
    type Leaf;
    /// The conditions that are given.
    fn read(self, checks: &mut Checks, path: &Path) -> Vec<Self::Leaf>;
}

impl MoreFilters for Nothing {
    type Leaf = std::convert::Infallible;

    fn read(self, _: &mut Checks, _: &Path) -> Vec<Self::Leaf> {
        Vec::new()
    }
}

kept_as_sent!(
    Filter<M, X: MoreFilters>,
    |name| format!("{name}Filter"),
    |registry: &mut Registry| registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
        let name = Self::type_name();
        let many = format!("[{name}!]");
        let mut fields: Fields = [
            field("and", many.clone(), "All of these conditions hold."),
            field("or", many, "At least one of these conditions holds."),
            field("not", name.to_string(), "This condition does not hold."),
        ]
        .into_iter()
        .collect();
        let entries = M::declaration().entries.iter().filter(|entry| entry.is_filtered);
        for entry in entries {
            if let Some(compared) = compared(entry) {
                fields.extend([field(entry.name, nullable(&(compared.register)(registry)), entry.description)]);
            }
        }
        for stamp in M::declaration().compared_stamps() {
            let times = nullable(&DateTimeComparator::create_type_info(registry));
            fields.extend([field(stamp.name, times, stamp.description)]);
        }
        if custom::column::<M>().is_some() {
            let conditions = nullable(&<Vec<CustomFieldCondition>>::create_type_info(registry));
            fields.extend([field(custom::FIELD, conditions, "What it holds in custom fields: all of these hold.")]);
        }
        fields.extend(flattened::<X>(registry));
        let declaration = M::declaration();
        let example = Some(declaration.filter_example).filter(|example| !example.is_empty());
        let example = example.map_or_else(String::new, |example| format!(" {example}"));
        let description = format!(
            "Which {}. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in all.{example}",
            declaration.many
        );
        InputObjectBuilder::new(name, fields)
            .description(Some(description))
            .rust_typename(std::any::type_name::<Self>())
            .build()
    })
);

/// How a field is compared.
fn compared<M: Recorded>(entry: &Entry<M>) -> Option<Compared> {
    Some(match entry.kind {
        Kind::Line | Kind::Lines => Compared::by::<StringComparator>(),
        Kind::Number(..) => Compared::by::<IntComparator>(),
        Kind::Time => Compared::by::<DateTimeComparator>(),
        Kind::Date => Compared::by::<DateComparator>(),
        Kind::Flag => Compared {
            register: <bool as InputType>::create_type_info,
            read: |value, _, _| bool::parse(Some(value)).map(Test::Flag).into_iter().collect(),
        },
        Kind::Word => words::<M>(entry.name)?.compared,
        // What it refers to is known to the entry alone, which reads the ids.
        Kind::Reference(..) => Compared {
            register: IDComparator::create_type_info,
            read: |_, _, _| Vec::new(),
        },
        Kind::PartialDate | Kind::Texts(_) | Kind::Custom => return None,
    })
}

fn tests<M: Recorded>(entry: &Entry<M>, value: Value, checks: &mut Checks, path: &Path) -> Vec<Test> {
    let Kind::Reference(_, read) = entry.kind else {
        let compared = compared(entry);
        return compared.map_or_else(Vec::new, |compared| (compared.read)(value, checks, path));
    };
    let comparator = IDComparator::parse(Some(value)).unwrap_or_default();
    let tests = comparator.read_by(read, checks, path).into_iter();
    tests.map(Test::Id).collect()
}

impl<M: Recorded, X: MoreFilters> Filter<M, X> {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<Leaf<X::Leaf>> {
        let Self { sent, more, .. } = self;
        let Value::Object(mut sent) = sent else {
            return Predicate::All(Vec::new());
        };
        let mut all = Vec::new();
        for entry in M::declaration().entries.iter().filter(|entry| entry.is_filtered) {
            let Some(value) = given(sent.swap_remove(entry.name)) else {
                continue;
            };
            let tests = tests(entry, value, checks, &path.at(entry.name)).into_iter();
            all.extend(tests.map(|test| Leaf::of(entry, test)));
        }
        for stamp in M::declaration().compared_stamps() {
            let Some(value) = given(sent.swap_remove(stamp.name)) else {
                continue;
            };
            let times = DateTimeComparator::parse(Some(value)).unwrap_or_default();
            let tests = times.tests(checks, &path.at(stamp.name)).into_iter();
            all.extend(tests.map(|test| Leaf::stamped(stamp, test)));
        }
        if let (Some(column), Some(value)) = (custom::column::<M>(), given(sent.swap_remove(custom::FIELD))) {
            let tests = CustomFieldCondition::read(value, checks, &path.at(custom::FIELD)).into_iter();
            all.extend(tests.map(|test| Leaf::Custom(column.into_expr(), test)));
        }
        all.extend(more.read(checks, path).into_iter().map(Leaf::More));
        let all = all.into_iter().map(Predicate::Leaf).collect();
        let list = |value: Option<Value>| match given(value)? {
            Value::List(parts) => Some(parts),
            // One part stands for a list of one.
            part => Some(vec![part]),
        };
        let nested = (
            list(sent.swap_remove("and")),
            list(sent.swap_remove("or")),
            given(sent.swap_remove("not")).map(Box::new),
        );
        // That the parts are of this type was seen to when the whole was parsed.
        Predicate::nesting(all, nested, path, |part, path| match Self::parse(Some(part)) {
            Ok(part) => part.read(checks, path),
            Err(_) => Predicate::All(Vec::new()),
        })
    }
}

fn given(value: Option<Value>) -> Option<Value> {
    value.filter(|value| *value != Value::Null)
}
