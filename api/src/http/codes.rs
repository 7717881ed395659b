//! The error codes of the edge: a closed list, for the documentation and for its test.
//!
//! Codes that resolvers answer with have their own list in `graphql/`; both end up in `extensions.code`.

use actix_web::http::StatusCode;

use super::accept::Media;

/// A document that does not parse, validate or fit, under `application/graphql-response+json`.
///
/// The newest draft of GraphQL over HTTP has 422 for some of these; the public audit suite and the common
/// servers still say 400. This is the one place to change it.
const DOCUMENT_REFUSED: StatusCode = StatusCode::BAD_REQUEST;

/// What HTTP says of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Always this.
    Fixed(StatusCode),
    /// The request is well-formed HTTP, its document is not: 200 for a client that only knows
    /// `application/json`, since such clients take any other status for a broken network.
    Document,
}

/// An error code with all that follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// As it stands in `extensions.code`.
    pub name: &'static str,
    /// The status of an answer that consists of such an error.
    pub status: Status,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// For the documentation.
    pub meaning: &'static str,
}

impl Code {
    const fn fixed(name: &'static str, status: StatusCode, meaning: &'static str) -> Self {
        Self {
            name,
            status: Status::Fixed(status),
            retryable: false,
            meaning,
        }
    }

    const fn document(name: &'static str, meaning: &'static str) -> Self {
        Self {
            name,
            status: Status::Document,
            retryable: false,
            meaning,
        }
    }

    const fn retryable(self) -> Self {
        Self {
            retryable: true,
            ..self
        }
    }

    /// The status of an answer in this form.
    pub(super) fn status(&self, media: Media) -> StatusCode {
        match (self.status, media) {
            (Status::Fixed(status), _) => status,
            (Status::Document, Media::GraphqlResponse) => DOCUMENT_REFUSED,
            (Status::Document, Media::Json) => StatusCode::OK,
        }
    }
}

macro_rules! codes {
    ($($name:ident = $code:expr;)*) => {
        $(pub(super) const $name: &Code = &$code;)*
        /// Every code that the edge answers with.
        pub const CODES: &[&Code] = &[$($name),*];
    };
}

codes! {
    BAD_REQUEST = Code::fixed(
        "BAD_REQUEST",
        StatusCode::BAD_REQUEST,
        "The HTTP request is not one that GraphQL over HTTP knows.",
    );
    PARSE_FAILED = Code::document(
        "PARSE_FAILED",
        "The text is not a GraphQL document.",
    );
    VALIDATION_FAILED = Code::document(
        "VALIDATION_FAILED",
        "The document does not fit the schema or the language's rules.",
    );
    BAD_INPUT = Code::document(
        "BAD_INPUT",
        "A value does not fit its type, or a required variable has none.",
    );
    TOO_COMPLEX = Code::document(
        "TOO_COMPLEX",
        "The document asks for more than one request may.",
    );
    UNAUTHENTICATED = Code::fixed(
        "UNAUTHENTICATED",
        StatusCode::UNAUTHORIZED,
        "There is no token, or it is not valid.",
    );
    INSUFFICIENT_SCOPE = Code::fixed(
        "INSUFFICIENT_SCOPE",
        StatusCode::FORBIDDEN,
        "The token was not granted what the operation needs.",
    );
    NOT_FOUND = Code::fixed(
        "NOT_FOUND",
        StatusCode::NOT_FOUND,
        "There is nothing at this path.",
    );
    METHOD_NOT_ALLOWED = Code::fixed(
        "METHOD_NOT_ALLOWED",
        StatusCode::METHOD_NOT_ALLOWED,
        "The path does not answer to this method; mutations need POST.",
    );
    CONFLICT = Code::fixed(
        "CONFLICT",
        StatusCode::CONFLICT,
        "The file is here already, or is being sent by another request.",
    );
    NOT_ACCEPTABLE = Code::fixed(
        "NOT_ACCEPTABLE",
        StatusCode::NOT_ACCEPTABLE,
        "The client accepts none of the forms of answer.",
    );
    TOO_LARGE = Code::fixed(
        "TOO_LARGE",
        StatusCode::PAYLOAD_TOO_LARGE,
        "The body or the document has too many bytes.",
    );
    UNSUPPORTED_MEDIA_TYPE = Code::fixed(
        "UNSUPPORTED_MEDIA_TYPE",
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "The body is not plain JSON in UTF-8.",
    );
    FILE_REFUSED = Code::fixed(
        "FILE_REFUSED",
        StatusCode::UNPROCESSABLE_ENTITY,
        "The file cannot be taken in; the message says why, and in which line.",
    );
    RATE_LIMITED = Code::fixed(
        "RATE_LIMITED",
        StatusCode::TOO_MANY_REQUESTS,
        "Too much was asked in too short a time.",
    ).retryable();
    IDEMPOTENCY_KEY_INVALID = Code::fixed(
        "IDEMPOTENCY_KEY_INVALID",
        StatusCode::BAD_REQUEST,
        "The header `Idempotency-Key` is not 1 to 255 visible ASCII characters, or is there twice.",
    );
    IDEMPOTENCY_KEY_UNSUPPORTED = Code::fixed(
        "IDEMPOTENCY_KEY_UNSUPPORTED",
        StatusCode::BAD_REQUEST,
        "The operation cannot be sent with an idempotency key.",
    );
    IDEMPOTENCY_KEY_REUSED = Code::fixed(
        "IDEMPOTENCY_KEY_REUSED",
        StatusCode::UNPROCESSABLE_ENTITY,
        "Another request was sent under this idempotency key.",
    );
    IDEMPOTENCY_ANSWER_ERASED = Code::fixed(
        "IDEMPOTENCY_ANSWER_ERASED",
        StatusCode::GONE,
        "The write was done under this idempotency key, and its answer was erased since.",
    );
    INTERNAL = Code::fixed(
        "INTERNAL",
        StatusCode::INTERNAL_SERVER_ERROR,
        "The fault is ours; quote the request id.",
    );
    TIMEOUT = Code::fixed(
        "TIMEOUT",
        StatusCode::SERVICE_UNAVAILABLE,
        "The query took too long and was given up.",
    ).retryable();
    UNAVAILABLE = Code::fixed(
        "UNAVAILABLE",
        StatusCode::SERVICE_UNAVAILABLE,
        "The server cannot answer just now.",
    ).retryable();
}

/// A body that stalls is the client's matter, though the word for it is the same.
pub(super) const BODY_TIMEOUT: &Code = &Code {
    status: Status::Fixed(StatusCode::REQUEST_TIMEOUT),
    ..*TIMEOUT
};

/// The code of this name, if the edge knows it.
pub(super) fn named(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name).copied()
}

/// The code that suits a status which some other layer chose.
pub(super) fn for_status(status: StatusCode) -> &'static Code {
    if status == StatusCode::REQUEST_TIMEOUT {
        return BODY_TIMEOUT;
    }
    let same = |code: &&&Code| code.status == Status::Fixed(status);
    let fallback = if status.is_server_error() {
        INTERNAL
    } else {
        BAD_REQUEST
    };
    CODES.iter().find(same).copied().unwrap_or(fallback)
}
