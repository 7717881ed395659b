//! Bridges in GraphQL.

mod figures;
mod opportunity;
mod suggestion;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::Person;
use crate::graphql::plan::Ask;
use crate::kit::Fault;

/// Entries when the client does not say how many.
const FIRST: i32 = 20;
/// Most entries.
const MOST: i32 = 100;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .queries(vec![
            suggestion::suggestions(),
            opportunity::opportunities(),
            figures::figures(),
        ])
        .extend::<Person>(|| vec![suggestion::suggestions_of_person(), figures::outcomes_of_person()])
}

/// A number of at least one and at most so many.
fn bounded(ask: &Ask<'_>, name: &str, usual: i32, (least, most): (i32, i32)) -> Result<usize, Fault> {
    let said = ask.get::<Option<i32>>(name)?.unwrap_or(usual);
    let number = usize::try_from(said)
        .ok()
        .filter(|_| (least..=most).contains(&said));
    number.ok_or_else(|| Fault::bad_input(format!("{name}: write a number from {least} to {most}")))
}
