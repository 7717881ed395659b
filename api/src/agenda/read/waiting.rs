//! For which step an introduction waits, and from when on.

use chrono::{NaiveDate, TimeDelta};
use entity::ids::PersonId;
use entity::introduction;
use entity::introduction::IntroductionState as State;
use entity::introduction_side::{self, Consent, Side};
use entity::introduction_step::IntroductionAction as Action;

use super::cause::{Waiting, after};
use super::sources::Place;
use crate::agenda::rules::{GO_ON_WITHIN, OUTCOME_AFTER};
use crate::introductions::{NUDGE_DAYS, NUDGES, effective};

impl Place<'_> {
    /// What an introduction waits for, if it is for the user and the day for it has come.
    pub(super) fn waiting(
        &self,
        introduction: introduction::Model,
        sides: &[introduction_side::Model],
    ) -> Option<Waiting> {
        let on_side = |side: Side| sides.iter().find(|it| it.side == side).map(|it| it.person_id);
        let pair = (on_side(Side::A)?, on_side(Side::B)?);
        let (step, since, (person, side)) =
            match effective(introduction.state, introduction.expires_at, self.now) {
                State::Draft => {
                    let made = self.day(introduction.created_at);
                    let first = sides.iter().find(|it| it.consent == Consent::NotAsked)?;
                    (
                        Action::Ask,
                        after(made, GO_ON_WITHIN),
                        (first.person_id, first.side),
                    )
                }
                State::Asking => self.asking(sides)?,
                State::Ready => {
                    let answered = sides.iter().filter_map(|it| it.answered_at).max();
                    let agreed = self.day(answered.unwrap_or(introduction.created_at));
                    (Action::Make, after(agreed, GO_ON_WITHIN), (pair.0, Side::A))
                }
                State::Made => {
                    let made = self.day(introduction.made_at?);
                    (
                        Action::RecordOutcome,
                        after(made, OUTCOME_AFTER),
                        (pair.0, Side::A),
                    )
                }
                State::Closed | State::Declined | State::Expired | State::Cancelled => return None,
            };
        // Others need their time; what is only up to the user is shown at once.
        let waits_for_others = matches!(step, Action::Nudge | Action::RecordOutcome);
        let made_on = introduction.made_at.map(|at| self.day(at));
        (!waits_for_others || since <= self.on).then_some(Waiting {
            made_on,
            introduction,
            step,
            since,
            person,
            side,
            pair,
        })
    }

    /// Whom to ask or to remind.
    fn asking(&self, sides: &[introduction_side::Model]) -> Option<(Action, NaiveDate, (PersonId, Side))> {
        let last_word = sides.iter().filter_map(|it| it.answered_at.or(it.asked_at)).max();
        if let Some(side) = sides.iter().find(|it| it.consent == Consent::NotAsked) {
            let since = self.day(last_word?);
            return Some((
                Action::Ask,
                after(since, GO_ON_WITHIN),
                (side.person_id, side.side),
            ));
        }
        let waited = |it: &introduction_side::Model| {
            let word = it.nudged_at.or(it.asked_at)?;
            let may = it.consent == Consent::Asked && it.nudges < NUDGES;
            may.then(|| {
                (
                    self.day(word + TimeDelta::days(NUDGE_DAYS)),
                    (it.person_id, it.side),
                )
            })
        };
        let (since, person) = sides.iter().filter_map(waited).min_by_key(|(since, _)| *since)?;
        Some((Action::Nudge, since, person))
    }
}
