//! Duplicates: people of the network who may be one person.
//!
//! Who may be the same is worked out at each read, by the judgement of [`sameness`](crate::sameness), from names, addresses, workplaces
//! and birthdays; nothing of it is stored. Nobody is compared with everybody: two are looked at who have something in common that few
//! have. `mergePeople` makes two one; that two are not the same is a decision, which is stored.
//!
//! Always: neither the user nor who is archived is in a group; nor are two together of whom it was decided that they are not the
//! same; there is one decision for two people.

pub mod gql;
mod read;
mod rules;
mod write;

pub use read::{Asked, Group, Pair, Reason, decisions, found};
pub use rules::ReasonKind;
pub use write::{Dismiss, Reopen, dismiss, reopen};
