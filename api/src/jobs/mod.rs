//! Jobs: a mutation that is run for each line of a file, however many there are.
//!
//! A client asks for an upload, sends its file there, and starts a job. Servers run the lines in chunks, each of which is one transaction:
//! what the lines write, how far the job is and what became of each line are stored together, so a job that is interrupted at any
//! moment goes on behind its last stored chunk, and no line is run twice. What the client gets back are three files: the lines that
//! succeeded, those that failed, and those that were not run. Each of them can be sent again as it is.
//!
//! Always: a line needs the rights of its mutation, as whoever started the job has them when it is run. Between two chunks everybody
//! else has their turn. A job is a change set, and can be undone as one.
//!
//! - `rules`: what can be decided without a database. `lines`: the lines of a file that is stored in pieces. `outcomes`: what became of
//!   lines, as it is kept. `read`, `write`: what is stored. `run`: what servers do. `results`: the three files.

mod file;
pub mod gql;
mod lines;
mod outcomes;
mod read;
mod results;
mod rules;
mod run;
mod write;

pub use file::{keep, keep_until, sent, uses};
pub use read::{list, workspaces_outdated};
pub use results::{Part, Results};
pub use rules::LARGEST;
pub use run::Worker;
pub use write::{Receiving, expire, forget};
