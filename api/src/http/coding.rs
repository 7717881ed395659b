//! Answers too small to be worth compressing.
//!
//! A brotli encoder alone allocates far more than most answers hold, and nothing under a packet's size
//! arrives sooner. Actix compresses all that has no content coding yet, so small answers pass by it marked
//! as `identity`; the mark is taken off again on the way out.

use actix_web::{
    Error,
    body::{BodySize, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderValue},
    middleware::Next,
};

/// Fits one packet with its head.
const WORTH_IT: u64 = 1_024;

const MARK: &str = "identity";

/// Goes inside of the compressing layer.
pub(super) async fn mark_small<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    if matches!(response.response().body().size(), BodySize::Sized(bytes) if bytes < WORTH_IT) {
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static(MARK));
    }
    Ok(response)
}

/// Goes outside of it.
pub(super) fn unmark(headers: &mut HeaderMap) {
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|coding| coding == MARK)
    {
        headers.remove(header::CONTENT_ENCODING);
    }
}
