//! A mutation, from the moment at which it cannot be refused any more.

use std::sync::Arc;

use actix_web::rt;
use async_graphql::Variables;
use tracing::{Instrument as _, Span};
use uuid::Uuid;

use super::{
    answer::{self, Answer},
    failure::Failure,
    graphql::{internal, refused},
    watch::RequestId,
};
use crate::{
    app::App,
    graphql::{
        RequestContext,
        plan::{self, Answered, Asked, Once, Plan},
    },
    kit::{Fault, IdempotencyKey, deadline},
};

/// A mutation, with all that it needs.
pub(super) struct Act {
    pub(super) app: App,
    pub(super) plan: Arc<Plan>,
    pub(super) variables: Variables,
    pub(super) context: RequestContext,
    pub(super) key: Option<IdempotencyKey>,
    pub(super) id: RequestId,
}

impl Act {
    /// A mutation that has begun runs in a task of its own, whether or not anybody waits: half a request is the one thing that a
    /// client cannot find out about. Each of its writes may take as long as a query; one that takes longer is rolled back, and
    /// answered as such by its field.
    ///
    /// One that was sent so much that it has work for seconds, a file of contacts, has a thread for itself, so that the others
    /// whom this worker serves do not wait, and is finished as any other is.
    pub(super) async fn run(self, large: Option<Uuid>) -> Result<Answer, Failure> {
        let (app, id) = (self.app.clone(), self.id.clone());
        let limit = app.settings.http.request_timeout();
        let files = app.files.clone();
        let is_long = large.is_some() || self.plan.writes_many();
        let work = move || deadline::within(limit, is_long, async move { self.answer().await });
        let work = async move {
            match large {
                Some(asker) => files.wait(asker, work).await?,
                None => work().await,
            }
        };
        // A panic ends here too.
        let task = rt::spawn(work.instrument(Span::current()));
        let done = task.await.map_err(|error| internal(&error.to_string(), &id))?;
        let answer = done.map_err(|fault| refused(fault, &id))?;
        if let Answer::Kept(_, true) = answer {
            app.documents.counts.replayed();
            Span::current().record("replayed", true);
        }
        Ok(answer)
    }

    async fn answer(&self) -> Result<Answer, Fault> {
        let asked = Asked::new(&self.app.engine, &self.context, &self.variables);
        let Some(key) = &self.key else {
            let (data, errors) = plan::act(&asked, &self.plan).await;
            return Ok(Answer::Planned(data, errors));
        };
        let body = |data, errors| answer::body(data, errors, &self.id);
        let once = Once { key, body: &body };
        Ok(match plan::act_once(&asked, &self.plan, &once).await? {
            Answered::Refused(data, errors) => Answer::Planned(data, errors),
            Answered::Now(body) => Answer::Kept(body, false),
            Answered::Before(body) => Answer::Kept(body, true),
        })
    }
}
