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

pub use decisions::{
    DecisionFilter, decided_on, decisions_list, of_collaborations as decisions_of_collaborations,
};
pub use list::{
    Columns, WishLeaf, Wished, condition, expiring_needs, labels, needs_of_goals, open_of_people, sought_by,
};
pub use matches::{Asked, Leads, Match, Side, best_matches, chosen, matches, rank};
pub use open::{Giver, Which};
pub use shown::tell;
