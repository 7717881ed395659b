//! How queries run: a document is compiled once to a plan, and a plan reads each level by one statement and writes the answer's
//! bytes.
//!
//! - `shape`, `declare`: the one declaration of each object type, and `argument`: of what its fields take; `register` enters it into
//!   the engine's schema.
//! - `ask`: what a field asks. `compile`: from a document to a plan, which is a `tree` of levels; `cost` bounds it. `sql`: the statements.
//! - `run`: reads a plan's levels, and `groups` sorts the rows by their parents. `write`: the answer, in the order of the selections.
//! - `computed`: objects that no table holds; `beside`: where the functions run that compute them.
//! - `verb`: mutations as data; `payload`: what they answer; `act`: runs them; `once`: under an idempotency key; `named`: what such an answer names. `execute`: where documents of either kind enter.
//!
//! What always holds: a plan reads one workspace; nothing is read one object at a time; a field that fails leaves its siblings
//! intact, as far as the schema lets null stand for it.

mod act;
mod argument;
pub mod ask;
mod beside;
pub mod compile;
pub mod computed;
mod cost;
pub mod declare;
mod engine;
mod execute;
mod groups;
pub mod json;
mod named;
mod once;
mod payload;
mod ranked;
mod records;
pub mod register;
pub mod run;
pub mod shape;
mod sql;
mod tree;
mod value;
mod verb;
mod write;

pub use act::act;
pub use argument::{Argument, ArgumentType, capitalized};
pub use ask::{Ask, Given, is_down};
pub use compile::{Compiler, Unplanned, is_true};
pub use computed::{Computed, Values};
pub use engine::Engine;
pub use execute::{Asked, Mutation, Query, execute};
pub use json::Json;
pub use once::{Answered, Once, act_once, takes_key};
pub use payload::{Outcome, Refused};
pub use ranked::Ranked;
pub use run::Run;
pub use shape::{
    Cells, Field, FieldType, Listing, Object, ObjectOf, Shape, Source, Target, Unreadable, Wrong,
};
pub use tree::Plan;
pub use value::{ShownId, Value};
pub use verb::{Called, Does, Done, Job, RunJob, Sent, Verb};
