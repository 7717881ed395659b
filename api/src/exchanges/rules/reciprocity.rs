//! How give and take stand. The formula and its parameters, all in this place: whoever changes one raises [`FORMULA`].

use crate::people::billionths;
use chrono::NaiveDate;
use entity::Direction;
use entity::exchange::ExchangeState;

/// The version of the formula.
pub const FORMULA: i32 = 1;
/// How many of the last exchanges are named as what moved the balance.
pub const MOVES: u32 = 5;
/// Units that stand for what is not known: they keep a balance of few exchanges near 0.
const UNKNOWN: f64 = 4.0;
/// Up to here a balance is even.
const EVEN: f64 = 0.25;
/// Units before anything is said.
const ENOUGH: i64 = 3;

/// What a balance means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// About as much was given as was received.
    Balanced,
    /// The user received more.
    YouOwe,
    /// The user gave more.
    TheyOwe,
    /// Too little went to and fro.
    TooEarly,
}

/// What went to and fro.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Weights of what the user gave.
    pub given: i64,
    /// Weights of what the user received.
    pub received: i64,
    /// How many promises of the user's are open.
    pub open_by_me: i64,
    /// How many promises to the user are open.
    pub open_by_them: i64,
    /// When the user last gave something.
    pub last_given_on: Option<NaiveDate>,
    /// When the user last received something.
    pub last_received_on: Option<NaiveDate>,
}

impl Sums {
    /// Adds exchanges of one way and state: their weights, how many they are, and the last day.
    pub fn add(
        &mut self,
        (direction, state): (Direction, ExchangeState),
        (weight, count): (i64, i64),
        last: Option<NaiveDate>,
    ) {
        match (state, direction) {
            (ExchangeState::Done, Direction::Given) => {
                self.given += weight;
                self.last_given_on = self.last_given_on.max(last);
            }
            (ExchangeState::Done, Direction::Received) => {
                self.received += weight;
                self.last_received_on = self.last_received_on.max(last);
            }
            (ExchangeState::Promised, Direction::Given) => self.open_by_me += count,
            (ExchangeState::Promised, Direction::Received) => self.open_by_them += count,
            // What one was asked for, or may be, is no debt.
            (ExchangeState::Asked | ExchangeState::Dropped, _) => {}
        }
    }

    /// From -1, where the user only gave, to 1, where they only received; neither is ever reached.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "sums of weights stay far below 2^52")]
    pub fn balance(&self) -> f64 {
        let (given, received) = (self.given as f64, self.received as f64);
        (received - given) / (received + given + UNKNOWN)
    }

    /// The balance as people are sorted and compared by it.
    #[must_use]
    pub fn billionths(&self) -> i32 {
        billionths(self.balance())
    }

    /// What the balance means.
    #[must_use]
    pub fn label(&self) -> Label {
        let balance = self.balance();
        if self.given + self.received < ENOUGH {
            Label::TooEarly
        } else if balance > EVEN {
            Label::YouOwe
        } else if balance < -EVEN {
            Label::TheyOwe
        } else {
            Label::Balanced
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sums(given: i64, received: i64) -> Sums {
        Sums {
            given,
            received,
            ..Sums::default()
        }
    }

    #[test]
    fn the_balance_is_what_the_formula_says() {
        for (given, received, balance, label) in [
            (0, 0, 0.0, Label::TooEarly),
            (0, 2, 2.0 / 6.0, Label::TooEarly),
            (0, 3, 3.0 / 7.0, Label::YouOwe),
            (3, 0, -3.0 / 7.0, Label::TheyOwe),
            (1, 3, 0.25, Label::Balanced),
            (3, 1, -0.25, Label::Balanced),
            (1, 4, 3.0 / 9.0, Label::YouOwe),
            (10, 10, 0.0, Label::Balanced),
            (100, 20, -80.0 / 124.0, Label::TheyOwe),
        ] {
            let sums = sums(given, received);
            assert!(
                (sums.balance() - balance).abs() < 1e-12,
                "{given} {received}: {}",
                sums.balance()
            );
            assert_eq!(sums.label(), label, "{given} {received}");
        }
    }

    proptest! {
        #[test]
        fn a_balance_is_fair(given in 0..1_000_000_i64, received in 0..1_000_000_i64) {
            let balance = sums(given, received).balance();
            prop_assert!(balance.abs() < 1.0);
            prop_assert!((balance + sums(received, given).balance()).abs() < 1e-12, "what one owes the other is owed");
            prop_assert!(sums(given + 1, received).balance() < balance, "giving lowers it");
            prop_assert!(sums(given, received + 1).balance() > balance, "receiving raises it");
        }
    }
}
