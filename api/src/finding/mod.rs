//! Search over everything: whoever is meant by a name, and whatever record has the words.
//!
//! It asks `people` for people and `search` for all other records, and knows nothing else of either.

pub mod gql;
