//! Comparators: the conditions that filters are made of. The fields of one comparator hold together.
//!
//! Always: what says nothing is refused, so that a condition which a client lost on the way never finds everybody. Null is no
//! condition (`isNull` is); a variable without a value leaves its field out; a comparator, a part of `and`, `or` or `not`, and
//! an `and` without anything in them say nothing. An empty `in` or `or` holds for nothing, an empty `notIn` excludes nothing.
//! Only the filter as a whole may be null or empty: then there is none.

use async_graphql::{InputObject, InputType, Value};
use entity::{IdError, TypedId};
use uuid::Uuid;

use super::scalars::{DateOrDuration, DateTimeOrDuration};
use crate::kit::Checks;
use crate::kit::check::Path;
use crate::kit::day::DayTest;
use crate::kit::failure::Code;
use crate::kit::filter::{IdTest, NumberTest, Test, TextTest, TimeTest, VALUES};
use crate::kit::fold::fold;

/// Most characters of a text to compare with.
const TEXT: usize = 500;

/// Notes what a filter leaves unsaid, with its place. It is looked for in what the client wrote: once read, a null is as what was
/// left out.
pub fn unsaid(filter: &Value, checks: &mut Checks, path: &Path) {
    let Value::Object(fields) = filter else { return };
    for (name, value) in fields {
        let path = path.at(name);
        let nests = matches!(name.as_str(), "and" | "or");
        match value {
            Value::Null => checks.note(
                Code::Invalid,
                path,
                "null is no condition; leave it out, or write isNull where that is meant",
            ),
            Value::List(parts) if parts.is_empty() && name == "and" => says_nothing(checks, path),
            Value::List(parts) if nests => parts
                .iter()
                .enumerate()
                .for_each(|(place, part)| within(part, checks, &path.at(place))),
            // One part stands for a list of one.
            value if nests => within(value, checks, &path.at(0)),
            value => within(value, checks, &path),
        }
    }
}

fn within(part: &Value, checks: &mut Checks, path: &Path) {
    match part {
        Value::Object(fields) if fields.is_empty() => says_nothing(checks, path.clone()),
        part => unsaid(part, checks, path),
    }
}

fn says_nothing(checks: &mut Checks, path: Path) {
    let message = "this says nothing, so it would hold for all; give a condition, or leave it out";
    checks.note(Code::Required, path, message);
}

/// Conditions of one kind on one field.
pub trait Comparator: InputType {
    /// The conditions that are given.
    fn tests(self, checks: &mut Checks, path: &Path) -> Vec<Test>;
}

macro_rules! comparators {
    ($($comparator:ty => |$it:ident, $checks:ident, $path:ident| $read:expr, $test:path;)*) => {
        $(impl Comparator for $comparator {
            fn tests(self, $checks: &mut Checks, $path: &Path) -> Vec<Test> {
                let $it = self;
                $read.into_iter().map($test).collect()
            }
        })*
    };
}

comparators! {
    StringComparator => |it, checks, path| it.read(checks, path), Test::Text;
    DateTimeComparator => |it, _checks, _path| it.read(), Test::Time;
    DateComparator => |it, _checks, _path| it.read(), Test::Day;
    IntComparator => |it, _checks, _path| it.read(), Test::Number;
}

/// Conditions on a text, without regard to case and, but for addresses and domains, to accents. All that are given must hold; give at least one, and no null.
#[derive(InputObject, Clone, Debug, Default)]
pub struct StringComparator {
    /// It is equal to this text.
    pub eq: Option<String>,
    /// Is one of these, at most 100; nothing is, if there are none.
    #[graphql(name = "in")]
    pub one_of: Option<Vec<String>>,
    /// Is none of these, at most 100. What is empty is none of them.
    pub not_in: Option<Vec<String>>,
    /// Contains this text, which must hold more than spaces and marks: these are in every text.
    pub contains: Option<String>,
    /// Begins with this text, which must hold more than spaces and marks.
    pub starts_with: Option<String>,
}

impl StringComparator {
    /// The conditions that are given.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Vec<TextTest> {
        let Self {
            eq,
            one_of,
            not_in,
            contains,
            starts_with,
        } = self;
        checks.count(path.at("in"), one_of.as_ref().map_or(0, Vec::len), VALUES);
        checks.count(path.at("notIn"), not_in.as_ref().map_or(0, Vec::len), VALUES);
        for (part, text) in [("eq", &eq), ("contains", &contains), ("startsWith", &starts_with)] {
            checks.text(path.at(part), text.as_deref(), TEXT);
        }
        for (part, text) in [("contains", &contains), ("startsWith", &starts_with)] {
            // Spaces and marks alone are in every text.
            if text.as_deref().is_some_and(|text| fold(text).is_empty()) {
                says_nothing(checks, path.at(part));
            }
        }
        for (part, texts) in [("in", &one_of), ("notIn", &not_in)] {
            for (place, text) in texts.iter().flatten().enumerate() {
                checks.text(path.at(part).at(place), Some(text), TEXT);
            }
        }
        let tests = [
            eq.map(TextTest::Eq),
            one_of.map(TextTest::In),
            not_in.map(TextTest::NotIn),
            contains.map(TextTest::Contains),
            starts_with.map(TextTest::StartsWith),
        ];
        tests.into_iter().flatten().collect()
    }
}

/// Conditions on a moment. All that are given must hold; give at least one, and no null.
#[derive(InputObject, Clone, Debug, Default)]
pub struct DateTimeComparator {
    /// It is equal to this moment.
    pub eq: Option<DateTimeOrDuration>,
    /// It is earlier than this.
    pub lt: Option<DateTimeOrDuration>,
    /// It is this, or earlier.
    pub lte: Option<DateTimeOrDuration>,
    /// It is later than this.
    pub gt: Option<DateTimeOrDuration>,
    /// It is this, or later.
    pub gte: Option<DateTimeOrDuration>,
    /// Is empty, or is not.
    pub is_null: Option<bool>,
}

impl DateTimeComparator {
    /// The conditions that are given.
    #[must_use]
    pub fn read(self) -> Vec<TimeTest> {
        let Self {
            eq,
            lt,
            lte,
            gt,
            gte,
            is_null,
        } = self;
        let tests = [
            eq.map(|it| TimeTest::Eq(it.0)),
            lt.map(|it| TimeTest::Lt(it.0)),
            lte.map(|it| TimeTest::Lte(it.0)),
            gt.map(|it| TimeTest::Gt(it.0)),
            gte.map(|it| TimeTest::Gte(it.0)),
            is_null.map(TimeTest::IsNull),
        ];
        tests.into_iter().flatten().collect()
    }
}

/// Conditions on a day. All that are given must hold; give at least one, and no null.
#[derive(InputObject, Clone, Debug, Default)]
pub struct DateComparator {
    /// It is equal to this day.
    pub eq: Option<DateOrDuration>,
    /// It is earlier than this.
    pub lt: Option<DateOrDuration>,
    /// It is this, or earlier.
    pub lte: Option<DateOrDuration>,
    /// It is later than this.
    pub gt: Option<DateOrDuration>,
    /// It is this, or later.
    pub gte: Option<DateOrDuration>,
    /// Is empty, or is not.
    pub is_null: Option<bool>,
}

impl DateComparator {
    /// The conditions that are given.
    #[must_use]
    pub fn read(self) -> Vec<DayTest> {
        let Self {
            eq,
            lt,
            lte,
            gt,
            gte,
            is_null,
        } = self;
        let tests = [
            eq.map(|it| DayTest::Eq(it.0)),
            lt.map(|it| DayTest::Lt(it.0)),
            lte.map(|it| DayTest::Lte(it.0)),
            gt.map(|it| DayTest::Gt(it.0)),
            gte.map(|it| DayTest::Gte(it.0)),
            is_null.map(DayTest::IsNull),
        ];
        tests.into_iter().flatten().collect()
    }
}

/// Conditions on a whole number. All that are given must hold; give at least one, and no null.
#[derive(InputObject, Clone, Debug, Default)]
pub struct IntComparator {
    /// It is equal to this number.
    pub eq: Option<i32>,
    /// It is less than this number.
    pub lt: Option<i32>,
    /// It is this number, or less.
    pub lte: Option<i32>,
    /// It is more than this number.
    pub gt: Option<i32>,
    /// It is this number, or more.
    pub gte: Option<i32>,
    /// Is empty, or is not.
    pub is_null: Option<bool>,
}

impl IntComparator {
    /// The conditions that are given.
    #[must_use]
    pub fn read(self) -> Vec<NumberTest> {
        let Self {
            eq,
            lt,
            lte,
            gt,
            gte,
            is_null,
        } = self;
        let tests = [
            eq.map(NumberTest::Eq),
            lt.map(NumberTest::Lt),
            lte.map(NumberTest::Lte),
            gt.map(NumberTest::Gt),
            gte.map(NumberTest::Gte),
            is_null.map(NumberTest::IsNull),
        ];
        tests.into_iter().flatten().collect()
    }
}

/// Conditions on a number. All that are given must hold; give at least one, and no null.
#[derive(InputObject, Clone, Debug, Default)]
pub struct FloatComparator {
    /// It is equal to this number.
    pub eq: Option<f64>,
    /// It is less than this number.
    pub lt: Option<f64>,
    /// It is this number, or less.
    pub lte: Option<f64>,
    /// It is more than this number.
    pub gt: Option<f64>,
    /// It is this number, or more.
    pub gte: Option<f64>,
}

impl FloatComparator {
    /// The conditions that are given, on a number that is kept as a whole one.
    pub fn read(self, kept: impl Fn(f64) -> i32) -> Vec<NumberTest> {
        let Self { eq, lt, lte, gt, gte } = self;
        let tests = [
            eq.map(|it| NumberTest::Eq(kept(it))),
            lt.map(|it| NumberTest::Lt(kept(it))),
            lte.map(|it| NumberTest::Lte(kept(it))),
            gt.map(|it| NumberTest::Gt(kept(it))),
            gte.map(|it| NumberTest::Gte(kept(it))),
        ];
        tests.into_iter().flatten().collect()
    }
}

/// Conditions on a reference. All that are given must hold; give at least one, and no null.
#[derive(InputObject, Clone, Debug, Default)]
pub struct IDComparator {
    /// It is the record with this id.
    pub eq: Option<async_graphql::ID>,
    /// Is one of these, at most 100; nothing is, if there are none.
    #[graphql(name = "in")]
    pub one_of: Option<Vec<async_graphql::ID>>,
    /// Is none of these, at most 100. What is empty is none of them.
    pub not_in: Option<Vec<async_graphql::ID>>,
    /// Is empty, or is not.
    pub is_null: Option<bool>,
}

impl IDComparator {
    /// The conditions that are given, on ids of one type.
    pub fn read<I: TypedId>(self, checks: &mut Checks, path: &Path) -> Vec<IdTest> {
        self.read_by(|text| text.parse::<I>().map(TypedId::uuid), checks, path)
    }

    /// The same, where a function reads the ids.
    pub fn read_by(
        self,
        read: fn(&str) -> Result<Uuid, IdError>,
        checks: &mut Checks,
        path: &Path,
    ) -> Vec<IdTest> {
        let Self {
            eq,
            one_of,
            not_in,
            is_null,
        } = self;
        checks.count(path.at("in"), one_of.as_ref().map_or(0, Vec::len), VALUES);
        checks.count(path.at("notIn"), not_in.as_ref().map_or(0, Vec::len), VALUES);
        let mut uuid = |path: Path, id: &async_graphql::ID| {
            read(id.trim()).unwrap_or_else(|error| {
                checks.note(Code::Invalid, path, error.to_string());
                Uuid::nil()
            })
        };
        let eq = eq.map(|id| IdTest::In(vec![uuid(path.at("eq"), &id)]));
        let mut uuids = |part: &str, ids: Vec<async_graphql::ID>| {
            let path = path.at(part);
            let ids = ids.iter().enumerate();
            ids.map(|(position, id)| uuid(path.at(position), id))
                .collect::<Vec<_>>()
        };
        let tests = [
            eq,
            one_of.map(|ids| IdTest::In(uuids("in", ids))),
            not_in.map(|ids| IdTest::NotIn(uuids("notIn", ids))),
            is_null.map(IdTest::IsNull),
        ];
        tests.into_iter().flatten().collect()
    }
}

/// Declares the comparator of a stored enum.
macro_rules! word_comparator {
    ($(#[$meta:meta])* $name:ident($shown:ty as $stored:ty)) => {
        $(#[$meta])*
        #[derive(async_graphql::InputObject, Clone, Debug, Default)]
        pub struct $name {
            /// It is equal to this.
            eq: Option<$shown>,
            /// Is one of these, at most 100; nothing is, if there are none.
            #[graphql(name = "in")]
            one_of: Option<Vec<$shown>>,
            /// Is none of these, at most 100. What is empty is none of them.
            not_in: Option<Vec<$shown>>,
        }

        impl $name {
            pub(crate) fn read(
                self,
                checks: &mut $crate::kit::Checks,
                path: &$crate::kit::Path,
            ) -> Vec<$crate::kit::filter::WordTest> {
                use $crate::kit::filter::{VALUES, WordTest};
                let Self { eq, one_of, not_in } = self;
                checks.count(path.at("in"), one_of.as_ref().map_or(0, Vec::len), VALUES);
                checks.count(path.at("notIn"), not_in.as_ref().map_or(0, Vec::len), VALUES);
                let eq = eq.map(|it| vec![it]);
                let words = |shown: Vec<$shown>| shown.into_iter().map(|it| <$stored>::from(it).as_str()).collect();
                let tests = [eq, one_of].map(|it| it.map(|it| WordTest::In(words(it))));
                let tests = tests.into_iter().chain([not_in.map(|it| WordTest::NotIn(words(it)))]);
                tests.flatten().collect()
            }
        }

        impl $crate::graphql::comparators::Comparator for $name {
            fn tests(self, checks: &mut $crate::kit::Checks, path: &$crate::kit::Path) -> Vec<$crate::kit::filter::Test> {
                self.read(checks, path).into_iter().map($crate::kit::filter::Test::Word).collect()
            }
        }
    };
}

pub(crate) use word_comparator;
