//! Reading needs, offers, and matches.

mod candidates;
mod decisions;
mod list;
mod matches;

pub use candidates::{Giver, Which};
pub use decisions::{DecisionFilter, decided_on, decisions_list};
pub use list::{
    WishFilter, WishLeaf, WishOrder, Wished, expiring_needs, labels, list, needs_of_goals, of_people,
};
pub use matches::{Leads, Match, Side, best_matches, chosen, matches};
