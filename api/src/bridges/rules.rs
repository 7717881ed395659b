//! How much two people have in common: points that add up to a score of at most 100.
//!
//! Version 1. `INTERESTS` 15 for each interest or topic that both have, 45 at most; `AIMS` 25 where both are after the same; `SKILLS` 10
//! for each thing that one is good at and the other cares about, 20 at most; `CONTACT` 5 for each of the two with whom the user was in
//! touch within 180 days.

/// The version of the formula.
pub const FORMULA: i32 = 1;
/// Days within which there was contact.
pub const IN_TOUCH_DAYS: i64 = 180;
/// Most quarters that are told of at once.
pub const MOST_QUARTERS: usize = 20;

/// What two people have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// How many interests.
    pub interests: usize,
    /// How many aims.
    pub aims: usize,
    /// At how much one is good that the other cares about.
    pub skills: usize,
    /// With how many of the two there was contact lately.
    pub in_touch: usize,
}

/// A part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Interests.
    Interests,
    /// Aims.
    Aims,
    /// What one can and the other cares about.
    Skills,
    /// Contact lately.
    Contact,
}

impl Part {
    /// The most that it gives.
    #[must_use]
    pub const fn most(self) -> i32 {
        match self {
            Self::Interests => 45,
            Self::Aims => 25,
            Self::Skills => 20,
            Self::Contact => 10,
        }
    }

    const fn each(self) -> i32 {
        match self {
            Self::Interests => 15,
            Self::Aims => 25,
            Self::Skills => 10,
            Self::Contact => 5,
        }
    }

    fn of(self, number: usize) -> (Self, i32) {
        let number = i32::try_from(number).unwrap_or(i32::MAX);
        (self, number.saturating_mul(self.each()).min(self.most()))
    }
}

/// The parts of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points([(Part, i32); 4]);

impl Points {
    /// How much two have in common.
    #[must_use]
    pub fn of(given: Given) -> Self {
        Self([
            Part::Interests.of(given.interests),
            Part::Aims.of(given.aims),
            Part::Skills.of(given.skills),
            Part::Contact.of(given.in_touch),
        ])
    }

    /// The parts.
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

/// How much speaks for working together for an aim: 20 for each who has it, 100 at most.
#[must_use]
pub fn aim_score(people: usize) -> i32 {
    i32::try_from(people)
        .unwrap_or(i32::MAX)
        .saturating_mul(20)
        .min(100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn given(interests: usize, aims: usize, skills: usize, in_touch: usize) -> Given {
        Given {
            interests,
            aims,
            skills,
            in_touch,
        }
    }

    fn points(given: Given) -> Vec<i32> {
        Points::of(given)
            .parts()
            .iter()
            .map(|(_, points)| *points)
            .collect()
    }

    #[test]
    fn the_parts_are_these() {
        assert_eq!(points(given(1, 0, 0, 0)), [15, 0, 0, 0]);
        assert_eq!(points(given(2, 1, 1, 1)), [30, 25, 10, 5]);
        assert_eq!(points(given(9, 9, 9, 2)), [45, 25, 20, 10]);
        assert_eq!(Points::of(given(9, 9, 9, 2)).score(), 100);
    }

    proptest! {
        #[test]
        fn no_part_exceeds_its_most_and_more_in_common_is_never_less(
            interests in 0..20_usize, aims in 0..20_usize, skills in 0..20_usize, in_touch in 0..3_usize,
        ) {
            let it = given(interests, aims, skills, in_touch);
            let all = Points::of(it);
            prop_assert!(all.parts().iter().all(|(part, points)| (0..=part.most()).contains(points)));
            prop_assert!((0..=100).contains(&all.score()));
            let more = Points::of(Given { interests: interests + 1, aims: aims + 1, ..it });
            prop_assert!(more.score() >= all.score());
        }
    }
}
