//! How queries run: a document is compiled once to a plan, and a plan reads each level by one statement and writes the answer's
//! bytes.
//!
//! - `shape`, `declare`: the one declaration of each object type; `register` enters it into the engine's schema.
//! - `ask`: what a field asks. `compile`: from a document to a plan, which is a `tree` of levels; `cost` bounds it. `sql`: the statements.
//! - `run`: reads a plan's levels, and `groups` sorts the rows by their parents. `write`: the answer, in the order of the selections.
//! - `computed`: objects that no table holds; `beside`: where the functions run that compute them.
//! - `stored`: objects that the engine answers with, in payloads and where it runs a document itself; `batch`: read together.
//!
//! What always holds: a plan reads one workspace; nothing is read one object at a time; a field that fails leaves its siblings
//! intact, as far as the schema lets null stand for it.

pub mod ask;
mod batch;
mod beside;
pub mod compile;
pub mod computed;
mod cost;
pub mod declare;
mod groups;
pub mod json;
pub mod register;
pub mod run;
pub mod shape;
mod sql;
mod stored;
mod tree;
mod write;

pub use ask::{Ask, is_down, said};
pub use batch::Loaders;
pub use compile::{Compiler, Unplanned, is_true};
pub use computed::{Computed, Ranked, Value, Values};
pub use json::Json;
pub use run::Run;
pub use shape::{Cells, Field, FieldType, Listing, Object, ObjectOf, Shape, Source, Target, Unreadable};
pub use stored::{Look, Roots, SeenBy, Stored, by_id, embedded, execute, value};
pub use tree::Plan;
