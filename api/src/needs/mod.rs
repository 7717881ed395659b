//! Needs, offers and matches: what the user and the people of the network look for and can give, and who could help whom.
//!
//! A need and an offer are the user's, or of one other person; `OPEN`, `FULFILLED` or `WITHDRAWN`; and good until a day, after
//! which an open one is expired, which is never stored. Both have topics. A match is a need and an offer of different parties with
//! a topic in common, or a need for knowledge and a person whose skills name one of its topics. Matches are derived at each read,
//! found by the index of topics, and scored ([`FORMULA`]); only what the user decided about one is stored.
//!
//! Always: a title; at most [`TOPICS`] topics, each once in the form in which they are compared; one decision for a need and
//! who could meet it; what is `ACCEPTED`, and nothing else, has an introduction, an exchange or a collaboration that was made of it. Neither what
//! was decided about nor what is archived, over or expired is proposed; nor are two people who are or were introduced.

pub mod gql;
mod read;
mod record;
mod rules;
mod words;
mod write;

pub use read::{
    Asked, DecisionFilter, Giver, Leads, Match, Which, WishLeaf, Wished, best_matches, chosen, condition,
    decisions_list, decisions_of_collaborations, expiring_needs, labels, matches, needs_of_goals,
    open_of_people, rank, sought_by, tell,
};
pub use record::Step;
pub use rules::{FORMULA, MATCHES, Part, TOPICS, allowed, decisions, is_expired};
pub use words::reasons;
pub use write::{
    AcceptMatch, CollaborateOnMatch, DismissMatch, NewWish, ReopenMatch, UpdateWish, accept, afresh,
    collaborate, create, create_all, dismiss, undo, update_all,
};
