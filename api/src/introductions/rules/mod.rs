//! How an introduction moves from state to state.

mod step;

use chrono::{DateTime, TimeDelta, Utc};
use entity::introduction::{IntroductionOutcome as Outcome, IntroductionState as State};
use entity::introduction_side::{Consent, Side};
use entity::introduction_step::IntroductionAction as Action;
use entity::{introduction, introduction_side};

pub use step::{Refusal, Step};

/// How often a side may be reminded.
pub const NUDGES: i32 = 3;
/// Days between two words to a side.
pub const NUDGE_DAYS: i64 = 3;
/// How many links a side may be given by asking: with the nudges and answers, a history stays below 50 steps.
pub const ASKS: usize = 10;
/// Days that the sides have to answer, if the user does not say.
const ANSWER_DAYS: i64 = 30;

/// Whether an introduction that ended like this was worth the connector's trouble: it brought people together.
#[must_use]
pub const fn has_worked_out(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Met | Outcome::Ongoing | Outcome::Collaboration => true,
        Outcome::NoReply | Outcome::NotUseful | Outcome::Other => false,
    }
}

/// How far a side is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideProgress {
    /// Which side.
    pub side: Side,
    /// What they said.
    pub consent: Consent,
    /// When they were first asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// When they were last reminded.
    pub nudged_at: Option<DateTime<Utc>>,
    /// How often.
    pub nudges: i32,
}

impl SideProgress {
    /// A side of a new introduction. The user has nothing to be asked.
    #[must_use]
    pub const fn new(side: Side, is_self: bool) -> Self {
        let consent = if is_self {
            Consent::Accepted
        } else {
            Consent::NotAsked
        };
        Self {
            side,
            consent,
            asked_at: None,
            nudged_at: None,
            nudges: 0,
        }
    }
}

/// How far an introduction is: all that decides which steps can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The state, as it is stored.
    pub state: State,
    /// Until when the sides may answer.
    pub expires_at: Option<DateTime<Utc>>,
    /// The sides.
    pub sides: Vec<SideProgress>,
}

/// The state as everybody sees it: the time to answer may have run out since it was stored.
#[must_use]
pub fn effective(state: State, expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> State {
    if state == State::Asking && is_past(expires_at, now) {
        State::Expired
    } else {
        state
    }
}

/// When it was over. The time may have run out without anybody having written that down.
#[must_use]
pub fn closed_at(
    state: State,
    expires_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let expired = effective(state, expires_at, now) == State::Expired;
    closed_at.or(expires_at.filter(|_| expired))
}

/// Whether answers are no longer taken.
fn is_past(expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    expires_at.is_some_and(|expires_at| expires_at < now)
}

/// Whether nothing is to be done any more.
#[must_use]
pub const fn is_over(state: State) -> bool {
    matches!(
        state,
        State::Closed | State::Declined | State::Expired | State::Cancelled
    )
}

/// Whether it is still to happen; then its texts can be changed, and the two cannot have another one.
#[must_use]
pub const fn is_open(state: State) -> bool {
    matches!(state, State::Draft | State::Asking | State::Ready)
}

/// Whether a state allows an action at all.
const fn may(state: State, action: Action) -> bool {
    match action {
        Action::Ask => matches!(state, State::Draft | State::Asking),
        Action::Answer | Action::Nudge => matches!(state, State::Asking),
        Action::Make => matches!(state, State::Ready),
        Action::RecordOutcome => matches!(state, State::Made),
        Action::Cancel => is_open(state),
        Action::Draft | Action::Expire => false,
    }
}

impl Progress {
    /// How far a stored introduction is.
    #[must_use]
    pub fn of(introduction: &introduction::Model, sides: &[introduction_side::Model]) -> Self {
        let sides = sides.iter().map(|it| SideProgress {
            side: it.side,
            consent: it.consent,
            asked_at: it.asked_at,
            nudged_at: it.nudged_at,
            nudges: it.nudges,
        });
        Self {
            state: introduction.state,
            expires_at: introduction.expires_at,
            sides: sides.collect(),
        }
    }

    /// The state as everybody sees it.
    #[must_use]
    pub fn effective(&self, now: DateTime<Utc>) -> State {
        effective(self.state, self.expires_at, now)
    }

    /// How far it is after a step.
    ///
    /// # Errors
    /// Why the step cannot be taken.
    pub fn after(&self, step: Step, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let state = self.effective(now);
        let mut after = self.clone();
        if step == Step::Expire {
            after.state = state;
            return if state == self.state {
                Err(Refusal::State)
            } else {
                Ok(after)
            };
        }
        if !may(state, step.action()) {
            return Err(Refusal::State);
        }
        match step {
            Step::Ask(side) => after.ask(side, now)?,
            Step::Answer(side, accept) => after.answer(side, accept)?,
            Step::Nudge(side) => after.nudge(side, now)?,
            Step::Make => after.state = State::Made,
            Step::RecordOutcome => after.state = State::Closed,
            Step::Cancel => after.state = State::Cancelled,
            Step::Expire => after.state = State::Expired,
        }
        Ok(after)
    }

    /// What the user can do now, with at least one of the sides.
    #[must_use]
    pub fn allowed(&self, now: DateTime<Utc>) -> Vec<Action> {
        let sides = || self.sides.iter().map(|it| it.side);
        let steps = sides()
            .map(Step::Ask)
            .chain(sides().map(|side| Step::Answer(side, true)))
            .chain(sides().map(Step::Nudge))
            .chain([Step::Make, Step::RecordOutcome, Step::Cancel]);
        let mut actions: Vec<Action> = steps
            .filter(|step| self.after(*step, now).is_ok())
            .map(Step::action)
            .collect();
        actions.dedup();
        actions
    }

    fn side(&mut self, side: Side) -> Result<&mut SideProgress, Refusal> {
        self.sides
            .iter_mut()
            .find(|it| it.side == side)
            .ok_or(Refusal::NoSide)
    }

    fn asked(&mut self, side: Side) -> Result<&mut SideProgress, Refusal> {
        let it = self.side(side)?;
        if it.consent == Consent::Asked {
            Ok(it)
        } else {
            Err(Refusal::Consent(it.consent))
        }
    }

    fn ask(&mut self, side: Side, now: DateTime<Utc>) -> Result<(), Refusal> {
        let it = self.side(side)?;
        if !matches!(it.consent, Consent::NotAsked | Consent::Asked) {
            return Err(Refusal::Consent(it.consent));
        }
        it.consent = Consent::Asked;
        // Asking again only makes a new link: they have been waited for since the first time.
        it.asked_at.get_or_insert(now);
        if is_past(self.expires_at, now) {
            return Err(Refusal::Overdue);
        }
        self.expires_at.get_or_insert(now + TimeDelta::days(ANSWER_DAYS));
        self.state = State::Asking;
        Ok(())
    }

    fn answer(&mut self, side: Side, accept: bool) -> Result<(), Refusal> {
        self.asked(side)?.consent = if accept {
            Consent::Accepted
        } else {
            Consent::Declined
        };
        if !accept {
            self.state = State::Declined;
        } else if self.sides.iter().all(|it| it.consent == Consent::Accepted) {
            self.state = State::Ready;
        }
        Ok(())
    }

    fn nudge(&mut self, side: Side, now: DateTime<Utc>) -> Result<(), Refusal> {
        let it = self.asked(side)?;
        if it.nudges >= NUDGES {
            return Err(Refusal::NudgesUsedUp);
        }
        let next = it
            .nudged_at
            .max(it.asked_at)
            .map(|last| last + TimeDelta::days(NUDGE_DAYS));
        if let Some(next) = next.filter(|next| now < *next) {
            return Err(Refusal::TooSoon(next));
        }
        it.nudged_at = Some(now);
        it.nudges += 1;
        Ok(())
    }
}

/// What to tell a user who is about to ask this person to introduce someone.
#[must_use]
pub fn advice(open: i64, asked: i64, made: i64) -> String {
    let times = |n: i64| {
        if n == 1 {
            "once".to_owned()
        } else {
            format!("{n} times")
        }
    };
    match (open, asked) {
        (1.., _) => {
            "They have not answered your last request yet: wait for it before you ask again.".to_owned()
        }
        (_, ..=0) => "You have not asked them for an introduction in the last 90 days.".to_owned(),
        (_, 1..=2) => format!(
            "You asked them {} in the last 90 days; another request is fine.",
            times(asked)
        ),
        _ if made > 0 => format!(
            "You asked them {} in the last 90 days and {made} came about: thank them before you ask again.",
            times(asked)
        ),
        _ => format!(
            "You asked them {} in the last 90 days: ask someone else.",
            times(asked)
        ),
    }
}

#[cfg(test)]
mod tests;
