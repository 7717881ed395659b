//! Reading suggestions, opportunities, figures and outcomes.

mod blocks;
mod figures;
mod known;
mod opportunities;
mod outcomes;
mod suggest;

pub use figures::{Flow, Quarter, figures};
pub use opportunities::{Opportunity, SharedAim, opportunities};
pub use outcomes::{CameOf, GivenOutcome, outcomes};
pub use suggest::{Asked, SHOWN, Skill, Suggestion, suggestions};
