//! Bridges: who of the network should meet whom, and what came of the bridges that there are.
//!
//! A *suggestion* is two people who have something in common (an interest, an aim, or one is good at what the other cares about) and do
//! not know each other, as far as is known. Suggestions are derived at each read and scored ([`FORMULA`]); nothing of them is stored. They
//! are found by *blocks*: the people of one topic or aim. Only pairs within a block are looked at, and a block of many says nothing.
//! *Opportunities* are matches in which a partner is sought, and aims that several people have and nobody works for together.
//! *Figures* are what the user did as a connector and as a giver, by quarter. *Outcomes* are what came of what somebody gave: of
//! introductions that they made, and of what the user received from them.
//!
//! Always: nobody is suggested who is archived or died, nor the user; nor are two who have a tie, had an introduction that was not
//! left to expire, or work together.

pub mod gql;
mod read;
mod rules;

pub use read::{
    Asked, CameOf, Flow, GivenOutcome, Opportunity, Quarter, SHOWN, SharedAim, Skill, Suggestion, figures,
    opportunities, outcomes, suggestions,
};
pub use rules::{FORMULA, MOST_QUARTERS, Part};
