//! Chance, the same in every run.

use std::ops::RangeInclusive;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

/// Any number does; another one makes another network.
const SEED: u64 = 20_260_301;

/// Throws that follow from the seed alone.
pub struct Dice(StdRng);

impl Dice {
    /// Dice before the first throw.
    pub fn new() -> Self {
        Self(StdRng::seed_from_u64(SEED))
    }

    /// Yes in so many of a hundred cases.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.0.random_range(0..100) < chance
    }

    /// A number of the range.
    pub fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.random_range(range)
    }

    /// A place in a list of this length; 0 where it is empty.
    pub fn place(&mut self, length: usize) -> usize {
        if length == 0 {
            0
        } else {
            self.0.random_range(0..length)
        }
    }

    /// One of the texts, or none of an empty list.
    pub fn text(&mut self, of: &[&'static str]) -> &'static str {
        of.get(self.place(of.len())).copied().unwrap_or_default()
    }

    /// One of the values.
    pub fn one<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let place = self.place(others.len() + 1);
        place
            .checked_sub(1)
            .and_then(|place| others.get(place))
            .copied()
            .unwrap_or(first)
    }

    /// So many different ones, in no order.
    pub fn some<T: Copy>(&mut self, of: &[T], count: usize) -> Vec<T> {
        let mut all = of.to_vec();
        all.shuffle(&mut self.0);
        all.truncate(count);
        all
    }
}

/// A template with its gaps filled: `{who}` by what stands beside `who`.
pub fn filled(template: &str, gaps: &[(&str, &str)]) -> String {
    gaps.iter().fold(template.to_owned(), |text, (gap, word)| {
        text.replace(&format!("{{{gap}}}"), word)
    })
}
