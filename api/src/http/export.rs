//! What leaves Rapport as a file: written while the client takes it.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    rt,
    web::{Bytes, Data, Path, Query},
};
use entity::{IdError, ids::PersonId};
use futures_util::{future::LocalBoxFuture, stream};
use serde::Deserialize;
use tokio::time::timeout;
use tracing::{Instrument as _, Span};
use uuid::Uuid;

use super::{accept::Media, bearer, codes, failure::Failure, graphql::refused, watch::RequestId};
use crate::{
    app::App,
    exports::{disclosure, people, workspace},
    graphql::Denied,
    kit::{self, Caller, Fault, Outlet, Right, outlet::Pieces},
};

/// How long a file may take, however slowly its client takes it.
const LONGEST: Duration = Duration::from_secs(3600);

/// Any other method.
pub(super) async fn wrong_method(request: HttpRequest) -> HttpResponse {
    Failure::method("GET", "a file is asked for by GET").respond(Media::Json, &RequestId::of(&request))
}

/// All of a workspace.
pub(super) async fn of_workspace(request: HttpRequest, app: Data<App>) -> HttpResponse {
    let id = RequestId::of(&request);
    let done = async {
        let caller = caller(&app, &request, workspace::needed()).await?;
        let scope = *caller.scope();
        let file = File {
            media: "application/jsonl",
            name: "workspace.jsonl",
        };
        let write = move |app: App, mut outlet: Outlet| -> LocalBoxFuture<'static, Result<(), Fault>> {
            Box::pin(async move { workspace::export(&app.db, &scope, &mut outlet).await })
        };
        stream_of(&app, scope.workspace().0, file, write, &id).await
    };
    done.await
        .unwrap_or_else(|failure: Failure| failure.respond(Media::Json, &id))
}

/// Everything that is known of one person.
pub(super) async fn of_person(request: HttpRequest, person: Path<String>, app: Data<App>) -> HttpResponse {
    let id = RequestId::of(&request);
    let done = async {
        let caller = caller(&app, &request, workspace::needed()).await?;
        let scope = *caller.scope();
        let person: PersonId = person
            .parse()
            .map_err(|error: IdError| wrong("id", &error.to_string()))?;
        let file = File {
            media: "application/json",
            name: "person.json",
        };
        let write =
            move |app: App, mut outlet: Outlet| -> LocalBoxFuture<'static, Result<(), kit::Failure>> {
                Box::pin(async move { disclosure::export(&app.db, &scope, person, &mut outlet).await })
            };
        stream_of(&app, scope.workspace().0, file, write, &id).await
    };
    done.await
        .unwrap_or_else(|failure: Failure| failure.respond(Media::Json, &id))
}

/// People as cards.
pub(super) async fn cards(request: HttpRequest, app: Data<App>) -> HttpResponse {
    let file = File {
        media: "text/vcard; charset=utf-8",
        name: "people.vcf",
    };
    of_people(request, app, file, |said| {
        Ok(people::Form::Cards(match said.version.as_deref() {
            None | Some("4.0") => people::Version::Four,
            Some("3.0") => people::Version::Three,
            Some(other) => return Err(wrong("version", &format!("there is 4.0 and 3.0, and no {other}"))),
        }))
    })
    .await
}

/// People as a table.
pub(super) async fn table(request: HttpRequest, app: Data<App>) -> HttpResponse {
    let file = File {
        media: "text/csv; charset=utf-8; header=present",
        name: "people.csv",
    };
    of_people(request, app, file, |said| match said.version {
        None => Ok(people::Form::Table),
        Some(_) => Err(wrong("version", "a table has none")),
    })
    .await
}

/// What an address says behind its question mark.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    version: Option<String>,
    circle: Option<String>,
    tag: Option<String>,
}

fn wrong(parameter: &str, what: &str) -> Failure {
    Failure::bad_request(format!("{parameter}: {what}"))
}

impl Said {
    /// Of whom.
    fn which(&self) -> Result<people::Which, Failure> {
        match (&self.circle, &self.tag) {
            (None, None) => Ok(people::Which::All),
            (Some(id), None) => id
                .parse()
                .map(people::Which::Circle)
                .map_err(|error: IdError| wrong("circle", &error.to_string())),
            (None, Some(id)) => id
                .parse()
                .map(people::Which::Tag)
                .map_err(|error: IdError| wrong("tag", &error.to_string())),
            (Some(_), Some(_)) => Err(wrong("tag", "say a circle or a tag, not both")),
        }
    }
}

async fn of_people(
    request: HttpRequest,
    app: Data<App>,
    file: File,
    form: impl FnOnce(&Said) -> Result<people::Form, Failure>,
) -> HttpResponse {
    let id = RequestId::of(&request);
    let done = async {
        let said = Query::<Said>::from_query(request.query_string());
        let said = said.map_err(|error| Failure::bad_request(format!("the query string: {error}")))?;
        let (form, which) = (form(&said)?, said.which()?);
        let caller = caller(&app, &request, people::needed(form).iter().copied()).await?;
        let scope = *caller.scope();
        let write = move |app: App, mut outlet: Outlet| -> LocalBoxFuture<'static, Result<(), Fault>> {
            Box::pin(async move { people::export(&app.db, &scope, (which, form), &mut outlet).await })
        };
        stream_of(&app, scope.workspace().0, file, write, &id).await
    };
    done.await
        .unwrap_or_else(|failure: Failure| failure.respond(Media::Json, &id))
}

/// What a client is told of a file.
#[derive(Clone, Copy)]
pub(super) struct File {
    pub(super) media: &'static str,
    pub(super) name: &'static str,
}

/// Who asks, if they have all of these rights.
pub(super) async fn caller(
    app: &App,
    request: &HttpRequest,
    needed: impl Iterator<Item = Right>,
) -> Result<Caller, Failure> {
    let caller = match bearer::bearer(app, request.headers()).await? {
        bearer::Bearer::Known(caller) => caller,
        bearer::Bearer::Bad(failure) => return Err(failure),
        bearer::Bearer::Nobody => {
            return Err(bearer::denied(Denied {
                code: codes::UNAUTHENTICATED.name,
                message: "sign in first: files are not open to strangers".to_owned(),
                missing_scopes: Vec::new(),
            }));
        }
    };
    let missing = needed.filter(|right| !caller.rights.contains(*right));
    let missing_scopes: Vec<String> = missing.map(|right| right.to_string()).collect();
    if missing_scopes.is_empty() {
        return Ok(caller);
    }
    Err(bearer::denied(Denied {
        code: codes::INSUFFICIENT_SCOPE.name,
        message: format!("the caller lacks the scopes {}", missing_scopes.join(", ")),
        missing_scopes,
    }))
}

/// Has a file written beside the workers, and sends what there is of it. What goes wrong before there is anything is answered; after that the answer
/// breaks off, which clients see.
pub(super) async fn stream_of<E: Into<kit::Failure> + Send + 'static>(
    app: &App,
    asker: Uuid,
    file: File,
    write: impl FnOnce(App, Outlet) -> LocalBoxFuture<'static, Result<(), E>> + Send + 'static,
    id: &RequestId,
) -> Result<HttpResponse, Failure> {
    let (outlet, mut pieces) = Outlet::open();
    let teller = outlet.teller();
    let writing = app.clone();
    let work = async move {
        let exports = writing.exports.clone();
        let write = move || timeout(LONGEST, write(writing, outlet));
        let done = exports.wait(asker, write).await;
        let done = done.and_then(|done| done.map_err(|_elapsed| Fault::busy("the file took too long")));
        let done = done
            .map_err(kit::Failure::from)
            .and_then(|done| done.map_err(Into::into));
        if let Err(failure) = done {
            // Who has gone away does not hear it.
            let _ = teller.send(Err(failure)).await;
        }
    };
    rt::spawn(work.instrument(Span::current()));
    let first = match pieces.recv().await {
        Some(Ok(first)) => first,
        Some(Err(failure)) => return Err(unwritten(failure, id)),
        None => Vec::new(),
    };
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, file.media))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((
            header::VARY,
            HeaderValue::from_static("accept-encoding, authorization"),
        ))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    let rest = Rest {
        first: Some(first),
        pieces,
        id: id.clone(),
    };
    Ok(response.streaming(stream::unfold(rest, next)))
}

fn unwritten(failure: kit::Failure, id: &RequestId) -> Failure {
    match failure {
        kit::Failure::Fault(fault) => refused(fault, id),
        kit::Failure::Rejected(problems) => {
            let is_unknown = problems.iter().any(|problem| problem.code == kit::Code::NotFound);
            let words: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
            match is_unknown {
                true => Failure::new(codes::NOT_FOUND, words.join("; ")),
                false => Failure::bad_request(words.join("; ")),
            }
        }
    }
}

/// What is still to be sent.
struct Rest {
    first: Option<Vec<u8>>,
    pieces: Pieces,
    id: RequestId,
}

async fn next(mut rest: Rest) -> Option<(Result<Bytes, std::io::Error>, Rest)> {
    let piece = match rest.first.take() {
        Some(first) => Ok(first),
        None => rest.pieces.recv().await?,
    };
    let piece = piece.map(Bytes::from).map_err(|failure| {
        tracing::warn!(request_id = rest.id.as_str(), ?failure, "a file broke off");
        std::io::Error::other("the file broke off")
    });
    Some((piece, rest))
}
