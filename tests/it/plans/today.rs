//! What the server is known to get wrong, and is therefore not asked. The reference is right all the same. An
//! executor that gets one of these right has its switch turned on, and keeps it so.

/// What the server is asked beside what it surely answers as the specification says.
#[derive(Clone, Copy, Debug)]
pub struct Today {
    /// `Person.ties { totalCount }`, which is always null although it can be counted.
    pub ties_total: bool,
    /// `query($v: Boolean = true) { people @skip(if: $v) { … } }`: a condition does not see its variable's default.
    pub defaults_in_conditions: bool,
    /// `__typename @skip(if: $v)`: the document is refused, for `$v` would not be used.
    pub conditions_on_typename: bool,
    /// A stored value that cannot be read takes with it what does not ask for it, and the same field of other objects:
    /// rows are read whole, and those of a level in one go.
    pub only_what_is_asked: bool,
    /// Selections of one key that contradict each other in different sets run.
    pub refuses_what_is_not_valid: bool,
    /// Variables within a list or object whose type does not fit their place run.
    pub refuses_misfits_within: bool,
}

impl Today {
    /// What a right executor is asked.
    pub const ALL: Self = Self {
        ties_total: true,
        defaults_in_conditions: true,
        conditions_on_typename: true,
        only_what_is_asked: true,
        refuses_what_is_not_valid: true,
        refuses_misfits_within: true,
    };

    /// What this executor is asked; all of it, to see how far it is, where `RAPPORT_PLANS_ALL` is set.
    pub fn is() -> Self {
        if std::env::var_os("RAPPORT_PLANS_ALL").is_some_and(|value| !value.is_empty()) {
            return Self::ALL;
        }
        Self {
            ties_total: true,
            defaults_in_conditions: true,
            conditions_on_typename: true,
            only_what_is_asked: true,
            refuses_what_is_not_valid: true,
            refuses_misfits_within: false,
        }
    }
}
