//! Many writes in one request: `applyMutations` runs mutations by their names, in order and in one transaction.
//!
//! - `input`: what is sent. `row`: a row as it is read, before anything runs: to the command that its mutation runs.
//! - `apply`: runs the rows, as the error policy has it. `payload`: what became of each.
//! - `plural`: many of one kind, `createPeople` and `updatePeople`, made from the declarations of `createPerson` and `updatePerson`.
//! - `upsert`: `upsertTag`, which makes a tag or changes it, made from what does the one and the other.
//! - `matching`: the records that a condition means. `conditional`: one change of all of them, `updatePeopleWhere`.
//!
//! What always holds: a row is checked as the mutation that it names, by its types and by its rights, and does what that does; a row
//! sees what the rows before it wrote; what is refused of it is told at its place, below `["mutations", "3"]`.

mod apply;
mod conditional;
mod input;
mod matching;
mod payload;
mod plural;
mod row;
mod upsert;

use self::input::MutationRowInput;
use self::payload::ApplyMutationsPayload;
use super::plan::{Done, Field, Shape, Verb};

pub use self::apply::{Batch, apply};
pub use self::input::ErrorPolicy;
pub use self::matching::Matching;
pub use self::payload::{RowDone, RowStatus};
pub use self::row::{Named, Row, refusal};

/// The mutations that are made from the declarations of others, and of queries.
#[must_use]
pub fn derived(queries: &[Field], mutations: &[Field]) -> Vec<Field> {
    let mut derived = upsert::upserts(mutations);
    derived.extend(plural::plurals(derived.iter().chain(mutations)));
    derived.extend(conditional::conditionals(queries, mutations));
    derived
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let many = governed(
        Field::open_verb::<ApplyMutationsPayload>(
            "applyMutations",
            "Runs up to 500 mutations in order and in one transaction: one request, one commit, one answer. \
             Each does what it does by itself, needs the same scopes, and sees what those before it wrote. Mutations that answer \
             a secret, decide who may enter, sign somebody in, take files or change the workspace itself cannot be among them. \
             Sent again with ids of the client's, a row whose record is there answers `UNCHANGED`.",
        )
        .argument::<Vec<MutationRowInput>>("mutations", "What to run, at most 500, in this order."),
    );
    vec![many.leaves(Batch::read, apply, Done::value).many()]
}

/// With what clients say of all rows.
fn governed<P: Shape>(verb: Verb<P>) -> Verb<P> {
    verb.defaulting::<Option<ErrorPolicy>>(
        "errorPolicy",
        "REJECT_ALL",
        "What becomes of the others when a row is rejected.",
    )
    .defaulting::<Option<bool>>(
        "dryRun",
        "false",
        "Whether everything is done and answered, and then nothing is stored: to see what would become of each row. Ids \
         that the server makes are others when it is run in earnest.",
    )
}
