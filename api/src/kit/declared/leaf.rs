//! A condition of a filter on a declared record.

use chrono::{DateTime, Utc};
use entity::Record;
use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ExprTrait as _, SimpleExpr};

use super::{Entry, Stamp};
use crate::kit::Scope;
use crate::kit::filter::{CustomTest, Test};
use crate::kit::list::Place;

/// A condition: on a column of the record's own, or on something else that an area knows.
#[derive(Clone, Debug)]
pub enum Leaf<L> {
    /// On a column of its own.
    Own(Own),
    /// On what it holds in a custom field.
    Custom(SimpleExpr, CustomTest),
    /// On something else.
    More(L),
}

/// A condition on a column of the record's own.
#[derive(Clone, Debug)]
pub struct Own {
    column: SimpleExpr,
    test: Test,
    /// Brings what the column is compared with into the column's form.
    form: fn(&str) -> String,
    /// Whether an index holds only what of it is rare.
    is_rare: bool,
    /// Whether the column holds an empty text where there is none.
    is_never_null: bool,
}

impl<L> Leaf<L> {
    /// A condition on a field.
    pub fn of<M: Record>(entry: &Entry<M>, test: Test) -> Self {
        let (column, form) = entry.key();
        Self::Own(Own {
            column: column.into_expr(),
            test,
            form,
            is_rare: entry.is_rare,
            is_never_null: entry.is_nullable && entry.has_twin(),
        })
    }

    /// A condition on when a record was written.
    pub fn stamped<M: Record>(stamp: &Stamp<M>, test: Test) -> Self {
        Self::Own(Own {
            column: stamp.column.into_expr(),
            test,
            form: str::to_owned,
            is_rare: false,
            is_never_null: false,
        })
    }

    /// What it means at a time; `more` says what a condition on something else means.
    pub fn condition(
        &self,
        place: &Place,
        now: DateTime<Utc>,
        more: impl FnOnce(&L) -> SimpleExpr,
    ) -> SimpleExpr {
        match self {
            Self::Own(own) => own.condition(&place.scope, now),
            Self::Custom(column, test) => test.on(column.clone(), place.backend),
            Self::More(leaf) => more(leaf),
        }
    }
}

impl Own {
    fn condition(&self, scope: &Scope, now: DateTime<Utc>) -> SimpleExpr {
        let column = || self.column.clone();
        match &self.test {
            // What has no such text meets only that it is none of some.
            Test::Text(test) if self.is_never_null => {
                let (some, is) = test.some();
                let meets = some.on(column(), self.form).and(column().ne(""));
                if is { meets } else { meets.not() }
            }
            test => test.on(column(), (now, scope.day_of(now)), self.form, self.is_rare),
        }
    }
}
