//! What is known of a request.

use chrono::{DateTime, Utc};

use crate::kit::Caller;

/// What the HTTP layer says of a request.
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// Who calls, if anybody who is known.
    pub caller: Option<Caller>,
    /// The id under which the log keeps the request.
    pub request_id: String,
    /// When the request was taken up. The whole of it sees this one time, so that what is asked for many objects is asked
    /// with equal arguments and read together.
    pub now: DateTime<Utc>,
    /// Which change of the workspace what is read has to have seen, if the request says so; otherwise, all of them.
    pub min_seq: Option<i64>,
}
