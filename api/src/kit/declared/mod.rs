//! Records, declared once: a record's table of fields, and what follows from it for all records alike.
//!
//! A field is one line of a declaration: its name, what it means, its column, and its rules: how long, whether it is filtered,
//! sorted and searched by. From the table come how input is read ([`Draft`]), how a record is changed by it ([`Declaration::apply`]), by
//! which words it is found, and, on the side of GraphQL, its columns, inputs, filter and order. What a table cannot say stays a
//! function of the area.

mod apply;
pub mod custom;
mod declaration;
mod draft;
mod entry;
mod field_rules;
mod leaf;
mod old;

pub use declaration::{Declaration, Stamp};
pub use draft::{Change, Draft, New};
pub use entry::{Entry, Found, Kind, Objection};
pub use leaf::Leaf;
pub use old::snake;

use chrono::NaiveDate;
use entity::search_word::NameField;
use sea_orm::EntityTrait;

use super::record::Row;
use super::{Checks, Tx};

/// A record that is declared.
pub trait Declared: Row + sea_orm::FromQueryResult + Default {
    /// Whether what belongs to it tells by which words it is found, too: then its area sees to that.
    const IS_FOUND_BY_PARTS: bool = false;

    /// Its fields.
    fn declaration() -> &'static Declaration<Self>;

    /// A new record before anything is said of it.
    #[must_use]
    fn blank(_: &Tx) -> Self {
        Self::default()
    }

    /// What the area decides about it before it is stored, when all that was said of it is applied: what follows from that, and what
    /// of it cannot be. A record that is being made is at revision 0.
    fn judge(&mut self, _said: &Draft<Self>, _checks: &mut Checks, _today: NaiveDate) {}

    /// The names by which it is meant, beside the words in which it is found.
    #[must_use]
    fn names(&self) -> Vec<(NameField, &str)> {
        Vec::new()
    }
}

/// The column of a record's table.
pub type ColumnOf<M> = <<M as entity::Record>::Table as EntityTrait>::Column;

/// Makes a record a declared one: the declaration is made once.
macro_rules! declared {
    ($model:ty: $declare:path $(, $($more:tt)*)?) => {
        impl $crate::kit::declared::Declared for $model {
            fn declaration() -> &'static $crate::kit::declared::Declaration<Self> {
                static DECLARATION: std::sync::OnceLock<$crate::kit::declared::Declaration<$model>> =
                    std::sync::OnceLock::new();
                DECLARATION.get_or_init(|| $declare().complete())
            }
            $($($more)*)?
        }
    };
}

pub(crate) use declared;
