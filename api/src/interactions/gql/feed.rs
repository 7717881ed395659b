//! A person's interactions, read for all people of a level at once.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use async_graphql::{Context, Result};
use chrono::{DateTime, Utc};
use entity::ids::PersonId;
use entity::interaction;

use super::filter::{InteractionFilterInput, InteractionOrder, chosen};
use super::object::Interaction;
use crate::graphql::batch::Batch;
use crate::graphql::connection::{Connection, PageArgs};
use crate::graphql::context::ContextExt;
use crate::graphql::input::QueryInput;
use crate::interactions::{self, Feed};
use crate::kit::batch::group;
use crate::kit::check::{Checks, Path};
use crate::kit::page::list_name;
use crate::kit::{Fault, Reader, Right};

/// What is asked of a person's feed.
#[derive(Clone, Debug)]
struct Ask {
    person: PersonId,
    feed: Feed,
    /// When it is asked, for conditions such as `-P30D`. The clock goes on from one resolver of a level to the next, so this
    /// does not tell two asks apart: if it did, each person would cost a statement.
    now: DateTime<Utc>,
}

impl PartialEq for Ask {
    fn eq(&self, other: &Self) -> bool {
        self.person == other.person && self.feed == other.feed
    }
}

impl Eq for Ask {}

impl Hash for Ask {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.person, &self.feed).hash(state);
    }
}

/// Parts of the feeds of many people, and how long the feeds are where that is asked for.
enum Feeds {}

impl Batch for Feeds {
    type Key = Ask;
    type Value = (Vec<interaction::Model>, Option<i64>);

    async fn load(reader: &Reader<'_>, asks: &[Ask]) -> Result<HashMap<Ask, Self::Value>, Fault> {
        let mut found = HashMap::new();
        // One statement for all people of whom the same is asked.
        for (feed, asks) in group(asks.iter().map(|ask| (&ask.feed, ask))) {
            let Some(now) = asks.iter().map(|ask| ask.now).min() else {
                continue;
            };
            let people: Vec<PersonId> = asks.iter().map(|ask| ask.person).collect();
            let mut rows = interactions::feeds(reader, &people, feed, now).await?;
            let counts = if feed.request.count {
                Some(interactions::counts_of(reader, &people, feed, now).await?)
            } else {
                None
            };
            for ask in asks {
                let total = counts
                    .as_ref()
                    .map(|counts| counts.get(&ask.person).copied().unwrap_or(0));
                found.insert(ask.clone(), (rows.remove(&ask.person).unwrap_or_default(), total));
            }
        }
        Ok(found)
    }
}

/// A page of a person's interactions.
///
/// # Errors
/// The arguments are wrong, or the database fails.
pub async fn of_person(
    ctx: &Context<'_>,
    person: PersonId,
    filter: Option<InteractionFilterInput>,
    order_by: Option<InteractionOrder>,
    args: PageArgs,
) -> Result<Connection<Interaction>> {
    ctx.reader(Right::InteractionsRead)?;
    let mut checks = Checks::new();
    let predicate = filter.map(|filter| filter.read(&mut checks, &Path::argument("filter")));
    ctx.checked(checks)?;
    let (order, descending) = chosen(order_by);
    let request = args.request(
        ctx,
        list_name(&("person's interactions", &predicate, order, descending)),
    )?;
    let feed = Feed {
        predicate,
        order,
        descending,
        request: request.clone(),
    };
    let ask = Ask {
        person,
        feed,
        now: ctx.now()?,
    };
    let (rows, total) = ctx.batch::<Feeds>(ask).await?.unwrap_or_default();
    Ok(Connection::of(request.cut(rows, total), &request, |model| {
        interactions::position(order, model)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::page::PageRequest;

    #[test]
    fn what_is_asked_a_moment_later_is_the_same() {
        let request = PageRequest::new("list".to_owned(), Some(3), None, None, None).unwrap();
        let feed = Feed {
            predicate: None,
            order: interactions::InteractionOrder::HappenedAt,
            descending: true,
            request,
        };
        let ask = Ask {
            person: PersonId(uuid::Uuid::nil()),
            feed,
            now: DateTime::UNIX_EPOCH,
        };
        let later = Ask {
            now: DateTime::UNIX_EPOCH + chrono::TimeDelta::microseconds(1),
            ..ask.clone()
        };
        let other = Ask {
            person: PersonId(uuid::Uuid::max()),
            ..ask.clone()
        };
        assert_eq!(HashMap::from([(ask, 1)]).get(&later), Some(&1));
        assert_ne!(later, other);
    }
}
