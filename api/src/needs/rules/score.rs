//! How well a need and an offer fit: points that add up to a score of at most 100.
//!
//! Version 1. `TOPICS` 50 × (topics in common) ÷ (topics of the need), rounded down; `KIND` 20 where the offer is of the kind
//! that is sought, 10 where both are knowledge (`EXPERTISE`, `ADVICE`, `FEEDBACK`), as what a skill implies always is; `STATED`
//! 10 where the offer was made and does not only follow from a skill; `AFFINITY` 10 where an interest, a topic or a tag of whoever
//! would give names a topic of the need; `CONTACT` 5 for each side with whom there was contact within 180 days, the user being in
//! touch with themselves.

use entity::need::NeedKind::{self, Advice, Expertise, Feedback};

/// The version of the formula.
pub const FORMULA: i32 = 1;
/// Days within which there was contact.
pub const IN_TOUCH_DAYS: i64 = 180;
/// The most that a match scores which a skill implies: `KIND` gives half, `STATED` nothing.
pub const IMPLIED: i32 = 80;

/// Whether somebody's skill alone can meet a need of this kind.
#[must_use]
pub const fn can_be_implied(kind: NeedKind) -> bool {
    matches!(kind, Expertise | Advice | Feedback)
}

/// What is known of a need and of what could meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// What is sought.
    pub sought: NeedKind,
    /// What is offered; empty where a skill implies it.
    pub offered: Option<NeedKind>,
    /// How many topics the need has.
    pub topics: usize,
    /// How many of them are met.
    pub common: usize,
    /// Whether whoever would give cares about one of them.
    pub affinity: bool,
    /// With how many of the two sides there was contact lately.
    pub in_touch: usize,
}

/// A part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Topics in common.
    Topics,
    /// The kind.
    Kind,
    /// The offer was made.
    Stated,
    /// Whoever would give cares.
    Affinity,
    /// Contact lately.
    Contact,
}

impl Part {
    /// The most that it gives.
    #[must_use]
    pub const fn most(self) -> i32 {
        match self {
            Self::Topics => 50,
            Self::Kind => 20,
            Self::Stated | Self::Affinity | Self::Contact => 10,
        }
    }
}

/// The parts of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points([(Part, i32); 5]);

impl Points {
    /// How well they fit.
    #[must_use]
    pub fn of(fit: Fit) -> Self {
        let share = |common: usize, all: usize| {
            let points = common.min(all).saturating_mul(50).checked_div(all).unwrap_or(0);
            i32::try_from(points).unwrap_or(0)
        };
        let kind = match fit.offered {
            Some(offered) if offered == fit.sought => 20,
            Some(offered) if can_be_implied(offered) && can_be_implied(fit.sought) => 10,
            None if can_be_implied(fit.sought) => 10,
            _ => 0,
        };
        let when = |holds: bool| if holds { 10 } else { 0 };
        Self([
            (Part::Topics, share(fit.common, fit.topics)),
            (Part::Kind, kind),
            (Part::Stated, when(fit.offered.is_some())),
            (Part::Affinity, when(fit.affinity)),
            (Part::Contact, i32::try_from(fit.in_touch.min(2)).unwrap_or(0) * 5),
        ])
    }

    /// The parts, the largest first.
    #[must_use]
    pub const fn parts(&self) -> &[(Part, i32)] {
        &self.0
    }

    /// Their sum.
    #[must_use]
    pub fn score(&self) -> i32 {
        self.0.iter().map(|(_, points)| points).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIT: Fit = Fit {
        sought: NeedKind::Funding,
        offered: Some(NeedKind::Funding),
        topics: 3,
        common: 2,
        affinity: true,
        in_touch: 1,
    };

    fn points(fit: Fit) -> Vec<i32> {
        Points::of(fit)
            .parts()
            .iter()
            .map(|(_, points)| *points)
            .collect()
    }

    #[test]
    fn the_parts_are_these() {
        assert_eq!(points(FIT), [33, 20, 10, 10, 5]);
        assert_eq!(
            points(Fit {
                offered: Some(Advice),
                ..FIT
            }),
            [33, 0, 10, 10, 5]
        );
        assert_eq!(
            points(Fit {
                sought: Feedback,
                offered: Some(Advice),
                ..FIT
            }),
            [33, 10, 10, 10, 5]
        );
        let implied = Fit {
            sought: Expertise,
            offered: None,
            affinity: false,
            in_touch: 0,
            ..FIT
        };
        assert_eq!(points(implied), [33, 10, 0, 0, 0]);
        let most = Fit {
            common: 3,
            in_touch: 2,
            ..FIT
        };
        assert_eq!(Points::of(most).score(), 100);
        let implied = Fit {
            sought: Advice,
            offered: None,
            ..most
        };
        assert_eq!(Points::of(implied).score(), IMPLIED);
    }

    proptest! {
        #[test]
        fn no_part_exceeds_its_most_and_more_in_common_is_never_less(
            topics in 0..30_usize, common in 0..30_usize, affinity: bool, in_touch in 0..5_usize, stated: bool,
        ) {
            let offered = stated.then_some(NeedKind::Resource);
            let fit = Fit { sought: NeedKind::Resource, offered, topics, common, affinity, in_touch };
            let all = Points::of(fit);
            prop_assert!(all.parts().iter().all(|(part, points)| (0..=part.most()).contains(points)));
            prop_assert!((0..=100).contains(&all.score()));
            let more = Points::of(Fit { common: common + 1, ..fit });
            prop_assert!(more.score() >= all.score());
        }
    }
}
