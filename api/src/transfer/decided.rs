//! What somebody decided about a row after a preview.

use entity::ids::PersonId;

/// Whom a row is, as was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Somebody new, whoever they may be.
    Nobody,
    /// This person.
    Person(PersonId),
    /// It is left out.
    LeftOut,
}

/// What was decided about a row.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// Whom it is; what the import finds, if nothing was said.
    pub whom: Option<Whom>,
    /// The keys of values that are taken, which would only be proposed.
    pub takes: Vec<String>,
    /// The keys of values that are left, which would be taken.
    pub leaves: Vec<String>,
}
