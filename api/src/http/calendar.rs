//! Calendars that other programs read. Their address is the secret, so that it is never logged, and what is wrong with it is never said.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::{Data, Path},
};
use futures_util::future::LocalBoxFuture;

use super::{
    accept::Media,
    codes,
    export::{File, stream_of},
    failure::Failure,
    graphql::internal,
    watch::RequestId,
};
use crate::{
    app::App,
    exports::calendar,
    kit::{Fault, Outlet},
};

/// The path under which calendars are.
pub(super) const PATH: &str = "/calendar/";

/// A calendar, if it is another than the one that the program has.
pub(super) async fn calendar(request: HttpRequest, token: Path<String>, app: Data<App>) -> HttpResponse {
    let id = RequestId::of(&request);
    let done = async {
        let opened = calendar::open(&app.db, &token, app.clock.now()).await;
        let opened = opened.map_err(|fault| internal(&fault.to_string(), &id))?;
        let open = opened.ok_or_else(|| Failure::new(codes::NOT_FOUND, "there is nothing at this path"))?;
        let tag = format!("\"{}\"", open.mark);
        let held = request.headers().get_all(header::IF_NONE_MATCH);
        let mut held = held
            .filter_map(|held| held.to_str().ok())
            .flat_map(|held| held.split(','));
        let is_held = held.any(|held| held.trim().trim_start_matches("W/") == tag);
        let mut response = if is_held {
            HttpResponse::NotModified().finish()
        } else {
            let file = File {
                media: "text/calendar; charset=utf-8",
                name: "rapport.ics",
            };
            let asker = open.workspace().0;
            let write = move |app: App, mut outlet: Outlet| -> LocalBoxFuture<'static, Result<(), Fault>> {
                Box::pin(async move { calendar::export(&app.db, &open, &mut outlet).await })
            };
            stream_of(&app, asker, file, write, &id).await?
        };
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        Ok(response)
    };
    done.await
        .unwrap_or_else(|failure: Failure| failure.respond(Media::Json, &id))
}
