//! Introductions: bringing two people together, with the consent of both.
//!
//! `DRAFT → ASKING → READY → MADE → CLOSED`, or `DECLINED`, `EXPIRED`, `CANCELLED`. The sides are the two people, and the
//! connector where someone other than the user introduces them. Each side is asked, gets a link that works once, and
//! answers by it or through the user.
//!
//! Always: A and B are two different people; the connector is neither of them nor the user; the side that is the user has
//! accepted. Everybody has accepted in `READY`, `MADE` and `CLOSED`; somebody has declined in `DECLINED` alone. Two people
//! have at most one open introduction. One that is `ASKING` beyond its expiry is `EXPIRED` to everybody, whether or not that
//! was stored yet: reading never writes, and the server's chores store it within a minute, as a change of the feed. Every step is in the history, under the name of who took it.

pub mod gql;
mod link;
mod read;
mod rules;
mod write;

pub use link::Answerer;
pub use read::{
    ConnectorLoad, IntroductionFilter, IntroductionLeaf, IntroductionOrder, Invitation, Invited, StateTest,
    by_ids, connector_load, history, introduced, invitation, list, of_people, person_a, person_b, sides,
    sides_of, tried, under_way_of_people, unfinished, workspaces_overdue,
};
pub use rules::{NUDGE_DAYS, NUDGES, Progress, advice, closed_at, effective, has_worked_out};
pub use write::{
    AnswerByLink, AnswerIntroduction, AskIntroduction, Asked, Fields, MakeIntroduction, NewIntroduction,
    RecordOutcome, UpdateIntroduction, afresh, answer, answer_by_link, archive, ask, bad_link, cancel,
    create, expire, make, nudge, record_outcome, restore, update,
};
