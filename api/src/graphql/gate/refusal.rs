//! Why a document was not admitted.

use async_graphql::{Pos, parser};

/// The rule's kind, in the words of the documented list of error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalCode {
    /// The request itself is incomplete.
    BadRequest,
    /// The text is not a GraphQL document.
    ParseFailed,
    /// The document breaks a rule of the language, or names an operation that it does not hold.
    ValidationFailed,
    /// A required variable has no value.
    BadInput,
    /// The document asks for more than one request may.
    TooComplex,
    /// The document has too many bytes.
    TooLarge,
}

impl RefusalCode {
    /// As it stands in `extensions.code`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::ParseFailed => "PARSE_FAILED",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::BadInput => "BAD_INPUT",
            Self::TooComplex => "TOO_COMPLEX",
            Self::TooLarge => "TOO_LARGE",
        }
    }
}

/// A document that is not run, and why, in words for the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// The kind of rule.
    pub code: RefusalCode,
    /// What is wrong, for a person.
    pub message: String,
    /// Where in the document, if anywhere.
    pub locations: Vec<Pos>,
    /// Which value is wrong, by its place in the arguments of its field; nothing if it is no value.
    pub path: Vec<String>,
}

impl Refusal {
    pub(super) fn new(code: RefusalCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            locations: Vec::new(),
            path: Vec::new(),
        }
    }

    pub(super) fn invalid(message: impl Into<String>, locations: Vec<Pos>) -> Self {
        Self {
            locations,
            ..Self::new(RefusalCode::ValidationFailed, message)
        }
    }

    pub(super) fn syntax(error: &parser::Error) -> Self {
        Self {
            locations: error.positions().take(1).collect(),
            ..Self::new(RefusalCode::ParseFailed, syntax_message(error))
        }
    }
}

/// The parser draws the offending line, which for a minified document is all of it; only its conclusion is
/// kept.
fn syntax_message(error: &parser::Error) -> String {
    let drawn = error.to_string();
    let conclusion = drawn
        .lines()
        .rev()
        .find_map(|line| line.trim_start().strip_prefix("= "));
    format!(
        "syntax error: {}",
        conclusion.unwrap_or(&drawn).trim_end_matches('.')
    )
}

/// Refuses more than `limit` of something.
pub(super) fn within(what: &str, count: usize, limit: usize) -> Result<(), Refusal> {
    if count <= limit {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalCode::TooComplex,
        format!("too many {what}: at most {limit} are allowed"),
    ))
}
