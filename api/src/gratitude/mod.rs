//! Gratitude: thanks that the user owes, gives and gets.
//!
//! Thanks given are `OWED`, `DRAFTED`, `SENT` or `WAIVED`; thanks received are `RECEIVED`. Thanks owed arise by themselves: the
//! areas of their causes call [`settle`] in the transaction that changes a cause, with who was owed thanks for it before and who
//! is now. So a person is owed thanks for a received exchange that is `DONE`, for an introduction made by them that worked out,
//! and for their contribution to a collaboration that is `DONE`. This area knows the causes by their ids alone.
//!
//! Always: one debt at most for each cause and person, however often the cause comes about; what is `SENT` or `RECEIVED`, and
//! nothing else, has a day, and that day is not to come; a public address stands only with public thanks; the person is not the
//! user; thanks are for one cause, or just so. When a cause is undone, thanks that are still `OWED` are archived, and come back
//! with it; what the user has begun, given or waived stays.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{outstanding, owed, owed_to};
pub use rules::{Step, allowed};
pub use write::{
    Cause, Debts, Moved, NewThanks, Saying, TakeStep, afresh, archive, give, receive, restore, settle,
    settle_all, take, update_all,
};
