//! The header `Idempotency-Key`, by which a client may send a mutation again without doing it twice: IETF's draft of that name, but for
//! its quotes. The value is taken as it stands.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::json;

use super::{codes, failure::Failure};
use crate::graphql::gate::RawRequest;
use crate::kit::IdempotencyKey;

/// The header of a request.
pub(super) const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The header of an answer that was given before.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Most characters of a key.
const LONGEST: usize = 255;

/// The key of a request, if it brings one; why it is none matters to mutations alone.
pub(super) type Keyed = Option<Result<IdempotencyKey, Failure>>;

/// The header, as it came.
pub(super) struct Given(Vec<HeaderValue>);

impl Given {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(KEY).cloned().collect())
    }

    /// The key for what was asked.
    pub(super) fn for_request(&self, raw: &RawRequest) -> Keyed {
        let first = self.0.first()?;
        let key = match first.to_str() {
            Ok(key) if self.0.len() == 1 && is_key(key) => key,
            _ => return Some(Err(invalid())),
        };
        let operation = raw.operation_name.as_deref().unwrap_or_default();
        let request = json!([raw.query, operation, raw.variables]);
        Some(Ok(IdempotencyKey::new(key, request)))
    }
}

fn is_key(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn invalid() -> Failure {
    let message =
        format!("the header Idempotency-Key is given once, and has 1 to {LONGEST} visible ASCII characters");
    Failure::new(codes::IDEMPOTENCY_KEY_INVALID, message)
}

/// The operation cannot be sent with a key.
pub(super) fn unsupported(message: impl Into<String>) -> Failure {
    Failure::new(codes::IDEMPOTENCY_KEY_UNSUPPORTED, message)
}
