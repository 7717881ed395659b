//! The proof that queries answer what the specification says, whatever way the server executes them.
//!
//! [`reference`] is a second, deliberately naive executor: it walks the document literally and computes one field of one
//! object at a time from whole tables in memory. `generate` makes random documents from the schema; `compare` holds
//! the server's text against the reference's, byte by byte. The tests stand in the files beside: the documents that
//! users are shown, fields that fail, and thousands of random documents; last, graphql-js as a second witness.

mod compare;
mod corrupted;
mod examples;
mod failing;
mod filters;
mod generate;
mod graphql_js;
mod paging;
mod random;
mod reference;
mod refused;
mod rows;
mod rules;
pub mod schema;
pub mod stage;
mod today;
mod world;
mod writing;
