//! Who is asking. There are no cookies, so there is nothing that another site could make a browser send.

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use serde_json::json;
use uuid::Uuid;

use super::{codes, failure::Failure};
use crate::{
    app::App,
    auth::AuthError,
    graphql::{Denied, rights::Needed},
    kit::Caller,
};

/// What the `Authorization` header says.
pub(super) enum Bearer {
    /// There is none.
    Nobody,
    /// Its token is good.
    Known(Caller),
    /// It does not convince, and this is what to answer where it matters.
    Bad(Failure),
}

impl Bearer {
    /// Whose turn it takes: that of the caller's workspace; strangers take one together.
    pub(super) fn workspace(&self) -> Uuid {
        match self {
            Self::Known(caller) => caller.scope().workspace().0,
            Self::Nobody | Self::Bad(_) => Uuid::nil(),
        }
    }

    /// Who asks for what no stranger gets.
    pub(super) fn known(self) -> Result<Caller, Failure> {
        match self {
            Self::Known(caller) => Ok(caller),
            Self::Bad(failure) => Err(failure),
            Self::Nobody => Err(nobody("sign in, or send an API token".to_owned())),
        }
    }

    /// Who runs a document. A header that does not convince stands in nobody's way to what is open to strangers: clients send the
    /// token that has just expired with the very mutation that renews it. Anywhere else it is an error and never nobody, for a
    /// client whose token has expired must not be shown the stranger's view as if that were all.
    pub(super) fn caller(self, needed: &Needed) -> Result<Option<Caller>, Failure> {
        match self {
            Self::Known(caller) => Ok(Some(caller)),
            Self::Bad(failure) if needed.depends_on_caller() => Err(failure),
            Self::Nobody | Self::Bad(_) => Ok(None),
        }
    }
}

/// Reads the `Authorization` header and checks its token.
pub(super) async fn bearer(app: &App, headers: &HeaderMap) -> Result<Bearer, Failure> {
    let token = match token(headers) {
        Ok(Some(token)) => token,
        Ok(None) => return Ok(Bearer::Nobody),
        Err(failure) => return Ok(Bearer::Bad(failure)),
    };
    match app.entrance.authenticate(token).await {
        Ok(caller) => Ok(Bearer::Known(caller)),
        Err(AuthError::Refused(refused)) => Ok(Bearer::Bad(invalid_token(refused.message))),
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

fn nobody(message: String) -> Failure {
    Failure::new(codes::UNAUTHENTICATED, message).header(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static("Bearer realm=\"rapport\""),
    )
}

/// The caller is known, or is nobody, and may not do this.
pub(super) fn denied(denied: Denied) -> Failure {
    if denied.code == codes::UNAUTHENTICATED.name {
        return nobody(denied.message);
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
