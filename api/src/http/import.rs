//! A file that comes from another Rapport.

use std::{fs::File, io::Write as _, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse, rt,
    web::{Data, Payload},
};
use futures_util::StreamExt as _;
use serde_json::json;
use tokio::time::timeout;
use tracing::{Instrument as _, Span};

use super::{
    accept::Media,
    codes, export,
    failure::Failure,
    graphql::{internal, refused},
    watch::RequestId,
};
use crate::{
    app::App,
    exports::workspace::{self, Restored},
    kit::{self, Right},
};

/// Bytes of the largest file.
const LARGEST: u64 = 16 << 30;

/// How long nothing of a file may come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Any other method.
pub(super) async fn wrong_method(request: HttpRequest) -> HttpResponse {
    Failure::method("PUT", "a workspace is sent by PUT").respond(Media::Json, &RequestId::of(&request))
}

/// Takes a workspace in: first the file, and when all of it is here, what is in it. Nobody who writes waits for a client that sends slowly.
pub(super) async fn into_workspace(request: HttpRequest, payload: Payload, app: Data<App>) -> HttpResponse {
    let id = RequestId::of(&request);
    let done = async {
        let caller = export::caller(&app, &request, workspace::needed()).await?;
        let by = *caller.writer(Right::WorkspaceWrite).ok_or_else(|| {
            Failure::new(
                codes::INSUFFICIENT_SCOPE,
                "the caller may not write the workspace",
            )
        })?;
        let file = kept(&app, payload, &id).await?;
        let (app, asker, user) = (App::clone(&app), by.workspace().0, caller.user);
        let work = async move {
            let (db, files) = (app.db.clone(), app.files.clone());
            files
                .wait(asker, move || async move {
                    workspace::take_in(&db, &by, user, file).await
                })
                .await
        };
        // Begun, it is finished, whether or not anybody waits.
        let task = rt::spawn(work.instrument(Span::current())).await;
        let done = task.map_err(|error| internal(&error.to_string(), &id))?;
        done.map_err(|fault| refused(fault, &id))?
            .map_err(|failure| not_taken(failure, &id))
    };
    match done.await {
        Ok(Restored { rows, seq }) => HttpResponse::Ok().json(json!({ "rows": rows, "seq": seq })),
        Err(failure) => failure.respond(Media::Json, &id),
    }
}

/// Keeps a body in a file that has no name, and goes when it is closed.
async fn kept(app: &App, mut payload: Payload, id: &RequestId) -> Result<File, Failure> {
    let unkept = |error: std::io::Error| internal(&format!("a file cannot be kept: {error}"), id);
    let mut file = tempfile::tempfile_in(&app.settings.data).map_err(unkept)?;
    let mut bytes: u64 = 0;
    loop {
        let piece = timeout(PATIENCE, payload.next()).await;
        let piece =
            piece.map_err(|_elapsed| Failure::new(codes::BODY_TIMEOUT, "the body did not arrive in time"))?;
        let Some(piece) = piece else { break };
        let piece = piece.map_err(|error| Failure::bad_request(format!("the body broke off: {error}")))?;
        bytes += piece.len() as u64;
        if bytes > LARGEST {
            return Err(Failure::new(
                codes::TOO_LARGE,
                format!("the file may have {LARGEST} bytes at most"),
            ));
        }
        file.write_all(&piece).map_err(unkept)?;
    }
    Ok(file)
}

fn not_taken(failure: kit::Failure, id: &RequestId) -> Failure {
    match failure {
        kit::Failure::Fault(fault) => refused(fault, id),
        kit::Failure::Rejected(problems) => {
            let words: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
            Failure::new(codes::FILE_REFUSED, words.join("; "))
        }
    }
}
