//! Who of all people may be the same. Pure.

mod groups;
mod pairs;
mod people;
mod reasons;

pub use groups::groups;
pub use pairs::{Dismissed, Pair, pairs};
pub use people::{Gathering, People};
pub use reasons::{Reason, ReasonKind, reasons};
