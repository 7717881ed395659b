//! Pairs by the most that they can reach, from which the best come first before all is known of all.
//!
//! Of a pair its score is known but for one part, of so many points or none ([`STEP`]), for which the database has to be asked.
//! Each stands on the step of what it would reach with that part. From the top down: who turns out to lack it goes down to the
//! step where it belongs, and comes there in its turn. So whatever is still unknown below cannot come before what was given out.
//!
//! Where only so many are wanted, whoever reaches less than so many others are sure to have is none of them, and is not even added.

use std::collections::HashSet;

/// Points of the part that is not known at first.
const STEP: usize = 10;
/// The most points of all.
const MOST: usize = 100;
/// Of how many givers is asked at first; each time of twice as many.
const BATCH: usize = 512;

/// A need and a giver, by their places; what scores alike comes in their order.
pub type Pair = (u32, u32);

/// What is next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The next best pair, whether it has the part, and its score.
    Pair(Pair, bool, i32),
    /// It cannot be told before it is known of these givers for whom they have the part.
    Ask(Vec<u32>),
    /// There are no more.
    End,
}

/// Pairs by the most that they can reach.
#[derive(Debug)]
pub struct Ladder {
    /// Those of which the part is not known; and how far they were looked at on the step that is under way.
    unknown: Vec<Vec<Pair>>,
    seen: usize,
    /// Those that lack it.
    known: Vec<Vec<Pair>>,
    given: usize,
    /// The step under way, and whether it is in order.
    level: usize,
    is_sorted: bool,
    batch: usize,
    /// What reaches less is not wanted.
    least: usize,
    /// How many are wanted at most.
    wanted: Option<usize>,
    /// How many are sure to have each score, and how many at least `least`.
    sure: Vec<usize>,
    above: usize,
}

impl Ladder {
    /// None yet, for at least this score, and for at most so many pairs, if that is known.
    #[must_use]
    pub fn new(least: Option<i32>, wanted: Option<usize>) -> Self {
        Self {
            unknown: vec![Vec::new(); MOST + 1],
            seen: 0,
            known: vec![Vec::new(); MOST + 1],
            given: 0,
            level: MOST,
            is_sorted: false,
            batch: BATCH,
            least: step(least.unwrap_or_default()),
            wanted,
            sure: vec![0; MOST + 1],
            above: 0,
        }
    }

    /// Whether a pair that scores so much with the part can be one of those that are wanted.
    #[must_use]
    pub fn admits(&self, most: i32) -> bool {
        step(most) >= self.least
    }

    /// Adds a pair that scores so much with the part.
    pub fn add(&mut self, most: i32, pair: Pair) {
        let level = step(most);
        if level < self.least {
            return;
        }
        if let Some(step) = self.unknown.get_mut(level) {
            step.push(pair);
        }
        if let Some(wanted) = self.wanted {
            self.count(level.saturating_sub(STEP), wanted);
        }
    }

    /// Counts a pair that is sure to have a score, and leaves out what so many are better than.
    fn count(&mut self, score: usize, wanted: usize) {
        if let Some(count) = self.sure.get_mut(score) {
            *count += 1;
            self.above += usize::from(score >= self.least);
        }
        while let Some(worst) = self.sure.get(self.least).filter(|_| self.least < MOST) {
            if self.above - worst < wanted {
                return;
            }
            (self.above, self.least) = (self.above - worst, self.least + 1);
        }
    }

    /// The next; `has` says whether a pair has the part, and nothing while that is not known.
    pub fn next(&mut self, has: impl Fn(Pair) -> Option<bool>) -> Next {
        loop {
            if !self.is_sorted {
                for steps in [&mut self.unknown, &mut self.known] {
                    if let Some(step) = steps.get_mut(self.level) {
                        step.sort_unstable();
                    }
                }
                self.is_sorted = true;
            }
            let at = |steps: &[Vec<Pair>], place: usize| steps.get(self.level)?.get(place).copied();
            let (open, sure) = (at(&self.unknown, self.seen), at(&self.known, self.given));
            let score = i32::try_from(self.level).unwrap_or_default();
            match (open, sure) {
                (None, None) if self.level <= self.least => return Next::End,
                (None, None) => {
                    (self.level, self.seen, self.given) = (self.level - 1, 0, 0);
                    self.is_sorted = false;
                }
                (open, Some(sure)) if open.is_none_or(|open| sure < open) => {
                    self.given += 1;
                    return Next::Pair(sure, false, score);
                }
                (Some(open), _) => match has(open) {
                    None => return Next::Ask(self.ahead(has)),
                    Some(true) => {
                        self.seen += 1;
                        return Next::Pair(open, true, score);
                    }
                    Some(false) => {
                        self.seen += 1;
                        if let Some(step) = self.known.get_mut(self.level.saturating_sub(STEP)) {
                            step.push(open);
                        }
                    }
                },
                (None, Some(_)) => return Next::End,
            }
        }
    }

    /// The givers that come next of whom it is not known.
    fn ahead(&mut self, has: impl Fn(Pair) -> Option<bool>) -> Vec<u32> {
        let (mut found, mut places) = (HashSet::new(), Vec::new());
        let from = |level: usize| if level == self.level { self.seen } else { 0 };
        let steps = (self.least..=self.level).rev();
        let pairs = steps.flat_map(|level| {
            let step = self.unknown.get(level).map_or(&[][..], Vec::as_slice);
            step.get(from(level)..).unwrap_or_default()
        });
        for pair in pairs {
            if places.len() == self.batch {
                break;
            }
            if has(*pair).is_none() && found.insert(pair.1) {
                places.push(pair.1);
            }
        }
        self.batch = self.batch.saturating_mul(2);
        places
    }
}

/// The step of a score.
fn step(score: i32) -> usize {
    usize::try_from(score).unwrap_or_default().min(MOST)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whoever knew all from the beginning would sort; the ladder gives the same, and asks no more than it needs to.
        #[test]
        fn the_best_come_in_the_order_in_which_all_would_be_sorted(
            scores in prop::collection::vec((STEP..=MOST, any::<bool>()), 0..400), givers in 1..300_u32, take in 0..60_usize,
            least in proptest::option::of(0..=100_i32), is_bounded: bool,
        ) {
            let pairs: Vec<(i32, Pair, bool)> = scores.iter().enumerate().map(|(place, (most, has))| {
                let (place, most) = (u32::try_from(place).unwrap(), i32::try_from(*most).unwrap());
                (most, (place / givers, place % givers), *has)
            }).collect();
            let has = |pair: Pair| pairs.iter().any(|it| it.1 == pair && it.2);
            let mut sorted: Vec<(i32, Pair)> =
                pairs.iter().map(|(most, pair, has)| (if *has { -most } else { 10 - most }, *pair)).collect();
            sorted.retain(|(score, _)| least.is_none_or(|least| -score >= least));
            sorted.sort_unstable();
            let mut ladder = Ladder::new(least, is_bounded.then_some(take));
            for (most, pair, _) in &pairs {
                ladder.add(*most, *pair);
            }
            let known: RefCell<HashSet<u32>> = RefCell::default();
            let mut found = Vec::new();
            while found.len() < take {
                match ladder.next(|pair| known.borrow().contains(&pair.1).then(|| has(pair))) {
                    Next::Pair(pair, with, score) => {
                        prop_assert_eq!(with, has(pair));
                        found.push((-score, pair));
                    }
                    Next::Ask(places) => {
                        prop_assert!(!places.is_empty());
                        prop_assert!(places.iter().all(|place| known.borrow_mut().insert(*place)), "asked twice");
                    }
                    Next::End => break,
                }
            }
            sorted.truncate(take);
            prop_assert_eq!(found, sorted);
        }
    }
}
