//! Nudges in words, and what their words say as data. Words name people where names are given; without, they say the same of
//! nobody in particular. A title says what is so; only the label of an action says what to do.

mod action;
mod dates;
mod headline;
mod reason;
mod title;

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::ids::PersonId;

pub use action::{Action, actions};
pub use dates::Dates;
pub use headline::headline;
pub use reason::{Code, Reason, reasons};
pub use title::{owed_together, title};

/// The names of people, where they may be said.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a>(pub Option<&'a HashMap<PersonId, String>>);

impl Names<'_> {
    /// What somebody is called.
    fn of(&self, person: PersonId) -> &str {
        let known = self.0.and_then(|names| names.get(&person));
        known.map_or("somebody", String::as_str)
    }

    /// The same at the beginning of a sentence.
    fn first(&self, person: PersonId) -> &str {
        let known = self.0.and_then(|names| names.get(&person));
        known.map_or("Somebody", String::as_str)
    }

    /// Two people.
    fn pair(&self, (one, other): (PersonId, PersonId)) -> String {
        match self.0 {
            Some(_) => format!("{} and {}", self.of(one), self.of(other)),
            None => "two people".to_owned(),
        }
    }
}

fn count(count: i64, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    }
}

/// When something is, seen from a day.
fn when(day: NaiveDate, on: NaiveDate) -> String {
    match (on - day).num_days() {
        0 => "today".to_owned(),
        -1 => "tomorrow".to_owned(),
        1 => "yesterday".to_owned(),
        late @ ..0 => format!("in {}", count(-late, "day")),
        late => format!("{} ago", count(late, "day")),
    }
}

/// "is" of what is to come, "was" of what is over.
fn is(day: NaiveDate, on: NaiveDate) -> &'static str {
    if day < on { "was" } else { "is" }
}
