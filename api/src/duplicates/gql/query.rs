//! Queries on duplicates.

use entity::ids::{DuplicateDecisionId, PersonId};
use uuid::Uuid;

use super::object::DuplicateGroup;
use crate::duplicates::{self, Asked};
use crate::graphql::kinds::DuplicateDecision;
use crate::graphql::plan::{Ask, Field, Ranked};
use crate::graphql::scalars::Id;
use crate::kit::Fault;
use crate::sameness::{LIKELY, POSSIBLE};

/// Queries on duplicates.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::ranked::<DuplicateGroup>(
            "duplicateGroups",
            "Who may stand in the network more than once, the likeliest first: people whose names agree and who share an address, a number, a page, an organisation or a birthday. The user and who is archived are left out, and so are two of whom `dismissDuplicate` was said.",
            |ask| Box::pin(ranked(ask)),
        )
        .argument::<Option<i32>>("minScore", "Only people who are the same with at least this score, from 30 to 100; 70 if left out.")
        .argument::<Option<Id<PersonId>>>("personId", "Only the group of this person.")
        .paged(),
        Field::by_id::<DuplicateDecision, DuplicateDecisionId>(
            "duplicateDecision",
            "A decision about two people who are not the same by id; null when there is none.",
            "The id of the decision that is asked for.",
        ),
        Field::list::<DuplicateDecision>(
            "duplicateDecisions",
            "Which people are not the same, as the user said; newest first.",
            |ask| Ok(duplicates::decisions(&ask.place(), ask.flag("includeArchived")?)),
        )
        .argument::<Option<bool>>("includeArchived", "Those that were taken back, too.")
        .paged(),
    ]
}

async fn ranked(ask: &Ask<'_>) -> Result<Ranked, Fault> {
    let least = ask.get::<Option<i32>>("minScore")?;
    let least = least.map_or(LIKELY, |least| {
        u8::try_from(least.clamp(0, 100)).unwrap_or(LIKELY)
    });
    let of = match ask.get::<Option<Id<PersonId>>>("personId")? {
        Some(_) => Some(ask.id::<PersonId>("personId")?),
        None => None,
    };
    let asked = Asked {
        least: least.max(POSSIBLE),
        of,
    };
    let found = duplicates::found(ask.reader, &asked).await?;
    let entries = found.into_iter().map(|group| {
        let first = group.people.first().map_or(Uuid::nil(), |id| id.0);
        (format!("{:03}", 100 - group.score), first, group)
    });
    Ok(Ranked::of(entries.collect()))
}
