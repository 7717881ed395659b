//! Who is the same: the one judgement of it, for imports, for upserts and for what is shown as duplicates. Pure.
//!
//! Evidence is how far two names agree ([`Names`]), what both have ([`traits`]), and, where it is known, how their birthdays and
//! workplaces agree and how rare their names are. Of it come a [`verdict`], by which imports join, and a score from 0 to 100, by which
//! people are asked; the two never disagree: what is joined is [`CERTAIN`], and nothing else is.

mod alike;
mod birthday;
mod names;
mod nicknames;
mod rules;
mod score;
mod traits;

pub use alike::Bearers;
pub use birthday::birthdays;
pub use names::{Agreement, Family, Given, NameParts, Names, Reading};
pub use rules::{
    Bond, CERTAIN, Evidence, LIKELY, POSSIBLE, Shared, Sureness, Verdict, Workplace, choose, verdict,
};
pub use score::Rarity;
pub use traits::{Place, Trait, are_apart, is_reachable, traits};
