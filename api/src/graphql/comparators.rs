//! Comparators: the conditions that filters are made of. The fields of one comparator hold together.

use async_graphql::InputObject;
use entity::TypedId;

use super::scalars::{DateOrDuration, DateTimeOrDuration, Id};
use crate::kit::Checks;
use crate::kit::check::Path;
use crate::kit::day::DayTest;
use crate::kit::filter::{IdTest, NumberTest, TextTest, TimeTest, VALUES};

/// Most characters of a text to compare with.
const TEXT: usize = 500;

/// Conditions on a text, without regard to case and accents. All that are given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct StringComparator {
    /// Is this text.
    pub eq: Option<String>,
    /// Is one of these, at most 100.
    #[graphql(name = "in")]
    pub one_of: Option<Vec<String>>,
    /// Is none of these, at most 100.
    pub not_in: Option<Vec<String>>,
    /// Contains this text.
    pub contains: Option<String>,
    /// Begins with this text.
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
        let lists = one_of.iter().chain(&not_in).flatten();
        for text in [&eq, &contains, &starts_with].into_iter().flatten().chain(lists) {
            checks.text(path.clone(), Some(text), TEXT);
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

/// Conditions on a moment. All that are given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct DateTimeComparator {
    /// Is this moment.
    pub eq: Option<DateTimeOrDuration>,
    /// Is before.
    pub lt: Option<DateTimeOrDuration>,
    /// Is not after.
    pub lte: Option<DateTimeOrDuration>,
    /// Is after.
    pub gt: Option<DateTimeOrDuration>,
    /// Is not before.
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

/// Conditions on a day. All that are given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct DateComparator {
    /// Is this day.
    pub eq: Option<DateOrDuration>,
    /// Is before.
    pub lt: Option<DateOrDuration>,
    /// Is not after.
    pub lte: Option<DateOrDuration>,
    /// Is after.
    pub gt: Option<DateOrDuration>,
    /// Is not before.
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

/// Conditions on a whole number. All that are given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct IntComparator {
    /// Is this number.
    pub eq: Option<i32>,
    /// Is less.
    pub lt: Option<i32>,
    /// Is not more.
    pub lte: Option<i32>,
    /// Is more.
    pub gt: Option<i32>,
    /// Is not less.
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

/// Conditions on a reference. All that are given must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct IDComparator {
    /// Is this record.
    pub eq: Option<async_graphql::ID>,
    /// Is one of these, at most 100.
    #[graphql(name = "in")]
    pub one_of: Option<Vec<async_graphql::ID>>,
    /// Is none of these, at most 100.
    pub not_in: Option<Vec<async_graphql::ID>>,
    /// Is empty, or is not.
    pub is_null: Option<bool>,
}

impl IDComparator {
    /// The conditions that are given, on ids of one type.
    pub fn read<I: TypedId>(self, checks: &mut Checks, path: &Path) -> Vec<IdTest> {
        let Self {
            eq,
            one_of,
            not_in,
            is_null,
        } = self;
        checks.count(path.at("in"), one_of.as_ref().map_or(0, Vec::len), VALUES);
        checks.count(path.at("notIn"), not_in.as_ref().map_or(0, Vec::len), VALUES);
        let mut uuids = |part: &str, ids: Vec<async_graphql::ID>| {
            let typed: Vec<Id<I>> = ids.iter().map(|id| Id::of(id)).collect();
            let ids: Vec<I> = checks.ids(&path.at(part), &typed);
            ids.into_iter().map(TypedId::uuid).collect::<Vec<_>>()
        };
        let tests = [
            eq.map(|id| IdTest::In(uuids("eq", vec![id]))),
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
            /// Is this.
            eq: Option<$shown>,
            /// Is one of these, at most 100.
            #[graphql(name = "in")]
            one_of: Option<Vec<$shown>>,
            /// Is none of these, at most 100.
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
    };
}

pub(crate) use word_comparator;
