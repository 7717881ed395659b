//! The integration tests: one binary, a file an area, and the guards.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests may assume"
)]

mod circles;
mod collaborations;
mod guards;
mod introductions;
mod kill;
mod members;
mod people;
mod readme;
mod transfer;
mod transport;
