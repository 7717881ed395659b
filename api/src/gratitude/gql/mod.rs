//! Gratitude in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use filter::{
    GratitudeFilterInput, GratitudeMeansComparator, GratitudeOrder, GratitudeOrderField,
    GratitudeStateComparator,
};
pub use input::{DraftThanksInput, SendThanksInput, ThanksInput, UpdateGratitudeInput};
pub use mutation::{GratitudePayload, mutations};
pub use object::{Gratitude, GratitudeMeans, GratitudeState};
pub use query::{for_collaboration, for_exchange, for_introduction, queries, with_person};
