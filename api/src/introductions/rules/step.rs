//! What can be done with an introduction, and why it sometimes cannot.

use chrono::{DateTime, Utc};
use entity::introduction_side::{Consent, Side};
use entity::introduction_step::IntroductionAction as Action;

/// A step that somebody takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The user asks a side, for the first time or again.
    Ask(Side),
    /// A side answers: yes or no.
    Answer(Side, bool),
    /// The user reminds a side.
    Nudge(Side),
    /// The user brings them together.
    Make,
    /// The user says what came of it.
    RecordOutcome,
    /// The user calls it off.
    Cancel,
    /// The time to answer ran out.
    Expire,
}

impl Step {
    /// What it is called.
    pub const fn action(self) -> Action {
        match self {
            Self::Ask(_) => Action::Ask,
            Self::Answer(..) => Action::Answer,
            Self::Nudge(_) => Action::Nudge,
            Self::Make => Action::Make,
            Self::RecordOutcome => Action::RecordOutcome,
            Self::Cancel => Action::Cancel,
            Self::Expire => Action::Expire,
        }
    }

    /// Whom it concerns.
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Ask(side) | Self::Answer(side, _) | Self::Nudge(side) => Some(side),
            Self::Make | Self::RecordOutcome | Self::Cancel | Self::Expire => None,
        }
    }
}

/// Why a step cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The state does not allow it.
    State,
    /// There is no such side.
    NoSide,
    /// The side's consent does not allow it.
    Consent(Consent),
    /// Nobody can be asked any more: the expiry is past.
    Overdue,
    /// The side was reminded often enough.
    NudgesUsedUp,
    /// The side heard of it too short a time ago; it can be reminded then.
    TooSoon(DateTime<Utc>),
}
