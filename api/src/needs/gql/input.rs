//! What clients send besides the declared fields: topics.

use async_graphql::InputObject;

use crate::graphql::record::{Create, Recorded, Update};
use crate::kit::check::{Checks, Path};
use crate::needs::{NewWish, TOPICS, UpdateWish};

/// What a need or an offer is about.
#[derive(InputObject)]
pub struct Topics {
    /// What it is about, at most 20 topics of at most 60 characters. Without one it is in no match.
    #[graphql(default)]
    topics: Vec<String>,
}

/// What is new about it, and what is not so any more.
#[derive(InputObject)]
pub struct MovedTopics {
    /// Topics to add behind the others; those that it has already stay as they are. It has at most 20, of at most 60
    /// characters.
    #[graphql(default)]
    add_topics: Vec<String>,
    /// Topics to remove, compared without case, accents and hyphens; those that it has not are passed over.
    #[graphql(default)]
    remove_topics: Vec<String>,
}

/// A new need, or offer.
pub(super) fn made<W: Recorded>(input: Create<W, Topics>, checks: &mut Checks) -> NewWish<W> {
    let (new, Topics { topics }) = input.read_both(checks);
    checks.count(Path::input("topics"), topics.len(), TOPICS);
    NewWish { new, topics }
}

/// A change to a need, or an offer.
pub(super) fn changed<W: Recorded>(
    input: Update<W, MovedTopics>,
    checks: &mut Checks,
    id: W::Id,
    expected_revision: Option<i32>,
) -> UpdateWish<W> {
    let (change, topics) = input.read_both(checks, id, expected_revision);
    let MovedTopics {
        add_topics,
        remove_topics,
    } = topics;
    checks.count(Path::input("addTopics"), add_topics.len(), TOPICS);
    checks.count(Path::input("removeTopics"), remove_topics.len(), TOPICS);
    UpdateWish {
        change,
        add_topics,
        remove_topics,
    }
}
