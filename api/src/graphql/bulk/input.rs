//! What is sent to `applyMutations`.

use async_graphql::{Enum, InputObject};

use crate::graphql::scalars::Json;

/// A mutation that is one of many.
#[derive(InputObject)]
pub struct MutationRowInput {
    /// A name of the client's for the row, which is answered beside what became of it: the line of a file, say. At most 200
    /// characters.
    #[graphql(name = "ref")]
    pub reference: Option<String>,
    /// The name of the mutation, such as `createPerson`.
    pub name: String,
    /// Its arguments by name, as they would be in the variables of a document: `{ "input": { "displayName": "Ana" } }`.
    pub variables: Option<Json>,
}

/// What becomes of the other rows when one is rejected.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorPolicy {
    /// Nothing of the request is stored: the others are `SKIPPED`. Rows whose arguments are not of their types are all told, of the
    /// rest the first that is refused.
    #[default]
    RejectAll,
    /// The others are stored.
    RejectFailedRows,
    /// The rows before it are stored, those after it are `SKIPPED`.
    StopAtFirst,
}
