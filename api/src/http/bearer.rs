//! Who is asking. There are no cookies, so there is nothing that another site could make a browser send.

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use serde_json::json;

use super::{codes, failure::Failure};
use crate::{app::App, auth::AuthError, graphql::Denied, kit::Caller};

/// Nobody if there is no `Authorization` header. A header that is there and does not convince is an error
/// and never nobody: a client whose token has expired must not be shown the stranger's view as if that were
/// all.
pub(super) async fn caller(app: &App, headers: &HeaderMap) -> Result<Option<Caller>, Failure> {
    let Some(token) = token(headers)? else {
        return Ok(None);
    };
    match app.authenticate(token).await {
        Ok(caller) => Ok(Some(caller)),
        Err(AuthError::Refused(refused)) => Err(invalid_token(refused.message)),
        Err(AuthError::Fault(fault)) => {
            tracing::error!(error = %fault, "a token could not be checked");
            Err(Failure::new(
                codes::UNAVAILABLE,
                "the token could not be checked; try again",
            ))
        }
    }
}

fn token(headers: &HeaderMap) -> Result<Option<&str>, Failure> {
    let mut given = headers.get_all(header::AUTHORIZATION);
    let value = match (given.next(), given.next()) {
        (None, _) => return Ok(None),
        (Some(value), None) => value,
        _ => return Err(invalid_token("there is more than one Authorization header")),
    };
    let parts = value.to_str().ok().and_then(|text| text.trim().split_once(' '));
    match parts.map(|(scheme, token)| (scheme, token.trim())) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() => {
            Ok(Some(token))
        }
        _ => Err(invalid_token("the Authorization header must be `Bearer <token>`")),
    }
}

fn invalid_token(message: impl Into<String>) -> Failure {
    Failure::new(codes::UNAUTHENTICATED, message).header(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static("Bearer realm=\"rapport\", error=\"invalid_token\""),
    )
}

/// The caller is known, or is nobody, and may not do this.
pub(super) fn denied(denied: Denied) -> Failure {
    if denied.code == codes::UNAUTHENTICATED.name {
        return Failure::new(codes::UNAUTHENTICATED, denied.message).header(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"rapport\""),
        );
    }
    let scope = denied.missing_scopes.join(" ").replace(['"', '\\'], "");
    let challenge = format!("Bearer realm=\"rapport\", error=\"insufficient_scope\", scope=\"{scope}\"");
    let failure = Failure::new(codes::INSUFFICIENT_SCOPE, denied.message)
        .detail("missingScopes", json!(denied.missing_scopes));
    match HeaderValue::from_str(&challenge) {
        Ok(challenge) => failure.header(header::WWW_AUTHENTICATE, challenge),
        // The body says it all the same.
        Err(_) => failure,
    }
}
