//! The brief: all that one wants to know before meeting a person, in one query.
//!
//! It stores nothing. It shows what the areas keep about a person, each list cut to what matters before a talk, and suggests questions
//! about facts that have gone stale, and about goals and needs of which nothing is heard ([`rules`]). The statements are as many for a hundred people as for one.

pub mod gql;
mod read;
mod rules;

pub use read::{Brief, View, briefs};
pub use rules::{Question, Source};
