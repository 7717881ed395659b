//! How needs and offers stand, what is decided about matches, and how well two fit.

mod ladder;
mod score;

use entity::match_decision::MatchState;
use entity::need::NeedState::{self, Fulfilled, Open, Withdrawn};

pub use ladder::{Ladder, Next, Pair};
pub use score::{FORMULA, Fit, IMPLIED, IN_TOUCH_DAYS, Part, Points, can_be_implied};

/// Most topics of a need or an offer.
pub const TOPICS: usize = 20;
/// Most matches shown with a need, an offer or a person.
pub const MATCHES: usize = 10;

/// The states that a need or an offer can be brought to from this one.
#[must_use]
pub const fn allowed(from: NeedState) -> &'static [NeedState] {
    match from {
        Open => &[Fulfilled, Withdrawn],
        // What is over can only be taken up again.
        Fulfilled | Withdrawn => &[Open],
    }
}

/// Whether a need or an offer is past its last day.
#[must_use]
pub fn is_expired(state: NeedState, until: Option<chrono::NaiveDate>, today: chrono::NaiveDate) -> bool {
    state == Open && until.is_some_and(|until| until < today)
}

/// What can be decided about a match of which this was decided.
#[must_use]
pub const fn decisions(from: MatchState) -> &'static [MatchState] {
    match from {
        MatchState::Open => &[MatchState::Accepted, MatchState::Dismissed],
        // What was decided is taken back first.
        MatchState::Accepted | MatchState::Dismissed => &[MatchState::Open],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_steps_are_these() {
        let steps = |from: NeedState| allowed(from).iter().map(|to| to.as_str()).collect::<Vec<_>>();
        assert_eq!(steps(Open), ["FULFILLED", "WITHDRAWN"]);
        assert_eq!((steps(Fulfilled), steps(Withdrawn)), (vec!["OPEN"], vec!["OPEN"]));
        let decided = |from: MatchState| decisions(from).iter().map(|to| to.as_str()).collect::<Vec<_>>();
        assert_eq!(decided(MatchState::Open), ["ACCEPTED", "DISMISSED"]);
        assert_eq!(
            (decided(MatchState::Accepted), decided(MatchState::Dismissed)),
            (vec!["OPEN"], vec!["OPEN"])
        );
    }

    #[test]
    fn what_is_open_is_good_on_its_last_day_and_not_after() {
        let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 3, day);
        let today = day(5).unwrap();
        assert!(!is_expired(Open, day(5), today) && !is_expired(Open, None, today));
        assert!(is_expired(Open, day(4), today));
        assert!(!is_expired(Withdrawn, day(4), today), "it is over anyway");
    }

    proptest! {
        /// From everywhere back to open, and from there everywhere: nothing is final, and no step is taken twice.
        #[test]
        fn every_walk_alternates_between_open_and_over(walk in prop::collection::vec(0..3_usize, 0..20)) {
            let all = [Open, Fulfilled, Withdrawn];
            let (mut state, mut open) = (Open, true);
            for to in walk.into_iter().filter_map(|place| all.get(place).copied()) {
                let may = allowed(state).contains(&to);
                prop_assert_eq!(may, open != (to == Open));
                if may {
                    (state, open) = (to, to == Open);
                }
                prop_assert_eq!(state == Open, open);
            }
        }
    }
}
