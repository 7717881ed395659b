//! Talks: one act for what happened, with all that came of it.
//!
//! `logInteraction` logs an interaction and takes along whom the user met for the first time, what they learnt, what was given or promised,
//! what is done with it, what was asked and told, and when to be in touch next. Each part is written by the area that it belongs to; here is
//! what makes one act of them: one transaction, one change set, and problems that name their places in the one input.
//!
//! Always: what says nothing but who was there is logged as before, many as a set; everything else is logged by itself, as a change set.
//! Whoever repeats a create is answered, and nothing of it is written again.

pub mod gql;
mod parts;
mod write;

use parts::{Came, Next, Of, Talk, said};
use write::log_all;
