//! The edge: HTTP in, HTTP out. What always holds:
//! - every answer but the pages' is JSON, every error has `errors[]` with `code`, `requestId` and
//!   `retryable`;
//! - an answer has `data` exactly if the operation ran;
//! - a token that is not valid is taken for no token only where none is needed;
//! - no answer of the API is kept by a cache;
//! - a mutation that has begun is finished, whether or not the client waits.
//!
//! | path | what |
//! |---|---|
//! | `/graphql` | the API, by `POST` and (queries only) by `GET` |
//! | `/export/…` | what leaves Rapport as a file, by `GET` |
//! | `/calendar/….ics` | what is ahead, for other programs, by `GET` |
//! | `/import/workspace.jsonl` | a workspace that comes from another database, by `PUT` |
//! | `/`, `/graphiql/…` | the page to try it |
//! | `/uploads/…` | files that clients send, by `PUT` |
//! | `/photos/…` | the pictures of people, by `GET` and `PUT` |
//! | `/jobs/…/succeeded.jsonl`, `failed.jsonl`, `unprocessed.jsonl` | what became of a job's lines |
//! | `/schema.graphql`, `/.well-known/jwks.json` | the schema; the keys |
//! | `/health/live`, `/health/ready` | for whoever runs it |
//!
//! This module alone knows of actix.

mod accept;
mod act;
mod answer;
mod bearer;
mod calendar;
mod codes;
mod coding;
mod cors;
mod export;
mod failure;
mod files;
mod fresh;
mod graphiql;
mod graphql;
mod health;
mod idempotency;
mod import;
mod operations;
mod photos;
mod request;
mod server;
mod voice;
mod watch;

use actix_web::{
    HttpRequest, HttpResponse, Resource, guard,
    http::Method,
    middleware::{Compress, Condition, from_fn},
    web::{self, Data, ServiceConfig},
};

pub use codes::{CODES, Code, Status};
pub use server::{serve, server};

use self::{accept::Media, failure::Failure, watch::RequestId};
use crate::app::App;

/// The routes with all that surrounds them, for [`server`] and for tests that call the service directly.
pub fn configure(app: App) -> impl Fn(&mut ServiceConfig) {
    let app = Data::new(app);
    move |config| {
        let settings = &app.settings.http;
        config.service(
            // A scope of everything, as only a scope can bring its own layers. The last wrapped is the
            // outermost.
            web::scope("")
                .wrap(from_fn(coding::mark_small))
                .wrap(Compress::default())
                .wrap(Condition::new(
                    !settings.cors_origins.is_empty(),
                    cors::cors(settings),
                ))
                .wrap(from_fn(watch::watch))
                .app_data(app.clone())
                .service(
                    web::resource("/graphql")
                        .route(web::get().to(graphql::graphql))
                        .route(web::post().to(graphql::graphql))
                        .default_service(web::to(graphql::wrong_method)),
                )
                .service(
                    web::resource("/uploads/{id}")
                        .route(web::put().to(files::put))
                        .default_service(web::to(only_put)),
                )
                .service(
                    web::resource("/photos/{id}")
                        .route(web::put().to(photos::put))
                        .route(reading().to(photos::get))
                        .default_service(web::to(photos::wrong_method)),
                )
                .service(read_only("/jobs/{id}/{part}.jsonl").route(reading().to(files::results)))
                .service(file("/export/workspace.jsonl").route(web::get().to(export::of_workspace)))
                .service(file("/export/people/{id}.json").route(web::get().to(export::of_person)))
                .service(file("/export/people.vcf").route(web::get().to(export::cards)))
                .service(file("/export/people.csv").route(web::get().to(export::table)))
                .service(read_only("/calendar/{token}.ics").route(reading().to(calendar::calendar)))
                .service(
                    web::resource("/import/workspace.jsonl")
                        .route(web::put().to(import::into_workspace))
                        .default_service(web::to(import::wrong_method)),
                )
                .service(read_only("/").route(reading().to(graphiql::page)))
                .service(read_only("/graphiql/{file}").route(reading().to(graphiql::file)))
                .service(read_only("/schema.graphql").route(reading().to(health::sdl)))
                .service(read_only("/.well-known/jwks.json").route(reading().to(health::jwks)))
                .service(read_only("/health/live").route(reading().to(health::live)))
                .service(read_only("/health/ready").route(reading().to(health::ready)))
                .service(read_only("/metrics").route(reading().to(health::metrics)))
                .default_service(web::to(nothing_here)),
        );
    }
}

fn read_only(path: &str) -> Resource {
    web::resource(path).default_service(web::to(wrong_method))
}

fn file(path: &str) -> Resource {
    web::resource(path).default_service(web::to(export::wrong_method))
}

fn reading() -> actix_web::Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

async fn wrong_method(request: HttpRequest) -> HttpResponse {
    let failure = Failure::method("GET, HEAD", "this path is only read");
    failure.respond(Media::Json, &RequestId::of(&request))
}

async fn only_put(request: HttpRequest) -> HttpResponse {
    let failure = Failure::method("PUT", "files are sent here by PUT");
    failure.respond(Media::Json, &RequestId::of(&request))
}

async fn nothing_here(request: HttpRequest) -> HttpResponse {
    let hint = if request.method() == Method::POST {
        "; the API is at /graphql"
    } else {
        ""
    };
    let failure = Failure::new(codes::NOT_FOUND, format!("there is nothing at this path{hint}"));
    failure.respond(Media::Json, &RequestId::of(&request))
}
