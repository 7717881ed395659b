//! How a person stands to the cadence that counts for them: people are found by it, and the area of cadences tells it.

use std::collections::HashMap;

use async_graphql::Enum;
use entity::cadence::Band;
use entity::ids::PersonId;
use futures_util::future::BoxFuture;

use crate::graphql::plan::{Ask, Json, Value};
use crate::kit::Fault;

/// How people stand.
pub type Bands = HashMap<PersonId, Band>;

/// Tells how everybody stands today who has a cadence. The area of cadences serves it.
pub struct Standings(pub for<'a> fn(&'a Ask<'a>) -> BoxFuture<'a, Result<Bands, Fault>>);

/// How a person stands to their cadence.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckInBand {
    /// All is well.
    OnTrack,
    /// It is time to be in touch.
    Due,
    /// Longer ago than the cadence allows at most.
    Overdue,
}

impl Value for Band {
    type Output = CheckInBand;

    fn write(&self, json: &mut Json) {
        json.word(match self {
            Self::OnTrack => "ON_TRACK",
            Self::Due => "DUE",
            Self::Overdue => "OVERDUE",
        });
    }
}

impl From<CheckInBand> for Band {
    fn from(shown: CheckInBand) -> Self {
        match shown {
            CheckInBand::OnTrack => Self::OnTrack,
            CheckInBand::Due => Self::Due,
            CheckInBand::Overdue => Self::Overdue,
        }
    }
}
