//! Making, changing and erasing dimensions, and writing down what holds of people.

mod attribute;
mod dimension;
mod value;

pub use attribute::{NewAttribute, set_attributes};
pub use dimension::{Erased, NewDimension, UpdateDimension, create, erase, update};
