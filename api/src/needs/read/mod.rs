//! Reading needs, offers, and matches.

mod best;
mod cares;
mod decisions;
mod list;
mod matches;
mod open;
mod shown;
mod skilled;
mod view;
mod who;

pub use decisions::{DecisionFilter, decided_on, decisions_list};
pub use list::{
    WishFilter, WishLeaf, WishOrder, Wished, expiring_needs, labels, list, needs_of_goals, of_people,
};
pub use matches::{Asked, Leads, Match, Side, best_matches, chosen, matches, rank};
pub use open::{Giver, Which};
pub use shown::tell;
