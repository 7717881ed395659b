//! Which other sites' pages may read our answers.

use actix_cors::Cors;
use actix_web::http::{Method, header};

use super::fresh::MIN_SEQ;
use super::idempotency::{KEY, REPLAYED};
use super::watch::REQUEST_ID;
use crate::config::HttpSettings;

/// Only what the configuration names; `*` names everybody, which is safe as there are no cookies to borrow.
pub(super) fn cors(settings: &HttpSettings) -> Cors {
    let origins = &settings.cors_origins;
    let base = Cors::default()
        .allowed_methods([Method::GET, Method::POST, Method::PUT])
        .allowed_headers([
            header::ACCEPT,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            REQUEST_ID,
            KEY,
            MIN_SEQ,
        ])
        .expose_headers([
            REQUEST_ID.as_str(),
            REPLAYED.as_str(),
            "www-authenticate",
            "retry-after",
        ])
        .max_age(3_600);
    let more = settings.cors_headers.iter();
    let base = more.fold(base, |cors, header| cors.allowed_header(header.as_str()));
    if origins.iter().any(|origin| origin == "*") {
        return base.allow_any_origin().send_wildcard();
    }
    origins.iter().fold(base, |cors, origin| {
        cors.allowed_origin(origin.trim_end_matches('/'))
    })
}

#[cfg(test)]
mod tests {
    use actix_web::{App, HttpResponse, dev::ServiceResponse, test, web};

    use super::*;

    async fn preflight(origins: &[&str], origin: &str, headers: &str) -> ServiceResponse {
        let settings = HttpSettings {
            cors_origins: origins.iter().map(|&origin| origin.to_owned()).collect(),
            ..HttpSettings::default()
        };
        let app = App::new()
            .wrap(cors(&settings))
            .default_service(web::to(HttpResponse::Ok));
        let request = test::TestRequest::default()
            .method(Method::OPTIONS)
            .insert_header((header::ORIGIN, origin))
            .insert_header((header::ACCESS_CONTROL_REQUEST_METHOD, "POST"))
            .insert_header((header::ACCESS_CONTROL_REQUEST_HEADERS, headers))
            .to_request();
        let service = test::init_service(app).await;
        test::call_service(&service, request).await.map_into_boxed_body()
    }

    #[actix_web::test]
    async fn only_named_sites_and_headers_pass() {
        let ours = ["https://a.example/"];
        let passed = preflight(
            &ours,
            "https://a.example",
            "authorization, idempotency-key, rapport-min-seq, apollographql-client-name",
        )
        .await;
        assert_eq!(passed.status(), 200);
        assert_eq!(
            passed.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).unwrap(),
            "https://a.example"
        );
        assert!(
            passed
                .headers()
                .get(header::ACCESS_CONTROL_ALLOW_CREDENTIALS)
                .is_none()
        );
        assert_eq!(
            preflight(&ours, "https://b.example", "authorization")
                .await
                .status(),
            400
        );
        assert_eq!(preflight(&ours, "https://a.example", "x-odd").await.status(), 400);

        let anybody = preflight(&["*"], "https://b.example", "content-type").await;
        assert_eq!(
            anybody
                .headers()
                .get(header::ACCESS_CONTROL_ALLOW_ORIGIN)
                .unwrap(),
            "*"
        );
    }
}
