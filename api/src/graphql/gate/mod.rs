//! The gate: what every document passes before the engine sees it.
//!
//! The engine walks fragments without remembering them, runs a root field twice when it is selected twice,
//! and bounds neither documents nor operations; so everything that a stranger's text could blow up is
//! settled here, from the text alone. What always holds:
//! - nothing here does I/O, knows the schema, or takes longer than a small multiple of the document's own
//!   length;
//! - an admitted document holds one operation and only the fragments which that operation reaches;
//! - a mutation never runs one response key twice.
//!
//! The order is the order of cost: bytes, tokens, parse, flat counts, choice of the operation, weights over
//! fragments, then the rewriting. A later step relies on the earlier ones (the rewriting, for one, needs no
//! bounds of its own).
//!
//! Documents that passed are kept by `documents`; what a plan of them may read is bounded by its cost.

mod choose;
mod counts;
pub mod lengths;
pub mod literals;
mod refusal;
mod tokens;
pub mod variables;
mod weigh;

#[cfg(test)]
mod tests;

use async_graphql::{
    Extensions, Request, Variables,
    parser::{
        parse_query,
        types::{ExecutableDocument, OperationDefinition, OperationType},
    },
};

pub use refusal::{Refusal, RefusalCode};

/// One GraphQL request as it came in, decoded but not yet looked at.
#[derive(Debug, Default)]
pub struct RawRequest {
    /// The document. Absent is an error until persisted documents are there to stand in for it.
    pub query: Option<String>,
    /// Which of the document's operations to run; the empty string means the same as absent.
    pub operation_name: Option<String>,
    /// The values of the operation's variables.
    pub variables: Variables,
    /// The protocol's extension point (persisted documents will arrive here).
    pub extensions: Extensions,
}

/// How much a document may ask for. The defaults suit a public endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document.
    pub document_bytes: usize,
    /// Lexical tokens of the document.
    pub tokens: usize,
    /// Aliases written in the document.
    pub aliases: usize,
    /// Directives written in the document.
    pub directives: usize,
    /// Operations in the document.
    pub operations: usize,
    /// Fragments in the document.
    pub fragments: usize,
    /// Selections written in the document that stand beside the same field, fragment or type.
    pub repeats: usize,
    /// Root fields of a query, fragments expanded.
    pub query_roots: usize,
    /// Root fields of a mutation, fragments expanded.
    pub mutation_roots: usize,
    /// Fields of the operation, fragments expanded.
    pub fields: usize,
    /// Fields below one another, the root field being the first.
    pub depth: usize,
    /// Selection sets, fragments and inline fragments below one another; the engine's own bound is 32.
    pub nesting: usize,
    /// Lists below one another in introspection (`fields`, `interfaces`, `possibleTypes`, `inputFields`),
    /// as graphql-js counts them: a handful of those multiplies the whole schema by itself.
    pub introspection_lists: usize,
    /// Fields in and below `__schema` and `__type`, fragments expanded; the usual query has some 250.
    pub introspection_fields: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 64 * 1024,
            tokens: 10_000,
            aliases: 60,
            directives: 100,
            operations: 20,
            fragments: 250,
            repeats: 60,
            query_roots: 50,
            mutation_roots: 20,
            fields: 5_000,
            depth: 15,
            nesting: 32,
            introspection_lists: 2,
            introspection_fields: 500,
        }
    }
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Listens.
    Subscription,
}

impl OperationKind {
    /// The keyword of the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }
}

impl From<OperationType> for OperationKind {
    fn from(kind: OperationType) -> Self {
        match kind {
            OperationType::Query => Self::Query,
            OperationType::Mutation => Self::Mutation,
            OperationType::Subscription => Self::Subscription,
        }
    }
}

/// A document that may be validated and run: all that is known of it and the choice of an operation, whatever the variables.
#[derive(Debug)]
pub struct Admitted {
    /// One operation, and the fragments that it reaches.
    pub document: ExecutableDocument,
    /// What the operation does.
    pub kind: OperationKind,
    /// The operation's name, if it has one.
    pub operation_name: Option<String>,
    /// The names (not aliases) of the root fields that the operation selects, through fragments too, each
    /// once, in the order of the document. Directives are not evaluated: a skipped field is listed.
    /// `__typename`, `__schema` and `__type` are listed like any other.
    pub root_fields: Vec<String>,
}

impl Admitted {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Option<&OperationDefinition> {
        operation_of(&self.document)
    }

    /// A request of the engine, which parses nothing again.
    #[must_use]
    pub fn request(&self, variables: Variables) -> Request {
        let mut request = Request::new("").variables(variables);
        // The engine calls an operation anonymous when the document has it as `Single`, and then refuses any
        // name.
        request.operation_name.clone_from(&self.operation_name);
        request.set_parsed_query(self.document.clone());
        request
    }
}

/// Judges a document and the choice of one of its operations.
///
/// # Errors
///
/// A [`Refusal`], which says in words for the client which rule was broken and where.
pub fn admit(text: &str, wanted: Option<&str>, limits: &Limits) -> Result<Admitted, Refusal> {
    if text.len() > limits.document_bytes {
        return Err(Refusal::new(
            RefusalCode::TooLarge,
            format!(
                "the document has {} bytes; at most {} are read",
                text.len(),
                limits.document_bytes
            ),
        ));
    }
    refusal::within("tokens", tokens::count(text, limits.tokens), limits.tokens)?;
    let document = parse_query(text).map_err(|error| Refusal::syntax(&error))?;
    counts::check(&document, limits)?;
    lengths::check(&document)?;

    let chosen = choose::choose(&document, wanted)?;
    weigh::check(&document, &chosen, limits)?;
    let kind = chosen.kind;
    let document = choose::keep(document, &chosen)?;
    let root_fields = choose::root_fields(&document);
    Ok(Admitted {
        document,
        kind,
        operation_name: chosen.name.map(|name| name.as_str().to_owned()),
        root_fields,
    })
}

/// The one operation of a pruned document.
fn operation_of(document: &ExecutableDocument) -> Option<&OperationDefinition> {
    document
        .operations
        .iter()
        .next()
        .map(|(_, operation)| &operation.node)
}
