//! Who is due, and what was decided about it.

mod effective;
mod first;
mod list;
mod past;
mod settled;
mod standing;
mod week;

pub use effective::{Cadences, Source, cadences_of};
pub use list::{CheckInFilter, CheckInLeaf, check_ins, list, of_circles, of_people};
pub use past::{Plan, planned_until};
pub use settled::settled;
pub use standing::{Standing, standings};
pub use week::{Proposal, proposed, week};

use entity::ids::PersonId;

/// So many people are asked for by id; for more, all are read.
pub const NAMED: usize = 500;

fn named(people: Option<&[PersonId]>) -> Option<Vec<PersonId>> {
    people
        .filter(|people| people.len() <= NAMED)
        .map(<[PersonId]>::to_vec)
}
