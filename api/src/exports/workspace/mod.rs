//! A workspace as lines of JSON. The first line says what the file is and holds the workspace's settings; then comes every row of every
//! table in which its network is kept, in the order of `entity/src/tables.rs`, then its feed and its change sets; the last line says how
//! many lines there were. Rows of a table stand in the order of their keys, so that the same workspace is the same bytes on either database.
//!
//! Users, tokens, invitations and answers that were kept for repeated requests belong to the place and not to the network: they stay where
//! they are. Who wrote what is kept by ids, which elsewhere are of nobody.

mod head;
mod into;
mod lines;
mod out;

use crate::kit::Right;

pub use into::{Restored, take_in};
pub use out::export;

/// What a caller needs to take a workspace out or in: everything but the tokens. Only owners have that; the file holds what is otherwise told
/// to nobody, such as what stood somewhere before it was changed.
pub fn needed() -> impl Iterator<Item = Right> {
    let tokens = [Right::TokensRead, Right::TokensWrite];
    Right::ALL
        .iter()
        .copied()
        .filter(move |right| !tokens.contains(right))
}
