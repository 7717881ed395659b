//! Diversity as the user defines it: in what people may differ, what is known of each, and how many there are of each kind.
//!
//! A dimension has values; a person has at most one of them at a time, written down by hand, stated by them or imported, and
//! never inferred. A new value takes the place of the one before from then on, and the one before still counts for earlier
//! days; what is removed was never so. Counts say how many are unknown. Of a sensitive dimension no group of 1 to 4 people is
//! shown, nor what would give its size away.
//!
//! Always: names of dimensions, and of the values of one, differ by more than case and accents; a closed dimension gets values
//! by its own update alone; what is erased is gone, its history with it.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{Asked, Cell, Report, attributes, list, reports, values};
pub use rules::{AT_ONCE, MONTHS, month_ends, publish};
pub use write::{Erased, NewAttribute, NewDimension, UpdateDimension, create, erase, set_attributes, update};
